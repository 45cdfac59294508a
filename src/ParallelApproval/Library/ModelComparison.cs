using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Database;
using ParallelApproval.Workflows;

namespace ParallelApproval.Library;

/// <summary>What an adoption would add and change (比较), part by part and line by line.</summary>
/// <param name="Compared">Names exactly this comparison: what is adopted is what was looked at, or nothing.</param>
public sealed record ModelComparison(string Compared, IReadOnlyList<PartComparison> Parts);

/// <summary>One part of the models beside what the house has.</summary>
/// <param name="Part">As a bundle names it, e.g. <c>items/610104-XK-101.json</c>.</param>
/// <param name="Code">Under which the house has it, or will have it.</param>
/// <param name="Lines">Where the two differ; of what is new, everything it says. At most <see cref="MostLines"/>.</param>
public sealed record PartComparison(string Part, ModelKind Kind, string Code, string Name, PartChange Change, IReadOnlyList<PartLine> Lines)
{
    public const int MostLines = 300;
}

/// <summary>One line in which they differ.</summary>
/// <param name="Field">Path within the part; elements of lists by their number, code or key: <c>branches[2].legalDays</c>.</param>
/// <param name="Ours">As the house has it; null where it has none.</param>
/// <param name="Theirs">As the model has it; null where it has none.</param>
public sealed record PartLine(string Field, string? Ours, string? Theirs);

/// <summary>What a part is.</summary>
public enum ModelKind
{
    Item,
    Material,
    Workflow,
    Template,
    Rule,
}

/// <summary>What becomes of a part.</summary>
public enum PartChange
{
    /// <summary>The house has nothing like it.</summary>
    New,

    /// <summary>It takes the place of what the house has, as the next version.</summary>
    Changed,

    Unchanged,

    /// <summary>The house has its own, which differs and stays.</summary>
    Kept,
}

/// <summary>What the house has under the names of the models.</summary>
internal sealed record HeldModels(
    IReadOnlyDictionary<string, ServiceItem> Items,
    IReadOnlyDictionary<string, Material> Materials,
    IReadOnlyDictionary<string, JsonObject> Workflows,
    IReadOnlyDictionary<DocumentKind, TemplateRow> Templates,
    IReadOnlyDictionary<string, string> Rules
);

/// <summary>Holds models against a house, in memory (比较样本).</summary>
internal static class CompareModels
{
    private static readonly string[] Identities = ["number", "code", "key", "branch", "id"];

    public static ModelComparison Of(ModelSet set, AdoptionPlan plan, HeldModels held, string region)
    {
        var drafts = plan.Drafts(set, region);
        var papers = drafts.SelectMany(one => one.Draft.Materials).Select(use => use.Code).ToHashSet(StringComparer.Ordinal);
        var flows = drafts.Select(one => one.Draft.WorkflowDefinitionId).ToHashSet(StringComparer.Ordinal);
        List<PartComparison> parts =
        [
            .. drafts.Select(one => Item(one.Part, one.Draft, held)),
            .. set.Materials.Where(paper => papers.Contains(plan.Paper(paper.Code))).Select(paper => Paper(paper, plan, held)),
            .. set.Workflows.Where(flow => flows.Contains(flow.Key)).Select(flow => Workflow(flow.Key, flow.Value, plan, held)),
            .. set.Templates.Select(text => Template(text.Key, text.Value, plan, held)),
        ];
        if (set.Rules.Count > 0)
            parts.Add(RulesOf(set, held));
        return new(Print(parts), parts);
    }

    /// <summary>What both say, as lines; empty when they say the same.</summary>
    public static IReadOnlyList<PartLine> Lines(JsonNode? ours, JsonNode? theirs) => Lines(Flat(ours), Flat(theirs));

    private static PartComparison Item(string part, ItemDraft draft, HeldModels held)
    {
        var newest = held.Items.GetValueOrDefault(draft.ItemCode);
        var ours = newest is null ? null : Node(ItemDraft.Of(newest, draft.EffectiveFrom));
        return Of(part, ModelKind.Item, draft.ItemCode, draft.Name, newest is null, isTaken: true, Lines(ours, Node(draft)));
    }

    private static PartComparison Paper(Material paper, AdoptionPlan plan, HeldModels held)
    {
        var (part, code) = (ModelPart.OfMaterial(paper.Code), plan.Paper(paper.Code));
        var ours = held.Materials.GetValueOrDefault(code);
        var lines = Lines(ours is null ? null : Node(ours with { Revision = 1 }), Node(paper with { Code = code, Revision = 1 }));
        return Of(part, ModelKind.Material, code, paper.Name, ours is null, plan.Replaces.Contains(part), lines);
    }

    private static PartComparison Workflow(string id, JsonObject theirs, AdoptionPlan plan, HeldModels held)
    {
        var (part, ours) = (ModelPart.OfWorkflow(id), held.Workflows.GetValueOrDefault(id));
        var same = ours is not null && DefinitionDocument.SaysTheSame(ours, theirs);
        var lines = same ? [] : Lines(ours is null ? null : DefinitionDocument.Bare(ours), DefinitionDocument.Bare(theirs));
        return Of(part, ModelKind.Workflow, id, Text(theirs["name"]) ?? id, ours is null, plan.Replaces.Contains(part), lines);
    }

    private static PartComparison Template(DocumentKind kind, string theirs, AdoptionPlan plan, HeldModels held)
    {
        var (part, ours) = (ModelPart.OfTemplate(kind), held.Templates.GetValueOrDefault(kind)?.Text);
        var lines = Lines(ByLine(ours), ByLine(theirs));
        return Of(part, ModelKind.Template, $"{kind}", $"{kind}", ours is null, plan.Replaces.Contains(part), lines);
    }

    private static PartComparison RulesOf(ModelSet set, HeldModels held)
    {
        var ours = held.Rules.Where(rule => set.Rules.ContainsKey(rule.Key)).ToDictionary();
        return Of(ModelPart.Rules, ModelKind.Rule, "", "", isNew: false, isTaken: false, Lines(ours, set.Rules));
    }

    private static PartComparison Of(
        string part,
        ModelKind kind,
        string code,
        string name,
        bool isNew,
        bool isTaken,
        IReadOnlyList<PartLine> lines
    ) =>
        new(
            part,
            kind,
            code,
            name,
            isNew ? PartChange.New
                : lines.Count == 0 ? PartChange.Unchanged
                : isTaken ? PartChange.Changed
                : PartChange.Kept,
            [.. lines.Take(PartComparison.MostLines)]
        );

    private static List<PartLine> Lines(IReadOnlyDictionary<string, string> ours, IReadOnlyDictionary<string, string> theirs) =>
        [
            .. theirs
                .Keys.Concat(ours.Keys.Where(field => !theirs.ContainsKey(field)))
                .Select(field => new PartLine(field, ours.GetValueOrDefault(field), theirs.GetValueOrDefault(field)))
                .Where(line => line.Ours != line.Theirs),
        ];

    private static Dictionary<string, string> ByLine(string? text) =>
        text is null
            ? []
            : text.ReplaceLineEndings("\n")
                .TrimEnd('\n')
                .Split('\n')
                .Index()
                .ToDictionary(line => (line.Index + 1).ToString(CultureInfo.InvariantCulture), line => line.Item);

    private static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, HouseJson.Options);

    private static Dictionary<string, string> Flat(JsonNode? whole)
    {
        var (lines, taken) = (new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        Walk(whole, "");
        return lines;

        void Walk(JsonNode? node, string path)
        {
            switch (node)
            {
                case JsonObject members:
                    foreach (var (name, value) in members)
                        Walk(value, path.Length == 0 ? name : $"{path}.{name}");
                    break;
                case JsonArray elements when elements.Any(element => element is JsonObject or JsonArray):
                    foreach (var (at, element) in elements.Index())
                    {
                        // Two elements of one name are still two.
                        var named = $"{path}[{NameOf(element)}]";
                        Walk(element, NameOf(element) is not null && taken.Add(named) ? named : Numbered(path, at));
                    }

                    break;
                case JsonArray elements:
                    if (elements.Count > 0)
                        lines[path] = string.Join(", ", elements.Select(Text));
                    break;
                case { } value:
                    lines[path] = Text(value)!;
                    break;
            }
        }
    }

    private static string Numbered(string path, int at) => string.Create(CultureInfo.InvariantCulture, $"{path}[#{at + 1}]");

    private static string? NameOf(JsonNode? element) =>
        element is JsonObject members ? Identities.Select(name => Text(members[name])).FirstOrDefault(name => name is not null) : null;

    private static string? Text(JsonNode? value) =>
        value switch
        {
            null => null,
            JsonValue plain => plain.ToString(),
            _ => value.ToJsonString(),
        };

    private static string Print(List<PartComparison> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(parts, HouseJson.Options)))[..32];
}
