using Hangfire;

namespace ParallelApproval.Web.Jobs;

/// <summary>Official time as a zone, on machines without zone data too.</summary>
internal sealed class OfficialZone : ITimeZoneResolver
{
    public static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone(
        "Asia/Shanghai",
        ShanghaiTime.Offset,
        "Asia/Shanghai",
        "Asia/Shanghai"
    );

    public TimeZoneInfo GetTimeZoneById(string timeZoneId) =>
        timeZoneId == Zone.Id ? Zone : TimeZoneInfo.FindSystemTimeZoneById(timeZoneId);
}
