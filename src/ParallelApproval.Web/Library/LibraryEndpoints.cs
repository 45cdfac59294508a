using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ParallelApproval.Catalogue;
using ParallelApproval.Library;
using ParallelApproval.Refusals;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.OpenApi;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Library;

/// <summary>Models that come with the product (事项样本库), and bundles from one house to another (事项包): compared, adopted, given out.</summary>
internal static class LibraryEndpoints
{
    private const string Bytes = "application/octet-stream";
    public const string Zip = "application/zip";

    public static void MapLibrary(this IEndpointRouteBuilder app)
    {
        var library = app.MapGroup("/api/library").WithTags("Library");
        library
            .MapGet("", () => new Listing<ModelLine>([.. LibraryQueries.Models.Items.Select(ModelLine.Of)]))
            .Requires<SeeLibrary>()
            .WithSummary("The models that come with the product, each with its laws and the day on which they were looked at");
        library.MapGet("/{model}", Find).Requires<SeeLibrary>().WithSummary("One model as an item would be written");
        library
            .MapPost("/comparison", CompareAsync)
            .Requires<SeeLibrary>()
            .WithSummary("What an adoption would add and change here, part by part and line by line");
        library.MapPost("/adoption", AdoptAsync).Requires<AdoptModels>();

        var bundles = app.MapGroup("/api/bundles").WithTags("Library");
        bundles
            .MapGet("/export", ExportAsync)
            .Requires<ExportBundle>()
            .WithSummary("Items of this house with papers, flows, texts and rules as one signed file")
            .Produces<byte[]>(contentType: Zip);
        TakesFile(bundles.MapPost("/comparison", CompareBundleAsync))
            .Requires<SeeLibrary>()
            .WithSummary("Who signed a bundle, and what it would add and change here");
        TakesFile(bundles.MapPost("/adoption", AdoptBundleAsync)).Requires<AdoptModels>();
        bundles.MapGet("/signers", SignersAsync).Requires<SeeLibrary>().WithSummary("The fingerprint of this house, and those it trusts");
        bundles
            .MapPut(
                "/signers/{fingerprint}",
                (string fingerprint, SignerBody body, CallersAct act, KeepSignerHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(fingerprint, body.Name, body.IsTrusted), act, cancellation).Ok()
            )
            .Requires<KeepSigner>();
    }

    private static RouteHandlerBuilder TakesFile(RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new RequestSizeLimitAttribute(BundleReader.MostBytes)).TakesBytes();

    private static Results<Ok<ModelSheet>, Refused> Find(string model) =>
        LibraryQueries.Models.Items.FirstOrDefault(item => item.ItemCode == model) is { } found
            ? TypedResults.Ok(new ModelSheet(found, ItemModels.LawsOf(found), found.EffectiveFrom))
            : Refused.With(Refusal.NotFound(RefusalCode.ModelUnknown, ("model", model)));

    private static async Task<Results<Ok<ModelComparison>, Refused>> CompareAsync(
        PlanBody body,
        LibraryQueries queries,
        CancellationToken cancellation
    )
    {
        var plan = body.Plan();
        return plan.IsError ? new Refused(plan.Errors) : await queries.CompareAsync(LibraryQueries.Models, plan.Value, cancellation).Ok();
    }

    private static async Task<Results<Ok<ModelsAdopted>, Refused>> AdoptAsync(
        AdoptionBody body,
        Caller caller,
        CallersAct act,
        AdoptModelsHandler house,
        CancellationToken cancellation
    )
    {
        var plan = body.Plan();
        return plan.IsError
            ? new Refused(plan.Errors)
            : await house
                .HandleAsync(new(LibraryQueries.Models, null, plan.Value, body.Compared, caller.Officer.Id), act, cancellation)
                .Ok();
    }

    private static async Task<IResult> ExportAsync(string[] items, LibraryQueries queries, CancellationToken cancellation)
    {
        var file = await queries.ExportAsync(items, ProductVersion.Current, cancellation);
        return file.IsError ? new Refused(file.Errors) : TypedResults.File(file.Value, Zip, "items.bundle.zip");
    }

    private static async Task<Results<Ok<BundleSheet>, Refused>> CompareBundleAsync(
        HttpRequest request,
        LibraryQueries queries,
        BundleKeys keys,
        DateOnly from,
        [FromQuery] string[] items,
        [FromQuery] string[] bodies,
        [FromQuery] string[] papers,
        [FromQuery] string[] replaces,
        CancellationToken cancellation
    )
    {
        var (plan, bundle) = (Plan(from, items, bodies, papers, replaces), await ReadAsync(request, cancellation));
        if (plan.IsError || bundle.IsError)
            return new Refused(plan.IsError ? plan.Errors : bundle.Errors);
        var comparison = await queries.CompareAsync(bundle.Value.Models, plan.Value, cancellation);
        return comparison.IsError
            ? new Refused(comparison.Errors)
            : TypedResults.Ok(
                new BundleSheet(
                    bundle.Value.Manifest,
                    bundle.Value.Signature.Fingerprint,
                    await keys.StandingAsync(bundle.Value.Signature, cancellation),
                    bundle.Value.Models.Bodies,
                    comparison.Value
                )
            );
    }

    private static async Task<Results<Ok<ModelsAdopted>, Refused>> AdoptBundleAsync(
        HttpRequest request,
        Caller caller,
        CallersAct act,
        AdoptModelsHandler house,
        DateOnly from,
        string compared,
        [FromQuery] string[] items,
        [FromQuery] string[] bodies,
        [FromQuery] string[] papers,
        [FromQuery] string[] replaces,
        CancellationToken cancellation
    )
    {
        var (plan, bundle) = (Plan(from, items, bodies, papers, replaces), await ReadAsync(request, cancellation));
        if (plan.IsError || bundle.IsError)
            return new Refused(plan.IsError ? plan.Errors : bundle.Errors);
        var command = new AdoptModels(bundle.Value.Models, bundle.Value.Signature, plan.Value, compared, caller.Officer.Id);
        return await house.HandleAsync(command, act, cancellation).Ok();
    }

    private static async Task<Ok<SignersSheet>> SignersAsync(BundleKeys keys, CancellationToken cancellation) =>
        TypedResults.Ok(new SignersSheet(await keys.OwnFingerprintAsync(cancellation), await keys.SignersAsync(cancellation)));

    private static async Task<ErrorOr<Bundle>> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentType != Bytes)
            return FrontRefusals.NotBytes();
        using var content = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, BundleReader.MostBytes));
        await request.Body.CopyToAsync(content, cancellation);
        return BundleReader.Read(content.ToArray());
    }

    private static ErrorOr<AdoptionPlan> Plan(DateOnly from, string[] items, string[] bodies, string[] papers, string[] replaces)
    {
        var (ofBodies, ofPapers) = (Pairs("bodies", bodies), Pairs("papers", papers));
        if (ofBodies.IsError)
            return ofBodies.Errors;
        return ofPapers.IsError ? ofPapers.Errors : new AdoptionPlan(items, from, ofBodies.Value, ofPapers.Value, replaces);
    }

    // Theirs and ours, with a colon between them.
    private static ErrorOr<Dictionary<string, string>> Pairs(string field, string[] written)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in written)
            if (text.Split(':') is not [{ Length: > 0 } theirs, { Length: > 0 } ours] || !pairs.TryAdd(theirs, ours))
                return FrontRefusals.WrongType(field);
        return pairs;
    }
}

/// <summary>Body of <c>POST /api/library/comparison</c>.</summary>
/// <param name="From">The first day of the versions that would be made.</param>
/// <param name="Items">Codes of the models; all of them when left out.</param>
/// <param name="Bodies">Own body for each body of the models; the own body of the same code when left out.</param>
/// <param name="Papers">Own code for each paper of the models; the same code when left out.</param>
/// <param name="Replaces">Parts that take the place of what the house has; none when left out.</param>
internal sealed record PlanBody(
    DateOnly From,
    IReadOnlyList<string>? Items = null,
    IReadOnlyDictionary<string, string>? Bodies = null,
    IReadOnlyDictionary<string, string>? Papers = null,
    IReadOnlyList<string>? Replaces = null
)
{
    public ErrorOr<AdoptionPlan> Plan()
    {
        if (Items?.Any(code => code is null) == true)
            return FrontRefusals.WrongType("items");
        if (Replaces?.Any(part => part is null) == true)
            return FrontRefusals.WrongType("replaces");
        if (Bodies?.Values.Any(own => own is null) == true)
            return FrontRefusals.WrongType("bodies");
        if (Papers?.Values.Any(own => own is null) == true)
            return FrontRefusals.WrongType("papers");
        var none = new Dictionary<string, string>();
        return new AdoptionPlan(Items ?? [], From, Bodies ?? none, Papers ?? none, Replaces ?? []);
    }
}

/// <summary>Body of <c>POST /api/library/adoption</c>: the plan that was compared, and which comparison it was.</summary>
/// <param name="Compared">As the comparison names itself.</param>
internal sealed record AdoptionBody(
    DateOnly From,
    string Compared,
    IReadOnlyList<string>? Items = null,
    IReadOnlyDictionary<string, string>? Bodies = null,
    IReadOnlyDictionary<string, string>? Papers = null,
    IReadOnlyList<string>? Replaces = null
)
{
    public ErrorOr<AdoptionPlan> Plan() => new PlanBody(From, Items, Bodies, Papers, Replaces).Plan();
}

/// <summary>Body of <c>PUT /api/bundles/signers/{fingerprint}</c>.</summary>
/// <param name="Name">Whose key it is.</param>
internal sealed record SignerBody(string Name, bool IsTrusted);

/// <summary>A model in a list.</summary>
/// <param name="Laws">On which it stands.</param>
/// <param name="AsOf">The day on which the laws were looked at.</param>
/// <param name="Workflow">Id of the flow on which its cases run.</param>
internal sealed record ModelLine(
    string Code,
    string Name,
    string NameEn,
    ItemKind Kind,
    IReadOnlyList<string> Laws,
    DateOnly AsOf,
    string Workflow,
    int Branches,
    int Materials,
    int PromisedDays
)
{
    public static ModelLine Of(ItemDraft model) =>
        new(
            model.ItemCode,
            model.Name,
            model.NameEn,
            model.Kind,
            ItemModels.LawsOf(model),
            model.EffectiveFrom,
            model.WorkflowDefinitionId,
            model.Branches.Count,
            model.Materials.Count,
            model.PromisedDays
        );
}

/// <summary>A model as an item would be written.</summary>
internal sealed record ModelSheet(ItemDraft Model, IReadOnlyList<string> Laws, DateOnly AsOf);

/// <summary>A bundle that was read: its signature holds.</summary>
/// <param name="Bodies">The bodies that its items name.</param>
internal sealed record BundleSheet(
    BundleManifest Manifest,
    string Fingerprint,
    SignerStanding Standing,
    IReadOnlyList<ModelBody> Bodies,
    ModelComparison Comparison
);

/// <summary>Whose signatures count here.</summary>
/// <param name="Own">Fingerprint of this house.</param>
internal sealed record SignersSheet(string Own, IReadOnlyList<BundleSigner> Signers);
