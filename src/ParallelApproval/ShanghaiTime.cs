namespace ParallelApproval;

/// <summary>
/// Official time (北京时间): UTC+8 all year round, zone Asia/Shanghai. The centre's days begin and end by it wherever the server stands.
/// </summary>
public static class ShanghaiTime
{
    /// <summary>The zone's distance from UTC. There has been no summer time since 1992.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The same instant with the official offset; the last there is for one that lies in the last eight hours of the year 9999.</summary>
    public static DateTimeOffset InShanghai(this DateTimeOffset instant) =>
        instant.UtcTicks > DateTime.MaxValue.Ticks - Offset.Ticks ? new(DateTime.MaxValue, Offset) : instant.ToOffset(Offset);

    /// <summary>The official date of an instant.</summary>
    public static DateOnly OfficialDate(this DateTimeOffset instant) => DateOnly.FromDateTime(instant.InShanghai().DateTime);

    /// <summary>Now, with the official offset.</summary>
    public static DateTimeOffset OfficialNow(this TimeProvider time) => time.GetUtcNow().ToOffset(Offset);

    /// <summary>Today by official time.</summary>
    public static DateOnly OfficialToday(this TimeProvider time) => time.GetUtcNow().OfficialDate();

    /// <summary>The instant at which the official clock shows this date and time.</summary>
    public static DateTimeOffset At(this DateOnly date, TimeOnly time) => new(date.ToDateTime(time), Offset);
}
