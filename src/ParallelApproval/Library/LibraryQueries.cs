using System.Text.Json.Nodes;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Database;
using ParallelApproval.Inputs;
using ParallelApproval.Installations;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;
using ParallelApproval.Workflows;

namespace ParallelApproval.Library;

/// <summary>The models that come with the product, what an adoption would change, and bundles for others (事项样本库).</summary>
public sealed class LibraryQueries(
    IDbContextFactory<ApprovalDbContext> contexts,
    InstallationRegister installation,
    BundleKeys keys,
    ReadHeldModels held,
    TimeProvider time
)
{
    private static readonly Lazy<ModelSet> Product = new(OfProduct);

    /// <summary>The models of the product; drills are none.</summary>
    public static ModelSet Models => Product.Value;

    /// <summary>
    /// What the plan would add and change here. Refused until it is known which region the house serves: the codes begin with it.
    /// </summary>
    public async Task<ErrorOr<ModelComparison>> CompareAsync(ModelSet set, AdoptionPlan plan, CancellationToken cancellation)
    {
        if (installation.Current is not { } here)
            return Refusal.Conflict(RefusalCode.InstallationNotSetUp);
        var faults = Validators.Check(new AdoptModels(set, null, plan, "-", Guid.Empty), time.OfficialToday());
        if (faults.Count > 0)
            return faults;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return CompareModels.Of(set, plan, await held.NowAsync(db, cancellation), here.Region);
    }

    /// <summary>Items of this house with all that goes with them, as one signed file; refused where one of them is not there.</summary>
    /// <param name="items">Codes; the newest version of each is given out.</param>
    public async Task<ErrorOr<byte[]>> ExportAsync(IReadOnlyList<string> items, string productVersion, CancellationToken cancellation)
    {
        if (installation.Current is not { } here)
            return Refusal.Conflict(RefusalCode.InstallationNotSetUp);
        if (items.Count is 0 or > AdoptionPlan.Most)
            return Refusal.Input("items", RefusalCode.ImportSizeWrong, ("most", AdoptionPlan.Most), ("count", items.Count));
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var all = await held.NowAsync(db, cancellation);
        List<Error> unknown =
        [
            .. items
                .Index()
                .Where(one => !all.Items.ContainsKey(one.Item))
                .Select(one => Refusal.Input($"items[{one.Index}]", RefusalCode.ModelUnknown, ("model", one.Item))),
        ];
        if (unknown.Count > 0)
            return unknown;
        var departments = await db.Set<Department>().AsNoTracking().ToListAsync(cancellation);
        var chosen = items.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(code => all.Items[code]).ToList();
        var models = SetOf(
            here.Region,
            [.. chosen.Select(item => ItemDraft.Of(item, item.EffectiveFrom))],
            all.Materials.Values,
            all.Workflows,
            all.Templates.ToDictionary(text => text.Key, text => text.Value.Text),
            all.Rules,
            departments
        );
        var today = time.OfficialToday();
        return await BundleWriter.WriteAsync(
            models,
            parts => new(BundleManifest.CurrentFormat, productVersion, here.Region, here.Centre, today, parts),
            manifest => keys.SignAsync(manifest, cancellation)
        );
    }

    private static ModelSet SetOf(
        string region,
        IReadOnlyList<ItemDraft> items,
        IEnumerable<Material> materials,
        IReadOnlyDictionary<string, JsonObject> workflows,
        IReadOnlyDictionary<DocumentKind, string> templates,
        IReadOnlyDictionary<string, string> rules,
        IEnumerable<Department> departments
    )
    {
        var papers = items.SelectMany(item => item.Materials).Select(use => use.Code).ToHashSet(StringComparer.Ordinal);
        var flows = items.Select(item => item.WorkflowDefinitionId).ToHashSet(StringComparer.Ordinal);
        var bodies = items.SelectMany(AdoptionPlan.BodiesOf).ToHashSet(StringComparer.Ordinal);
        return new(
            region,
            items,
            [.. materials.Where(paper => papers.Contains(paper.Code)).OrderBy(paper => paper.Code, StringComparer.Ordinal)],
            workflows.Where(flow => flows.Contains(flow.Key)).OrderBy(flow => flow.Key, StringComparer.Ordinal).ToDictionary(),
            templates.OrderBy(text => text.Key).ToDictionary(),
            rules,
            [
                .. departments
                    .Where(body => bodies.Contains(body.Code))
                    .Select(ModelBody.Of)
                    .OrderBy(body => body.Code, StringComparer.Ordinal),
            ]
        );
    }

    // The house has the product's flows and texts already; they are the product's own files.
    private static ModelSet OfProduct() =>
        SetOf(
            ItemModels.Region,
            [.. ItemModels.Items().Where(model => !model.IsDrill)],
            ItemModels.Materials(),
            Directory
                .EnumerateFiles(DefinitionFolder.OfProduct, "*.json")
                .Select(file => DefinitionDocument.Read(File.ReadAllText(file)).Value)
                .GroupBy(flow => flow["definitionId"]!.ToString(), StringComparer.Ordinal)
                .ToDictionary(same => same.Key, same => same.MaxBy(flow => flow["version"]!.GetValue<int>())!, StringComparer.Ordinal),
            Enum.GetValues<DocumentKind>().ToDictionary(kind => kind, DocumentTemplates.OfProduct),
            new Dictionary<string, string>(),
            SampleOrganisation.Departments()
        );
}
