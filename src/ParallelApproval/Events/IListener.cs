using System.Text.Json;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Events;

/// <summary>
/// A room that is told what happened (事件监听): after the commit, and in the order of writing within a case. It is told at least once, never
/// less: after a crash it may hear the same event again, so what it does about one must be done once by its own rows. It cannot hinder the
/// command that happened.
/// </summary>
public interface IListener
{
    /// <summary>Under this name its place in the trail is kept, so it never changes.</summary>
    string Name { get; }

    /// <summary>The kinds of events it wants to hear; the others are never read for it.</summary>
    IReadOnlyCollection<Type> Kinds { get; }

    /// <summary>
    /// Whether a listener that is new in this house is told what happened before it came; a messenger, for instance, is not.
    /// </summary>
    bool HearsThePast => true;

    /// <summary>What happened, in order. When it throws, it is told again, one event at a time, later.</summary>
    Task HearAsync(IReadOnlyList<Heard> batch, CancellationToken cancellation);
}

/// <summary>An event as a listener hears it.</summary>
/// <param name="Position">Its place in the trail of all cases.</param>
public sealed record Heard(CaseNumber Case, long Position, RecordedEvent Event)
{
    // Several listeners hear the same one.
    private readonly Facts _facts = new();

    /// <summary>The event's own facts, if it is of that kind.</summary>
    public TEvent? As<TEvent>()
        where TEvent : DomainEvent =>
        Event.Kind != typeof(TEvent).Name
            ? null
            : (TEvent)(_facts.Read ??= JsonSerializer.Deserialize<TEvent>(Event.Data, HouseJson.Options)!);

    public bool Equals(Heard? other) => other is not null && (Case, Position) == (other.Case, other.Position) && Event == other.Event;

    public override int GetHashCode() => HashCode.Combine(Case, Position, Event);

    /// <summary>Read once, when somebody asks for the first time.</summary>
    private sealed class Facts
    {
        public DomainEvent? Read { get; set; }
    }
}
