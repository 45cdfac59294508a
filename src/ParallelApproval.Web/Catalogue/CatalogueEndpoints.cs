using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Catalogue;

/// <summary>The catalogue of items (事项目录): search, one item with its nine public fields, and the designer's next version.</summary>
internal static class CatalogueEndpoints
{
    public static void MapCatalogue(this IEndpointRouteBuilder app)
    {
        var items = app.MapGroup("/api/catalogue/items").WithTags("Catalogue");
        items.MapGet("", Search).Requires<SeeCatalogue>().WithSummary("Search the items in force today");
        items
            .MapGet("/{itemCode}", Find)
            .Requires<SeeCatalogue>()
            .WithSummary("One item with branches, materials and the nine public fields");
        items.MapGet("/{itemCode}/versions", Versions).Requires<SeeCatalogue>().WithSummary("Every version of an item, the newest first");
        app.MapPost("/api/catalogue/import", ImportAsync)
            .WithTags("Catalogue")
            .Requires<EditCatalogue>()
            .Accepts<ItemsBody>("application/json")
            .WithSummary("Publish several items, all or none, as drafts or as they were given out; every fault of every line is told");
        items
            .MapPost(
                "/{itemCode}/end",
                (string itemCode, EndBody body, CallersAct act, EndItemHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(itemCode, body.LastDay, body.Successor, body.Reason), act, cancellation).Ok()
            )
            .Requires<EndItem>();
        items.MapPut("/{itemCode}", PublishAsync).Requires<EditCatalogue>().WithSummary("Publish the next version of an item");
    }

    public static Listing<ItemLine> Search(
        CatalogueRegister register,
        TimeProvider time,
        string? search = null,
        Named<Tier>? tier = null,
        Named<ItemKind>? kind = null
    ) => new([.. register.Current.Search(new(search, tier?.Value, kind?.Value), time.OfficialToday()).Select(ItemLine.Of)]);

    public static Results<Ok<ItemSheet>, Refused> Find(string itemCode, CatalogueRegister register, TimeProvider time) =>
        register.Current.InForce(itemCode, time.OfficialToday()) is { } item
            ? TypedResults.Ok(ItemSheet.Of(item))
            : Refused.With(FrontRefusals.NoSuchItem(itemCode));

    /// <summary>Whether a list in it holds nothing where something should stand.</summary>
    public static bool HasHoles(ItemsBody body) =>
        body.Items.Any(line =>
            line is null || line.Item.Materials.Any(use => use is null) || line.Item.Branches.Any(branch => branch is null)
        );

    private static Results<Ok<Listing<ServiceItem>>, Refused> Versions(string itemCode, CatalogueRegister register) =>
        register.Current.Versions(itemCode) is { Count: > 0 } versions
            ? TypedResults.Ok(new Listing<ServiceItem>(versions))
            : Refused.With(FrontRefusals.NoSuchItem(itemCode));

    private static async Task<Results<Ok<Listing<ItemSheet>>, Refused>> ImportAsync(
        HttpRequest request,
        Caller caller,
        CallersAct act,
        ImportItemsHandler house,
        CancellationToken cancellation
    )
    {
        var read = await ItemsDocument.ReadAsync(request, cancellation);
        if (read.IsError)
            return new Refused(read.Errors);
        if (HasHoles(read.Value))
            return Refused.With(FrontRefusals.WrongType("items"));
        var imported = await house.HandleAsync(new(read.Value.Items, caller.Officer.Id), act, cancellation);
        return imported.IsError
            ? new Refused(imported.Errors)
            : TypedResults.Ok(new Listing<ItemSheet>([.. imported.Value.Items.Select(ItemSheet.Of)]));
    }

    private static async Task<Results<Ok<ItemSheet>, Refused>> PublishAsync(
        string itemCode,
        ItemDraft draft,
        int expectedVersion,
        Caller caller,
        CallersAct act,
        PublishItemHandler house,
        CancellationToken cancellation
    )
    {
        if (draft.Materials.Any(use => use is null))
            return Refused.With(FrontRefusals.WrongType("materials"));
        if (draft.Branches.Any(branch => branch is null))
            return Refused.With(FrontRefusals.WrongType("branches"));
        if (draft.ItemCode != itemCode)
            return Refused.With(FrontRefusals.OtherItem(itemCode, draft.ItemCode));
        var published = await house.HandleAsync(new(draft, expectedVersion, caller.Officer.Id), act, cancellation);
        return published.IsError ? new Refused(published.Errors) : TypedResults.Ok(ItemSheet.Of(published.Value));
    }
}

/// <summary>Body of <c>POST /api/catalogue/items/{itemCode}/end</c>.</summary>
/// <param name="LastDay">The last day on which it is received.</param>
/// <param name="Successor">Code of what is applied for instead; none when left out.</param>
internal sealed record EndBody(DateOnly LastDay, string Reason, string? Successor = null);

/// <summary>Body of <c>POST /api/catalogue/import</c>.</summary>
internal sealed record ItemsBody(IReadOnlyList<ItemToImport> Items);

/// <summary>An item in a list.</summary>
internal sealed record ItemLine(
    string ItemCode,
    int Version,
    string Name,
    string NameEn,
    ItemKind Kind,
    Tier Tier,
    string Theme,
    string LeadDepartment,
    int Branches,
    int PromisedDays,
    int Materials
)
{
    public static ItemLine Of(ServiceItem item) =>
        new(
            item.ItemCode,
            item.Version,
            item.Name,
            item.NameEn,
            item.Kind,
            item.Tier,
            item.Theme,
            item.LeadDepartmentCode,
            item.Branches.Count,
            item.PromisedDays,
            item.MaterialsOnce
        );
}

/// <summary>An item as it stands in the catalogue, with what is computed from it.</summary>
/// <param name="Item">The item and its version.</param>
/// <param name="NineFields">九公开, in Chinese as the guide prints them.</param>
/// <param name="SerialDays">Working days if the departments worked one after the other.</param>
/// <param name="ParallelDays">Working days when they work at the same time.</param>
/// <param name="MaterialsIfSerial">Papers handed in if every department were visited.</param>
/// <param name="MaterialsOnce">Papers handed in at the one window.</param>
internal sealed record ItemSheet(
    ServiceItem Item,
    NineFields NineFields,
    int SerialDays,
    int ParallelDays,
    int MaterialsIfSerial,
    int MaterialsOnce
)
{
    public static ItemSheet Of(ServiceItem item) =>
        new(item, NineFields.Of(item), item.SerialDays, item.ParallelDays, item.MaterialsIfSerial, item.MaterialsOnce);
}
