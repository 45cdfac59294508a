using System.Diagnostics;
using System.Diagnostics.Metrics;
using ErrorOr;

namespace ParallelApproval.Inputs;

/// <summary>
/// What this node has done since it was started, counted for whoever watches it (计量). Nothing of it is kept, nothing of it names a case, a
/// person or a number; it costs next to nothing while nobody reads it.
/// </summary>
public static class HouseMeter
{
    /// <summary>Under which the instruments are asked for.</summary>
    public const string Name = "ParallelApproval";

    /// <summary>The outcome of a command that was carried out; of one that was refused it is the code of the refusal.</summary>
    public const string Done = "done";

    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Commands = Meter.CreateHistogram<double>(
        "parallel_approval.command.duration",
        "s",
        "Elapsed seconds that a command took, by verb and outcome (done, or the code of the refusal).",
        advice: new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] }
    );

    private static readonly Counter<long> Events = Meter.CreateCounter<long>(
        "parallel_approval.events",
        description: "Entries that this node has put into the audit trail, by kind."
    );

    /// <summary>Notes how a command ended.</summary>
    /// <param name="began">As <see cref="Stopwatch.GetTimestamp"/> told it.</param>
    internal static void CarriedOut<TCommand, TAnswer>(ErrorOr<TAnswer> answer, long began)
    {
        if (Commands.Enabled)
            Commands.Record(
                Stopwatch.GetElapsedTime(began).TotalSeconds,
                new("verb", typeof(TCommand).Name),
                new("outcome", answer.IsError ? answer.FirstError.Code : Done)
            );
    }

    /// <summary>Notes that something was recorded.</summary>
    internal static void Recorded(string kind) => Events.Add(1, new KeyValuePair<string, object?>("kind", kind));
}
