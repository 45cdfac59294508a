using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Events;

namespace ParallelApproval.Workflows;

/// <summary>
/// The definitions that come with the product, as files: one JSON document of Elsa's schema for each definition and version
/// (<c>workflows/&lt;definitionId&gt;.v&lt;version&gt;.json</c>). They are read at start. A version that the database holds already is
/// never replaced: a file that says something else under the same number is reported and left out.
/// </summary>
public sealed class DefinitionFolder(IDbContextFactory<ApprovalDbContext> contexts, DefinitionRegister register)
{
    /// <summary>Where the files lie that travel with the program.</summary>
    public static string OfProduct => Path.Combine(AppContext.BaseDirectory, "workflows");

    /// <summary>Reads every file and publishes the versions that the database does not hold yet.</summary>
    /// <returns>What is wrong, one sentence a file; empty when all is well.</returns>
    public async Task<IReadOnlyList<string>> LoadAsync(string folder, DateTimeOffset now, CancellationToken cancellation)
    {
        var faults = new List<string>();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await HouseStore.LoadAsync(
            db,
            null,
            async () =>
            {
                await db.Database.ExecuteSqlRawAsync("LOCK TABLE workflow_definitions IN SHARE ROW EXCLUSIVE MODE", cancellation);
                var held = await db.Set<DefinitionRow>().ToListAsync(cancellation);
                var count = held.Count;
                foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
                    if (Take(held, await File.ReadAllTextAsync(file, cancellation), now) is { } fault)
                        faults.Add($"{Path.GetFileName(file)}: {fault}");
                if (held.Count == count)
                    return [];

                // Two steps, because at no moment may two versions of one definition be published.
                db.AddRange(held.Skip(count));
                var published = held.Where(row => row.IsPublished).ToList();
                foreach (var row in published)
                    row.IsPublished = false;
                await db.SaveChangesAsync(cancellation);
                foreach (var row in published)
                    row.IsPublished = true;
                return [DefinitionRegister.Name];
            },
            cancellation
        );
        return faults;
    }

    private string? Take(List<DefinitionRow> held, string json, DateTimeOffset now)
    {
        WorkflowDefinition definition;
        try
        {
            definition = WorkflowDefinition.Parse(json);
        }
        catch (WorkflowFormatException broken)
        {
            return broken.Message;
        }

        var read = DefinitionDocument.Read(json);
        if (read.IsError)
            return read.FirstError.Description;
        var document = DefinitionDocument.Of(
            read.Value,
            IdOf(definition),
            definition.DefinitionId,
            definition.Version,
            definition.CreatedAt ?? now,
            register.Activities
        );
        if (held.Find(row => row.DefinitionId == definition.DefinitionId && row.Version == definition.Version) is { } same)
            return DefinitionDocument.SaysTheSame(document, (JsonObject)JsonNode.Parse(same.Content)!)
                ? null
                : $"Expected version {definition.Version} of {definition.DefinitionId} as it was published, but the file says something else; a change needs a new version.";
        if (
            WorkflowChecks.Check(definition, register.Activities).FirstOrDefault(problem => problem.Severity is Severity.Error) is
            { } problem
        )
            return problem.Message;
        Publish(held, definition, DefinitionDocument.Write(document), now);
        return null;
    }

    private static string IdOf(WorkflowDefinition definition) =>
        definition.Id is { Length: > 0 } id ? id : $"{definition.DefinitionId}-{definition.Version}";

    private static void Publish(List<DefinitionRow> held, WorkflowDefinition definition, string json, DateTimeOffset now)
    {
        var versions = held.Where(row => row.DefinitionId == definition.DefinitionId).ToList();
        var isLatest = versions.TrueForAll(row => row.Version < definition.Version);
        if (isLatest)
            foreach (var row in versions)
                (row.IsLatest, row.IsPublished) = (false, false);
        held.Add(
            new()
            {
                Id = IdOf(definition),
                DefinitionId = definition.DefinitionId,
                Version = definition.Version,
                Name = definition.Name,
                Description = definition.Description,
                IsLatest = isLatest,
                IsPublished = isLatest,
                WasPublished = true,
                CreatedAt = (definition.CreatedAt ?? now).ToUniversalTime(),
                PublishedAt = now,
                Content = json,
            }
        );
    }
}
