using System.Globalization;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>
/// A monitor point (监察点): a named rule. It judges what it is given and changes nothing: an event with the facts of its case, or, where no
/// event announces the matter, what the patrol lets it look up.
/// </summary>
internal abstract class MonitorPoint
{
    public abstract PointRule Rule { get; }

    /// <summary>The kinds of events it judges; none for a point that only the patrol asks.</summary>
    public virtual IReadOnlyCollection<Type> Kinds => [];

    /// <summary>What is wrong about an event; nothing when all is well.</summary>
    public virtual IEnumerable<Finding> Judge(Heard heard, CaseFacts facts, PointSettings settings) => [];

    /// <summary>What is wrong although nothing has happened, found by questions that indexes answer.</summary>
    public virtual Task<IReadOnlyList<Finding>> PatrolAsync(PatrolGround ground, PointSettings settings, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Finding>>([]);

    /// <summary>A card of this point has asked to be looked at again: what the matter has come to, and when to look next.</summary>
    public virtual SecondLook LookAgain(
        CaseFile file,
        Card card,
        DateTimeOffset now,
        Answerers answerers,
        Deadlines deadlines,
        PointSettings settings
    ) => new(null, null);

    /// <summary>A finding about an event, on the event's own occasion unless another is given.</summary>
    protected Finding Found(
        Heard heard,
        CaseFacts facts,
        PointSettings settings,
        int branch,
        string reason,
        string? occasion = null,
        params ReadOnlySpan<(string Name, object? Value)> values
    )
    {
        var (department, officer) = facts.Answerers.Of(settings.Answers, facts.File, facts.Item, branch, heard.Event.At);
        // Who did it himself answers for it, whoever has the task now.
        if (branch > 0 && settings.Answers is Answerer.Holder && facts.Answerers.IsOf(heard.Event.UserName, department))
            officer = heard.Event.UserName;
        return new(
            Rule.Id,
            heard.Case,
            branch,
            occasion ?? string.Create(CultureInfo.InvariantCulture, $"event-{heard.Event.Sequence}"),
            settings.Colour,
            department,
            officer,
            reason,
            Values(values),
            heard.Event.At
        );
    }

    protected static Dictionary<string, string> Values(params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var facts = new Dictionary<string, string>(values.Length, StringComparer.Ordinal);
        foreach (var (name, value) in values)
            facts[name] = value switch
            {
                DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                DateTimeOffset at => at.InShanghai().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
                _ => value?.ToString() ?? "",
            };
        return facts;
    }
}

/// <summary>What a second look found: something graver, or nothing; and when to look next.</summary>
internal sealed record SecondLook(Finding? Graver, DateTimeOffset? Next);
