using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Events;

namespace ParallelApproval.Workflows;

/// <summary>
/// All versions of one definition in the hands of one act (流程版本): two designers who save at the same instant come one after the other.
/// </summary>
internal sealed class DefinitionVersions
{
    private readonly ApprovalDbContext _db;
    private readonly List<DefinitionRow> _versions;
    private readonly ActivityCatalogue _activities;
    private readonly List<HouseEvent> _happened = [];
    private bool _isInRegister;

    private DefinitionVersions(ApprovalDbContext db, List<DefinitionRow> versions, ActivityCatalogue activities) =>
        (_db, _versions, _activities) = (db, versions, activities);

    /// <summary>Versions that are in the lists, oldest first.</summary>
    public IEnumerable<DefinitionRow> Versions => _versions.Where(row => row.RemovedAt is null);

    public DefinitionRow? Latest => Versions.LastOrDefault();

    public DefinitionRow? Published => Versions.FirstOrDefault(row => row.IsPublished);

    /// <summary>Carries out a designer's act on one definition.</summary>
    public static Task<ErrorOr<T>> ActAsync<T>(
        HouseStore house,
        string definitionId,
        ActivityCatalogue activities,
        Act act,
        Func<DefinitionVersions, Task<ErrorOr<T>>> decide,
        CancellationToken cancellation
    ) =>
        house.ActAsync(
            act,
            async db =>
            {
                var history = await ReadAsync(db, definitionId, activities, cancellation);
                var decided = await decide(history);
                return decided.Then(outcome => new Entry<T>(outcome, history._happened)
                {
                    Registers = history._isInRegister ? [DefinitionRegister.Name] : [],
                });
            },
            cancellation,
            oneAtATime: $"definition {definitionId}"
        );

    /// <summary>Those of one definition, within a transaction that somebody has begun.</summary>
    public static async Task<DefinitionVersions> ReadAsync(
        ApprovalDbContext db,
        string definitionId,
        ActivityCatalogue activities,
        CancellationToken cancellation
    ) =>
        new(
            db,
            await db.Set<DefinitionRow>()
                .Where(row => row.DefinitionId == definitionId)
                .OrderBy(row => row.Version)
                .ToListAsync(cancellation),
            activities
        );

    /// <summary>What the trail is to say of it.</summary>
    public IReadOnlyList<HouseEvent> Happened => _happened;

    /// <summary>The same for an act that is decided at once; for rooms that know nothing of the engine.</summary>
    public static Task<ErrorOr<T>> ActAsync<T>(
        HouseStore house,
        string definitionId,
        DefinitionRegister register,
        Act act,
        Func<DefinitionVersions, ErrorOr<T>> decide,
        CancellationToken cancellation
    ) => ActAsync(house, definitionId, register.Activities, act, history => Task.FromResult(decide(history)), cancellation);

    public DefinitionRow? Find(int version) => Versions.FirstOrDefault(row => row.Version == version);

    /// <summary>A new draft with the next number; it becomes the latest.</summary>
    public DefinitionRow Draft(JsonObject model, string definitionId, Act act)
    {
        foreach (var row in _versions)
            row.IsLatest = false;
        var draft = new DefinitionRow
        {
            Id = NewId(),
            DefinitionId = definitionId,
            Version = _versions.Select(row => row.Version).DefaultIfEmpty().Max() + 1,
            CreatedAt = act.At,
            IsLatest = true,
            Content = "{}",
        };
        Write(draft, model, act);
        _versions.Add(draft);
        _db.Add(draft);
        return draft;
    }

    /// <summary>Puts other content into a draft.</summary>
    public void Write(DefinitionRow draft, JsonObject model, Act act)
    {
        var document = DefinitionDocument.Of(model, draft, _activities);
        (draft.Name, draft.Description) = (Drawing.Text(document, "name"), Drawing.Text(document, "description"));
        (draft.Content, draft.EditedBy, draft.EditedAt) = (DefinitionDocument.Write(document), act.UserName, act.At);
        draft.Revision++;
    }

    /// <summary>
    /// Keeps something with the latest version, under that name of its custom properties; one that was ever published stays as it is, and
    /// the next draft keeps it.
    /// </summary>
    /// <param name="value">Null takes it away.</param>
    public DefinitionRow Keep(DefinitionRow latest, string name, JsonNode? value, Act act)
    {
        var model = (JsonObject)JsonNode.Parse(latest.Content)!;
        if (model["customProperties"] is not JsonObject custom)
            model["customProperties"] = custom = [];
        custom.Remove(name);
        if (value is not null)
            custom[name] = value;
        return Redraw(latest, model, act);
    }

    /// <summary>
    /// Puts other content into the latest version; one that was ever published stays as it is, and the next draft takes it.
    /// </summary>
    public DefinitionRow Redraw(DefinitionRow latest, JsonObject model, Act act)
    {
        var draft = latest.WasPublished ? Draft(model, latest.DefinitionId, act) : latest;
        if (draft == latest)
            Write(latest, model, act);
        Record(new DefinitionSaved(draft.DefinitionId, draft.Version, draft.Revision));
        return draft;
    }

    /// <summary>New cases start on this version and on no other.</summary>
    public async Task PublishAsync(DefinitionRow version, Act act, CancellationToken cancellation)
    {
        foreach (var row in _versions)
            (row.IsPublished, row.IsLatest) = (false, false);
        // Two steps, because at no moment may two versions of one definition be published.
        await _db.SaveChangesAsync(cancellation);
        (version.IsPublished, version.IsLatest, version.WasPublished, version.PublishedBy, version.PublishedAt) = (
            true,
            true,
            true,
            act.UserName,
            act.At
        );
        Record(new DefinitionPublished(version.DefinitionId, version.Version), isInRegister: true);
    }

    /// <summary>A draft is gone; a version that was ever published is only taken out of the lists.</summary>
    public void Remove(DefinitionRow version, Act act)
    {
        (version.IsLatest, version.IsPublished) = (false, false);
        if (version.WasPublished)
            version.RemovedAt = act.At;
        else
        {
            _versions.Remove(version);
            _db.Remove(version);
        }

        if (Latest is { } latest)
            latest.IsLatest = true;
    }

    /// <summary>Cases that have not come to their end, on that version or on any.</summary>
    public Task<int> RunningCasesAsync(string definitionId, int? version, CancellationToken cancellation) =>
        _db.Set<InstanceRow>()
            .CountAsync(
                row => row.DefinitionId == definitionId && row.Status == "Running" && (version == null || row.Version == version),
                cancellation
            );

    /// <summary>Running cases that stay on an older version than this.</summary>
    public Task<int> CasesBehindAsync(DefinitionRow version, CancellationToken cancellation) =>
        _db.Set<InstanceRow>()
            .CountAsync(
                row => row.DefinitionId == version.DefinitionId && row.Status == "Running" && row.Version != version.Version,
                cancellation
            );

    /// <summary>Takes down what happened; stored with the act.</summary>
    /// <param name="isInRegister">Whether it changes on which versions cases start.</param>
    public void Record(HouseEvent happened, bool isInRegister = false)
    {
        _happened.Add(happened);
        _isInRegister |= isInRegister;
    }

    /// <summary>16 hexadecimal digits, as the designer's tool makes them.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
}
