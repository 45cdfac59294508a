using System.Text.Json.Nodes;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Organisation;

namespace ParallelApproval.Library;

/// <summary>
/// Models that a house may adopt (事项样本): items with the papers, flows, texts of papers and rules of supervision that go with them. They
/// come
/// with the product, or in the bundle of another house.
/// </summary>
/// <param name="Region">With which the codes of the items begin; the adopter's own takes its place.</param>
/// <param name="Bodies">The bodies that the items name. Whoever adopts says which of his own takes the part of each.</param>
/// <param name="Workflows">Documents of the designer's tool, by id of the definition.</param>
/// <param name="Templates">Texts of papers (文书模板) in Liquid, by kind.</param>
/// <param name="Rules">Values of supervision (监察参数), by the key of the setting. They are compared and never taken: the operator of the
/// installation sets them.</param>
public sealed record ModelSet(
    string Region,
    IReadOnlyList<ItemDraft> Items,
    IReadOnlyList<Material> Materials,
    IReadOnlyDictionary<string, JsonObject> Workflows,
    IReadOnlyDictionary<DocumentKind, string> Templates,
    IReadOnlyDictionary<string, string> Rules,
    IReadOnlyList<ModelBody> Bodies
);

/// <summary>A body that models name (样本中的部门).</summary>
public sealed record ModelBody(string Code, string Name, string NameEn, Tier Tier)
{
    public static ModelBody Of(Department body) => new(body.Code, body.Name, body.NameEn, body.Tier);
}

/// <summary>How models are to be adopted (采用方案).</summary>
/// <param name="Items">Codes of the models that are wanted, as the set has them; all of them when empty.</param>
/// <param name="From">The first day of the versions that are made (Asia/Shanghai).</param>
/// <param name="Bodies">Own body for each body of the models; one that is not named stands for the own body of the same code.</param>
/// <param name="Papers">Own code for each paper of the models; one that is not named keeps its code.</param>
/// <param name="Replaces">Parts, as the comparison names them, that take the place of what the house has under the same name; all others
/// of which the house has its own stay as they are.</param>
public sealed record AdoptionPlan(
    IReadOnlyList<string> Items,
    DateOnly From,
    IReadOnlyDictionary<string, string> Bodies,
    IReadOnlyDictionary<string, string> Papers,
    IReadOnlyList<string> Replaces
)
{
    /// <summary>Lines in each of the lists.</summary>
    public const int Most = 500;

    /// <summary>The items as they will be here: under the own region, bodies and papers, from the day of the plan.</summary>
    internal IReadOnlyList<(string Part, ItemDraft Draft)> Drafts(ModelSet set, string region) =>
        [
            .. set
                .Items.Where(model => Items.Count == 0 || Items.Contains(model.ItemCode))
                .Select(model => (ModelPart.OfItem(model.ItemCode), Here(model.InRegion(set.Region, region)))),
        ];

    /// <summary>Codes of the bodies that an item names, some of them more than once.</summary>
    public static IEnumerable<string> BodiesOf(ItemDraft draft) =>
        draft.Branches.Select(branch => branch.DepartmentCode).Append(draft.LeadDepartmentCode).Append(draft.IntakeDepartmentCode);

    internal string Body(string code) => Bodies.GetValueOrDefault(code, code);

    internal string Paper(string code) => Papers.GetValueOrDefault(code, code);

    private ItemDraft Here(ItemDraft model) =>
        model with
        {
            EffectiveFrom = From,
            LeadDepartmentCode = Body(model.LeadDepartmentCode),
            IntakeDepartmentCode = Body(model.IntakeDepartmentCode),
            Branches = [.. model.Branches.Select(branch => branch with { DepartmentCode = Body(branch.DepartmentCode) })],
            Materials = [.. model.Materials.Select(use => use with { Code = Paper(use.Code) })],
        };
}

/// <summary>The names of parts, in a comparison as in a bundle.</summary>
internal static class ModelPart
{
    public const string Rules = "rules.json";

    public static string OfItem(string code) => $"items/{code}.json";

    public static string OfMaterial(string code) => $"materials/{code}.json";

    public static string OfWorkflow(string id) => $"workflows/{id}.json";

    public static string OfTemplate(DocumentKind kind) => $"templates/{kind}.liquid";
}
