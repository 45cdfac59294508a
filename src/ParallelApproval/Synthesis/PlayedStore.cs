using ErrorOr;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Synthesis;

/// <summary>
/// A store for cases that are played and not lived (仿真办件): the same commands and rules of every room work on a file in memory, at instants
/// of the past, and what they would have stored one by one is stored together at the end. One case at a time in each flow of execution.
/// </summary>
internal sealed class PlayedStore(
    NpgsqlDataSource source,
    IEnumerable<Func<ICaseSection>> sections,
    RegisterCache registers,
    IEnumerable<IGuardFiles> guards,
    DamagedRecords damaged,
    TableSeals seals
) : CaseStore(source, sections, registers, guards, damaged, new(folder: null, leastFree: 0), seals)
{
    private readonly AsyncLocal<CasePlay?> _play = new();

    /// <summary>From here on, in this flow of execution, all commands belong to this play.</summary>
    public CasePlay Open() => _play.Value = new();

    private CasePlay Play => _play.Value ?? throw new InvalidOperationException("No play is open.");

    public override Task<ErrorOr<T>> BeginAsync<T>(
        CaseNumber number,
        Act act,
        Func<CaseFile, ErrorOr<T>> decide,
        CancellationToken cancellation,
        Contents contents = Contents.Everything,
        IReadOnlyList<Taken>? taken = null
    ) => Task.FromResult(Play.Do(Play.Open(Blank(number, act, Contents.WithAnnexes)), decide));

    public override Task<ErrorOr<T>> WorkOnAsync<T>(
        CaseNumber number,
        Act act,
        Func<CaseFile, ErrorOr<T>> decide,
        CancellationToken cancellation,
        Contents contents = Contents.WorkingPapers
    )
    {
        var file = Play.File ?? throw new InvalidOperationException("Nothing has been received in this play.");
        file.Act = act;
        return Task.FromResult(Play.Do(file, decide));
    }

    public override Task<ErrorOr<T>> WorkOnOrBeginAsync<T>(
        CaseNumber number,
        Act act,
        Func<CaseFile, ErrorOr<T>> decide,
        CancellationToken cancellation,
        Contents contents
    ) => WorkOnAsync(number, act, decide, cancellation, contents);

    public override async Task<ErrorOr<IfFree>> WorkOnIfFreeAsync(
        CaseNumber number,
        Act act,
        Func<CaseFile, ErrorOr<Success>> decide,
        CancellationToken cancellation
    ) => (await WorkOnAsync(number, act, decide, cancellation, Contents.Everything)).Then(_ => IfFree.Done);

    public override Task<CaseFile?> ReadAsync(CaseNumber number, Act act, CancellationToken cancellation)
    {
        if (Play.File is { } file)
            file.Act = act;
        return Task.FromResult(Play.File);
    }
}

/// <summary>One case while it is played: its file, and the statements that will store it.</summary>
internal sealed class CasePlay
{
    private readonly NpgsqlBatch _script = new();

    private readonly List<Heard> _trail = [];

    public CaseFile? File { get; private set; }

    /// <summary>Everything that has happened in it so far.</summary>
    public IReadOnlyList<Heard> Trail => _trail;

    /// <summary>What the statements are; the cover comes first.</summary>
    public IEnumerable<NpgsqlBatchCommand> Script => _script.BatchCommands.Prepend(LockRow.OfPlayed(File!));

    public int Count => _script.BatchCommands.Count + 1;

    /// <summary>A statement beside those of the sections.</summary>
    public void Add(string statement, params ReadOnlySpan<NpgsqlParameter> parameters) =>
        new Statements(_script).Add(statement, parameters);

    internal CaseFile Open(CaseFile file)
    {
        file.Section<EventSection>().Echo = happened => _trail.Add(new(file.Number, 0, happened));
        return File = file;
    }

    internal ErrorOr<T> Do<T>(CaseFile file, Func<CaseFile, ErrorOr<T>> decide)
    {
        var decided = decide(file);
        if (decided.IsError && !file.IsKeptThoughRefused)
            return decided;
        var statements = new Statements(_script, file.Rows);
        foreach (var section in file.Sections)
            section.Write(file, statements);
        file.IsNew = false;
        return decided;
    }
}
