using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Database;
using ParallelApproval.Supervision;
using ParallelApproval.Workflows;

namespace ParallelApproval.Library;

/// <summary>Reads what a house has that models may be held against (本局现有).</summary>
public sealed class ReadHeldModels(PointCatalogue points)
{
    internal async Task<HeldModels> NowAsync(ApprovalDbContext db, CancellationToken cancellation)
    {
        var items = await db.Set<ServiceItemVersion>().AsNoTracking().ToListAsync(cancellation);
        var papers = await db.Set<Material>().AsNoTracking().ToListAsync(cancellation);
        var flows = await db.Set<DefinitionRow>().AsNoTracking().Where(row => row.IsPublished).ToListAsync(cancellation);
        var templates = await db.Set<TemplateRow>().AsNoTracking().ToListAsync(cancellation);
        return new(
            items
                .GroupBy(row => row.ItemCode, StringComparer.Ordinal)
                .ToDictionary(same => same.Key, same => same.MaxBy(row => row.Version)!.Item, StringComparer.Ordinal),
            papers.ToDictionary(paper => paper.Code, StringComparer.Ordinal),
            flows.ToDictionary(row => row.DefinitionId, row => (JsonObject)JsonNode.Parse(row.Content)!, StringComparer.Ordinal),
            templates.GroupBy(row => row.Kind).ToDictionary(same => same.Key, same => same.MaxBy(row => row.Version)!),
            points.Settings.InForce().ToDictionary(rule => rule.Key, rule => rule.Value, StringComparer.Ordinal)
        );
    }
}
