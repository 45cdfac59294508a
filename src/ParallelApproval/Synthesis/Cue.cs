using ErrorOr;

namespace ParallelApproval.Synthesis;

/// <summary>What comes next in a played case (仿真提示), and when.</summary>
/// <param name="Do">Does it at the instant it is given, which is never before <paramref name="At"/>.</param>
internal sealed record Cue(DateTimeOffset At, Func<DateTimeOffset, Task<ErrorOr<Success>>> Do)
{
    /// <summary>A cue that gives a verb of the house, whatever it answers.</summary>
    public static Cue For<T>(DateTimeOffset at, Func<DateTimeOffset, Task<ErrorOr<T>>> verb) =>
        new(at, async moment => (await verb(moment)).Then(_ => Result.Success));

    /// <summary>Whichever comes first; null when there is none.</summary>
    public static Cue? First(Cue? one, Cue? other) => one is null || (other is not null && other.At < one.At) ? other : one;
}
