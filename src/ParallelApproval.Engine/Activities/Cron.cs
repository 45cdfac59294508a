using Cronos;

namespace ParallelApproval.Engine;

/// <summary>
/// Cron (定点): waits until the next instant of a cron expression, by Shanghai time, which knows no summer time. Five fields
/// (<c>minute hour day month weekday</c>) or six, the first being seconds; what comes after an outage comes once.
/// </summary>
internal sealed class Cron : BuiltInActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        Describe.Activity(
            "Cron",
            Describe.Scheduling,
            new("定点", "Cron"),
            new("等到表达式给出的下一个时刻（北京时间）", "Waits until the next instant of the expression, by Shanghai time")
        ) with
        {
            Kind = ActivityKind.Trigger,
            Inputs = [Describe.Input("CronExpression", "String", "表达式", "Cron expression", required: true)],
        };

    public override void Begin(Step step, Execution run, Node node)
    {
        var text = step.Text(run, node, "CronExpression");
        if (!CronTimes.IsSound(text))
            throw new ActivityFailure(
                "cron_invalid",
                $"Expected CronExpression of '{node.Key}' to be five or six fields such as 0 2 * * *, but it is '{text}'."
            );
        Requests.Request(
            step,
            run,
            node,
            RequestKind.Timer,
            due: CronTimes.After(text!, step.Now)
                ?? throw new ActivityFailure("cron_never", $"Expected '{text}' of '{node.Key}' to come again, but it never does.")
        );
    }
}

/// <summary>The instants of a cron expression, by Shanghai time.</summary>
public static class CronTimes
{
    // One offset since 1992; no data of time zones is asked for it.
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.CreateCustomTimeZone(
        "Asia/Shanghai",
        TimeSpan.FromHours(8),
        "Asia/Shanghai",
        "Asia/Shanghai"
    );

    /// <summary>Whether it can be read at all.</summary>
    public static bool IsSound(string? expression) => Parse(expression) is not null;

    /// <summary>The first instant after that one; null when there is none, or when the expression cannot be read.</summary>
    public static DateTimeOffset? After(string expression, DateTimeOffset instant) =>
        Parse(expression)?.GetNextOccurrence(instant, Shanghai);

    private static CronExpression? Parse(string? expression) =>
        CronExpression.TryParse(expression?.Trim() ?? "", out var minutes) ? minutes
        : CronExpression.TryParse(expression?.Trim() ?? "", CronFormat.IncludeSeconds, out var seconds) ? seconds
        : null;
}

/// <summary>Spans and instants as designers write them, for a host that starts workflows by them.</summary>
public static class Spans
{
    /// <summary>The instant so long after that one; null when the text is no span, or none that is longer than nothing.</summary>
    public static DateTimeOffset? After(string span, DateTimeOffset instant) =>
        Durations.Of(span) is { } given && given > TimeSpan.Zero && given < TimeSpan.FromDays(36_500) ? instant + given : null;

    /// <summary>The instant; without an offset it is read as UTC. Null when the text is none.</summary>
    public static DateTimeOffset? At(string text) =>
        DateTimeOffset.TryParse(
            text,
            System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AssumeUniversal,
            out var instant
        )
            ? instant
            : null;
}
