using System.Text.Json.Nodes;
using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Installations;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;
using ParallelApproval.Workflows;

namespace ParallelApproval.Library;

/// <summary>
/// 采用样本: makes models the house's own: items as versions that begin on the day of the plan, with the papers, flows and texts of papers
/// that they need, whole or not at all.
/// </summary>
/// <param name="Signature">Who signed the bundle from which they come; null for those that come with the product.</param>
/// <param name="Compared">The comparison that was looked at.</param>
/// <param name="OfficerId">Who adopts.</param>
[Authority("Adopt models of the library or of a bundle", Role.Designer, Role.Administrator, InDistrictOnly = true)]
public sealed record AdoptModels(ModelSet Models, BundleSignature? Signature, AdoptionPlan Plan, string Compared, Guid OfficerId);

/// <summary>What was adopted: codes and names of what is new or has a next version.</summary>
/// <param name="Signer">Fingerprint of who signed the bundle; null for models of the product.</param>
public sealed record ModelsAdopted(
    IReadOnlyList<string> Items,
    IReadOnlyList<string> Papers,
    IReadOnlyList<string> Workflows,
    IReadOnlyList<string> Templates,
    string? Signer
) : HouseEvent;

internal sealed class AdoptModelsValidator : AbstractValidator<AdoptModels>
{
    public AdoptModelsValidator()
    {
        RuleFor(command => command.Plan.From)
            .Refuses((day, place) => day < place.Today ? ItemChecks.StartsInPast(place.Today, day) : null)
            .OverridePropertyName("from");
        RuleFor(command => command.Compared).Given().IsCode();
        RuleFor(command => command).RefusesAll((command, _) => Unknown(command));
    }

    // What the plan names and the set does not have.
    private static IEnumerable<Error> Unknown(AdoptModels command)
    {
        var (plan, set) = (command.Plan, command.Models);
        if (plan.Items.Count > AdoptionPlan.Most || (plan.Items.Count == 0 && set.Items.Count is 0 or > AdoptionPlan.Most))
            yield return Refusal.Input(
                "items",
                RefusalCode.ImportSizeWrong,
                ("most", AdoptionPlan.Most),
                ("count", plan.Items.Count == 0 ? set.Items.Count : plan.Items.Count)
            );
        foreach (var (at, code) in plan.Items.Index())
            if (!set.Items.Any(model => model.ItemCode == code))
                yield return Refusal.Input($"items[{at}]", RefusalCode.ModelUnknown, ("model", code));
        foreach (var code in plan.Bodies.Keys.Where(code => !set.Bodies.Any(body => body.Code == code)))
            yield return Refusal.Input($"bodies.{code}", RefusalCode.ModelUnknown, ("model", code));
        foreach (var code in plan.Papers.Keys.Where(code => !set.Materials.Any(paper => paper.Code == code)))
            yield return Refusal.Input($"papers.{code}", RefusalCode.ModelUnknown, ("model", code));
        foreach (var same in set.Materials.GroupBy(paper => plan.Paper(paper.Code), StringComparer.Ordinal).Where(same => same.Count() > 1))
            yield return Refusal.Input($"papers.{same.Last().Code}", RefusalCode.MaterialTwice, ("material", same.Key));
    }
}

/// <summary>
/// Refuses what was not compared as it stands now (<c>comparison_stale</c>), a bundle of a signer whom nobody here trusts
/// (<c>bundle_signer_unknown</c>), a body without one of the house's own to take its part, a paper whose code another paper has here, and
/// whatever the house refuses of a single item, paper, flow or text, all of it at once, under the part in which it stands.
/// </summary>
public sealed class AdoptModelsHandler : Handler<AdoptModels, ModelsAdopted>
{
    private readonly HouseStore _house;
    private readonly InstallationRegister _installation;
    private readonly DefinitionRegister _definitions;
    private readonly ImportDefinitionHandler _importing;
    private readonly PublishDefinitionHandler _publishing;
    private readonly Func<ApprovalDbContext, CancellationToken, Task<ImportItemsHandler>> _items;
    private readonly ReadHeldModels _held;
    private readonly BundleKeys _keys;

    public AdoptModelsHandler(
        HouseStore house,
        InstallationRegister installation,
        DefinitionRegister definitions,
        ImportDefinitionHandler importing,
        PublishDefinitionHandler publishing,
        PilotList pilots,
        IEnumerable<IJudgeItems> judges,
        IEnumerable<CaseActivity> activities,
        ReadHeldModels held,
        BundleKeys keys
    )
    {
        (_house, _installation, _definitions, _importing, _publishing) = (house, installation, definitions, importing, publishing);
        (_held, _keys) = (held, keys);
        // Flows and papers of this very act are seen by it alone until it is stored.
        _items = async (db, cancellation) =>
        {
            var (flows, catalogue) = (new DefinitionRegister(activities), new CatalogueRegister());
            await flows.LoadAsync(db, cancellation);
            await catalogue.LoadAsync(db, cancellation);
            return new(house, pilots, [.. judges.Where(judge => judge is not FlowOfItem), new FlowOfItem(flows, catalogue)]);
        };
    }

    protected override async Task<ErrorOr<ModelsAdopted>> CarryOutAsync(AdoptModels command, Act act, CancellationToken cancellation)
    {
        if (_installation.Current is not { } installation)
            return Refusal.Conflict(RefusalCode.InstallationNotSetUp);
        if (command.Signature is { } signature && await _keys.StandingAsync(signature, cancellation) is SignerStanding.Unknown)
            return Refusal.Conflict(RefusalCode.BundleSignerUnknown, ("fingerprint", signature.Fingerprint));
        return await _house.ActAsync(
            act,
            db => AdoptAsync(db, command, installation.Region, act, cancellation),
            cancellation,
            ItemChecks.Publishing,
            () => Task.FromResult<ErrorOr<ModelsAdopted>>(Refusal.Conflict(RefusalCode.ComparisonStale))
        );
    }

    private async Task<ErrorOr<Entry<ModelsAdopted>>> AdoptAsync(
        ApprovalDbContext db,
        AdoptModels command,
        string region,
        Act act,
        CancellationToken cancellation
    )
    {
        var held = await _held.NowAsync(db, cancellation);
        var comparison = CompareModels.Of(command.Models, command.Plan, held, region);
        if (comparison.Compared != command.Compared)
            return Refusal.Conflict(RefusalCode.ComparisonStale);
        var work = new Work(db, command, comparison, held, act, cancellation);
        await BodiesAsync(work);
        await PapersAsync(work);
        await WorkflowsAsync(work);
        await TemplatesAsync(work);
        await ItemsAsync(work, region);
        if (work.Faults.Count > 0)
            return work.Faults;
        var adopted = new ModelsAdopted(
            work.CodesOf(ModelKind.Item),
            work.CodesOf(ModelKind.Material),
            work.CodesOf(ModelKind.Workflow),
            work.CodesOf(ModelKind.Template),
            command.Signature?.Fingerprint
        );
        return work.Happened.Count == 0
            ? new Entry<ModelsAdopted>(adopted, [])
            : new Entry<ModelsAdopted>(adopted, [.. work.Happened, adopted])
            {
                Registers = [CatalogueRegister.Name, DefinitionRegister.Name],
            };
    }

    private static async Task BodiesAsync(Work work)
    {
        var open = await work
            .Db.Set<Department>()
            .AsNoTracking()
            .Where(body => body.ClosedOn == null)
            .Select(body => body.Code)
            .ToListAsync(work.Cancellation);
        var wanted = work
            .Plan.Drafts(work.Models, work.Models.Region)
            .SelectMany(one => AdoptionPlan.BodiesOf(one.Draft))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var body in work.Models.Bodies)
            if (work.Plan.Body(body.Code) is var own && wanted.Contains(own) && !open.Contains(own))
                work.Faults.Add(
                    Refusal.Input($"bodies.{body.Code}", RefusalCode.ModelBodyUnmapped, ("body", body.Name), ("code", body.Code))
                );
    }

    private static async Task PapersAsync(Work work)
    {
        foreach (var (part, code) in work.Parts(ModelKind.Material, PartChange.Kept))
            if (work.Held.Materials[code].Name != work.Comparison.Parts.First(one => one.Part == part).Name)
                work.Faults.Add(
                    Refusal.Input(part, RefusalCode.ModelPaperOfAnother, ("code", code), ("name", work.Held.Materials[code].Name))
                );
        foreach (var (part, code) in work.Parts(ModelKind.Material, PartChange.New, PartChange.Changed))
        {
            var paper = work.Models.Materials.First(paper => ModelPart.OfMaterial(paper.Code) == part);
            var command = new KeepMaterial(
                code,
                paper.Name,
                paper.NameEn,
                paper.Form,
                paper.Copies,
                paper.Source,
                paper.Trust,
                paper.IsShared,
                paper.IsDeferrable,
                paper.ValidMonths,
                work.Held.Materials.GetValueOrDefault(code)?.Revision ?? 0
            );
            if (work.Refuses(part, Validators.Check(command, work.Act.Today)))
                continue;
            var kept = await KeepMaterialHandler.EnterAsync(work.Db, command, work.Cancellation);
            if (!work.Refuses(part, kept.ErrorsOrEmptyList))
                work.Happened.AddRange(kept.Value.Happened);
        }

        await work.SaveAsync();
    }

    private async Task WorkflowsAsync(Work work)
    {
        foreach (var (part, code) in work.Parts(ModelKind.Workflow, PartChange.New, PartChange.Changed))
        {
            var model = (JsonObject)work.Models.Workflows[code].DeepClone();
            if (work.Refuses(part, Validators.Check(new ImportDefinition(model), work.Act.Today)))
                continue;
            var sound = _importing.Sound(model);
            if (work.Refuses(part, sound.ErrorsOrEmptyList))
                continue;
            var history = await DefinitionVersions.ReadAsync(work.Db, code, _definitions.Activities, work.Cancellation);
            var draft = _importing.Import(history, sound.Value, code, work.Act);
            if (work.Refuses(part, draft.ErrorsOrEmptyList))
                continue;
            var published = await _publishing.PublishAsync(history, draft.Value, work.Act, work.Cancellation);
            if (!work.Refuses(part, published.ErrorsOrEmptyList))
                work.Happened.AddRange(history.Happened);
        }

        await work.SaveAsync();
    }

    private async Task TemplatesAsync(Work work)
    {
        foreach (var (part, code) in work.Parts(ModelKind.Template, PartChange.New, PartChange.Changed))
        {
            var kind = Enum.Parse<DocumentKind>(code);
            var command = new PublishTemplate(kind, work.Models.Templates[kind], work.Held.Templates[kind].Version);
            if (
                work.Refuses(part, Validators.Check(command, work.Act.Today))
                || work.Refuses(part, PublishTemplateHandler.Check(kind, command.Text, _installation.Current).ErrorsOrEmptyList)
            )
                continue;
            var published = await PublishTemplateHandler.PublishAsync(work.Db, command, work.Act, work.Cancellation);
            if (!work.Refuses(part, published.ErrorsOrEmptyList))
                work.Happened.AddRange(published.Value.Happened);
        }

        await work.SaveAsync();
    }

    private async Task ItemsAsync(Work work, string region)
    {
        var wanted = work.Parts(ModelKind.Item, PartChange.New, PartChange.Changed).Select(one => one.Part).ToHashSet();
        var drafts = work.Plan.Drafts(work.Models, region).Where(one => wanted.Contains(one.Part)).ToList();
        if (drafts.Count == 0)
            return;
        // What leans on a part that is at fault would only be told the same once more.
        if (work.Faults.Count > 0)
        {
            foreach (var (part, draft) in drafts)
                work.Refuses(part, Validators.Check(draft, work.Act.Today));
            return;
        }

        var lines = drafts
            .Select(one => new ItemToImport(one.Draft, work.Held.Items.GetValueOrDefault(one.Draft.ItemCode)?.Version ?? 0))
            .ToList();
        var items = await _items(work.Db, work.Cancellation);
        var imported = await items.ImportAsync(work.Db, new ImportItems(lines, work.Command.OfficerId), work.Act, work.Cancellation);
        foreach (var fault in imported.ErrorsOrEmptyList)
            work.Faults.Add(InPart(fault, drafts));
        if (!imported.IsError)
            work.Happened.AddRange(imported.Value.Happened);
    }

    // items[2].branches[0].fee is told of the part that stands there.
    private static Error InPart(Error fault, List<(string Part, ItemDraft Draft)> drafts)
    {
        var field = fault.Metadata?.GetValueOrDefault(Refusal.FieldKey) as string ?? "";
        var end = field.IndexOf(']', StringComparison.Ordinal);
        return field.StartsWith("items[", StringComparison.Ordinal) && int.TryParse(field.AsSpan(6, end - 6), out var at)
            ? Refusal.At(drafts[at].Part + field[(end + 1)..], fault)
            : fault;
    }

    /// <summary>One adoption under way.</summary>
    private sealed record Work(
        ApprovalDbContext Db,
        AdoptModels Command,
        ModelComparison Comparison,
        HeldModels Held,
        Act Act,
        CancellationToken Cancellation
    )
    {
        public ModelSet Models => Command.Models;

        public AdoptionPlan Plan => Command.Plan;

        public List<Error> Faults { get; } = [];

        public List<HouseEvent> Happened { get; } = [];

        public IEnumerable<(string Part, string Code)> Parts(ModelKind kind, params PartChange[] changes) =>
            Comparison.Parts.Where(part => part.Kind == kind && changes.Contains(part.Change)).Select(part => (part.Part, part.Code));

        public IReadOnlyList<string> CodesOf(ModelKind kind) =>
            [.. Parts(kind, PartChange.New, PartChange.Changed).Select(part => part.Code)];

        public bool Refuses(string part, IReadOnlyCollection<Error> faults)
        {
            Faults.AddRange(faults.Select(fault => Refusal.At(Place(part, fault), fault)));
            return faults.Count > 0;
        }

        // Rows of what is at fault already are not worth asking the database about.
        public async Task SaveAsync()
        {
            if (Faults.Count == 0)
                await Db.SaveChangesAsync(Cancellation);
        }

        private static string Place(string part, Error fault) =>
            fault.Metadata?.GetValueOrDefault(Refusal.FieldKey) is string { Length: > 0 } field ? $"{part}.{field}" : part;
    }
}
