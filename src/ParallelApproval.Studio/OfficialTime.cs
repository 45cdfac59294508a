using Elsa.Studio.Localization.Time;

namespace ParallelApproval.Studio;

/// <summary>Times are shown as the offices count them (北京时间), wherever the browser stands.</summary>
internal sealed class OfficialTime : ITimeZoneProvider
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    public TimeZoneInfo GetTimeZone() => Zone;
}
