namespace ParallelApproval.Database;

/// <summary>
/// Who acts, from which department, and when. Every command carries one; every event and every legal row is stamped with it. Where the
/// house
/// goes by <see cref="DatabaseTime"/>, the instant is the one that the database told under the lock of the command.
/// </summary>
/// <param name="UserName">The account, or <c>system</c> when a job acts.</param>
/// <param name="Name">The name as it is printed on documents.</param>
/// <param name="Department">The officer's department code; empty for the system and for citizens.</param>
/// <param name="At">The instant of the act, whole microseconds (PostgreSQL's resolution), offset +08:00.</param>
/// <param name="Key">The idempotency key that the caller sent, if any.</param>
public sealed record Act(string UserName, string Name, string Department, DateTimeOffset At, IdempotencyKey? Key = null)
{
    /// <summary>The instant of the act; before its command begins, as the house's clock runs on this node.</summary>
    public DateTimeOffset At { get; internal set; } = At;

    /// <summary>The clock that dates it under the lock of its command; null for an act whose instant is given.</summary>
    internal DatabaseTime? Clock { get; private init; }

    /// <summary>
    /// By which key of which client system a program acts for the account, e.g. <c>档案系统 (pak_1f0c22ab)</c>; it stands beside the account
    /// in the trail. Null where the officer acts himself.
    /// </summary>
    public string? Through { get; init; }

    /// <summary>Dates it: only where a transaction begins.</summary>
    internal void TakePlaceAt(DateTimeOffset at) => At = at.InShanghai();

    /// <summary>The calendar day of the act in Asia/Shanghai.</summary>
    public DateOnly Today => DateOnly.FromDateTime(At.DateTime);

    public static Act By(string userName, string name, string department, TimeProvider time, IdempotencyKey? key = null) =>
        new(userName, name, department, Instant(time), key) { Clock = time as DatabaseTime };

    /// <summary>An act of somebody outside the house: an applicant who rates, anybody who complains.</summary>
    public static Act OfPublic(TimeProvider time, IdempotencyKey? key = null) =>
        new("public", "公众", "", Instant(time), key) { Clock = time as DatabaseTime };

    public static Act OfSystem(TimeProvider time) => new("system", "系统", "", Instant(time)) { Clock = time as DatabaseTime };

    /// <summary>An act of a job at an instant that the database told.</summary>
    public static Act OfSystem(DateTimeOffset at) => new("system", "系统", "", at.InShanghai());

    /// <summary>Now, as the database will give it back.</summary>
    public static DateTimeOffset Instant(TimeProvider time)
    {
        var now = time.GetUtcNow().ToOffset(ShanghaiTime.Offset);
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}

/// <summary>
/// The caller's own key for one request (header <c>Idempotency-Key</c>): the same key from the same account gets the same answer,
/// and the command is carried out once.
/// </summary>
/// <param name="Value">1 to 128 visible ASCII characters.</param>
/// <param name="RequestHash">SHA-256 of method, path and body: the same key with another request is refused.</param>
public sealed record IdempotencyKey(string Value, byte[] RequestHash);
