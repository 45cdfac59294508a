using System.Text.Json;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>
/// The section of the audit trail: takes down what happens during a command and stores it with the command. The trail itself is never
/// read by a command, only its head, which lies on the cover of the file.
/// </summary>
internal sealed class EventSection : ICaseSection
{
    private readonly List<DomainEvent> _happened = [];

    /// <summary>Hears of every event when it is taken down; null when nobody wants to.</summary>
    public Action<RecordedEvent>? Echo { get; set; }

    public void Add(DomainEvent happened) => _happened.Add(happened);

    public void Write(CaseFile file, Statements statements)
    {
        if (_happened.Count == 0) return;
        var count = _happened.Count;
        var (sequences, kinds, branches, data, hashes) = (new int[count], new string[count], new int?[count], new string[count], new byte[count][]);
        for (var i = 0; i < count; i++)
        {
            var entry = Entry(file, _happened[i]);
            Echo?.Invoke(entry);
            file.LastHash = EventChain.Link(file.Number.Key, file.LastHash, entry);
            (sequences[i], kinds[i], branches[i], data[i], hashes[i]) = (entry.Sequence, entry.Kind, entry.Branch, entry.Data, file.LastHash);
        }

        statements.Add(
            "INSERT INTO case_events (case_key, sequence, kind, at, user_name, actor, department, branch, data, hash) " +
            "SELECT $1, e.sequence, e.kind, $2, $3, $4, $5, e.branch, e.data::json, e.hash FROM unnest($6, $7, $8, $9, $10) AS e (sequence, kind, branch, data, hash)",
            Statements.Value(file.Number.Key), Statements.Instant(file.Act.At), Statements.Text(file.Act.UserName), Statements.Text(file.Act.Name),
            Statements.Text(file.Act.Department), Statements.Value(sequences), Statements.Value(kinds),
            Statements.Numbers(branches),
            Statements.Value(data), Statements.Value(hashes));
        _happened.Clear();
    }

    private static RecordedEvent Entry(CaseFile file, DomainEvent happened)
    {
        var kind = happened.GetType();
        return new(++file.EventCount, kind.Name, file.Act.At, file.Act.UserName, file.Act.Name, file.Act.Department, happened.BranchNumber,
            JsonSerializer.Serialize(happened, kind, HouseJson.Options));
    }
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
