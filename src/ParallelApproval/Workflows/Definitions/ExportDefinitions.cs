using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Workflows;

/// <summary>
/// 导出流程: versions as files. The same version gives the same bytes at any time and on any node, so that files under version control change
/// only when a drawing does; therefore a file does not say whether later versions exist.
/// </summary>
public sealed class ExportDefinitions(IDbContextFactory<ApprovalDbContext> contexts, DefinitionRegister register)
{
    /// <summary>Every version that was ever published and is still in the lists, by definition and version.</summary>
    public async Task<IReadOnlyList<DefinitionFile>> PublishedAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db.Set<DefinitionRow>()
            .AsNoTracking()
            .Where(row => row.WasPublished && row.RemovedAt == null)
            .OrderBy(row => row.DefinitionId)
            .ThenBy(row => row.Version)
            .ToListAsync(cancellation);
        return [.. rows.Select(Of)];
    }

    /// <summary>One version as a file.</summary>
    public DefinitionFile Of(DefinitionRow version) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"{version.DefinitionId}.v{version.Version}.json"),
            DefinitionDocument.WriteForPeople(
                DefinitionDocument.Of((JsonObject)JsonNode.Parse(version.Content)!, version, register.Activities)
            )
        );
}

/// <summary>A version as a file.</summary>
/// <param name="Name"><c>&lt;definitionId&gt;.v&lt;version&gt;.json</c></param>
public sealed record DefinitionFile(string Name, string Json);
