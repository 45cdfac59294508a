using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Events;

namespace ParallelApproval.Workflows;

/// <summary>
/// All versions of one definition on the desk of one command (流程版本), locked until it ends: two designers who save at the same instant come one after
/// the other. Leaving without <see cref="StoreAsync"/> changes nothing.
/// </summary>
internal sealed class DefinitionVersions : IAsyncDisposable
{
    private readonly ApprovalDbContext _db;
    private readonly IDbContextTransaction _transaction;
    private readonly List<DefinitionRow> _versions;
    private readonly ActivityCatalogue _activities;
    private readonly List<(Act Act, HouseEvent Happened)> _happened = [];

    private DefinitionVersions(ApprovalDbContext db, IDbContextTransaction transaction, List<DefinitionRow> versions, ActivityCatalogue activities) =>
        (_db, _transaction, _versions, _activities) = (db, transaction, versions, activities);

    /// <summary>Versions that are in the lists, oldest first.</summary>
    public IEnumerable<DefinitionRow> Versions => _versions.Where(row => row.RemovedAt is null);

    public DefinitionRow? Latest => Versions.LastOrDefault();

    public DefinitionRow? Published => Versions.FirstOrDefault(row => row.IsPublished);

    public static async Task<DefinitionVersions> OpenAsync(IDbContextFactory<ApprovalDbContext> contexts, string definitionId, ActivityCatalogue activities, CancellationToken cancellation)
    {
        var db = await contexts.CreateDbContextAsync(cancellation);
        var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({definitionId}, 72041))", cancellation);
        var versions = await db.Set<DefinitionRow>().Where(row => row.DefinitionId == definitionId).OrderBy(row => row.Version).ToListAsync(cancellation);
        return new(db, transaction, versions, activities);
    }

    public DefinitionRow? Find(int version) => Versions.FirstOrDefault(row => row.Version == version);

    /// <summary>A new draft with the next number; it becomes the latest.</summary>
    public DefinitionRow Draft(JsonObject model, string definitionId, Act act)
    {
        foreach (var row in _versions) row.IsLatest = false;
        var draft = new DefinitionRow
        {
            Id = NewId(), DefinitionId = definitionId, Version = _versions.Select(row => row.Version).DefaultIfEmpty().Max() + 1, CreatedAt = act.At, IsLatest = true, Content = "{}",
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

    /// <summary>New cases start on this version and on no other.</summary>
    public async Task PublishAsync(DefinitionRow version, Act act, CancellationToken cancellation)
    {
        foreach (var row in _versions) (row.IsPublished, row.IsLatest) = (false, false);
        // Two steps, because at no moment may two versions of one definition be published.
        await _db.SaveChangesAsync(cancellation);
        (version.IsPublished, version.IsLatest, version.WasPublished, version.PublishedBy, version.PublishedAt) = (true, true, true, act.UserName, act.At);
        Record(act, new DefinitionPublished(version.DefinitionId, version.Version));
        await RaiseVersionAsync(cancellation);
    }

    public Task RaiseVersionAsync(CancellationToken cancellation) => RegisterCache.RaiseVersionAsync(_db, DefinitionRegister.Name, cancellation);

    /// <summary>A draft is gone; a version that was ever published is only taken out of the lists.</summary>
    public void Remove(DefinitionRow version, Act act)
    {
        (version.IsLatest, version.IsPublished) = (false, false);
        if (version.WasPublished) version.RemovedAt = act.At;
        else
        {
            _versions.Remove(version);
            _db.Remove(version);
        }

        if (Latest is { } latest) latest.IsLatest = true;
    }

    /// <summary>Cases that have not come to their end, on that version or on any.</summary>
    public Task<int> RunningCasesAsync(string definitionId, int? version, CancellationToken cancellation) =>
        _db.Set<InstanceRow>().CountAsync(row => row.DefinitionId == definitionId && row.Status == "Running" && (version == null || row.Version == version), cancellation);

    /// <summary>Running cases that stay on an older version than this.</summary>
    public Task<int> CasesBehindAsync(DefinitionRow version, CancellationToken cancellation) =>
        _db.Set<InstanceRow>().CountAsync(row => row.DefinitionId == version.DefinitionId && row.Status == "Running" && row.Version != version.Version, cancellation);

    /// <summary>Takes down what happened; stored with the command's commit.</summary>
    public void Record(Act act, HouseEvent happened) => _happened.Add((act, happened));

    public async Task StoreAsync(CancellationToken cancellation)
    {
        await _db.SaveChangesAsync(cancellation);
        foreach (var (act, happened) in _happened) await HouseTrail.RecordAsync(_db, act, happened, cancellation);
        await _transaction.CommitAsync(cancellation);
    }

    /// <summary>16 hexadecimal digits, as the designer's tool makes them.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _db.DisposeAsync();
    }
}
