using System.Text.Json;
using ParallelApproval.Database;
using ParallelApproval.Inputs;

namespace ParallelApproval.Events;

/// <summary>
/// The section of the audit trail: takes down what happens during a command and stores it with the command. The trail itself is never
/// read by a command, only its head, which lies on the cover of the file.
/// </summary>
internal sealed class EventSection : ICaseSection
{
    private static readonly ColumnMap<Chained> Columns = new ColumnMap<Chained>("case_events")
        .Key("sequence", chained => chained.Event.Sequence)
        .Fixed("kind", chained => chained.Event.Kind)
        .Fixed("at", chained => chained.Event.At)
        .Fixed("user_name", chained => chained.Event.UserName)
        .Fixed("actor", chained => chained.Event.Actor)
        .Fixed("department", chained => chained.Event.Department)
        .Fixed("branch", chained => chained.Event.Branch)
        .Fixed("data", chained => chained.Event.Data, ColumnTypes.JsonText())
        .Fixed("hash", chained => chained.Hash)
        .Fixed("linked_with", chained => chained.Key)
        .Fixed("through", chained => chained.Event.Through)
        .SealedElsewhere();

    private readonly List<DomainEvent> _happened = [];

    public bool IsOfRun => true;

    /// <summary>Hears of every event when it is taken down; null when nobody wants to.</summary>
    public Action<RecordedEvent>? Echo { get; set; }

    /// <summary>What the command has recorded so far.</summary>
    public IReadOnlyList<DomainEvent> Happened => _happened;

    public void Add(DomainEvent happened) => _happened.Add(happened);

    public void Write(CaseFile file, Statements statements)
    {
        if (_happened.Count == 0)
            return;
        var keys = file.Rows?.Keys;
        var chain = new Chained[_happened.Count];
        for (var i = 0; i < chain.Length; i++)
        {
            var entry = Entry(file, _happened[i]);
            Echo?.Invoke(entry);
            HouseMeter.Recorded(entry.Kind);
            file.LastHash = EventChain.Link(file.Number.Key, file.LastHash, entry, keys, keys?.Current);
            chain[i] = new(entry, file.LastHash, keys?.Current);
        }

        Columns.Insert(statements, file.Number, chain);
        _happened.Clear();
    }

    private static RecordedEvent Entry(CaseFile file, DomainEvent happened)
    {
        var kind = happened.GetType();
        return new(
            ++file.EventCount,
            kind.Name,
            file.Act.At,
            file.Act.UserName,
            file.Act.Name,
            file.Act.Department,
            happened.BranchNumber,
            JsonSerializer.Serialize(happened, kind, HouseJson.Options),
            file.Act.Through
        );
    }

    private sealed record Chained(RecordedEvent Event, byte[] Hash, string? Key);
}

/// <summary>Telling the file what happened.</summary>
public static class EventsOfFile
{
    extension(CaseFile file)
    {
        /// <summary>Takes down that something happened; stored, hashed and numbered with the command's commit.</summary>
        public void Record(DomainEvent happened) => file.Section<EventSection>().Add(happened);
    }
}
