using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Imports;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.OpenApi;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Reports;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Imports;

/// <summary>
/// Taking in by sheets (按表导入): templates, what the house has, trial, import, undoing. The gate lets in whoever may take in anything; for
/// each kind the verb of its single command is asked.
/// </summary>
internal static class ImportEndpoints
{
    private const string Bytes = "application/octet-stream";
    private const string Zip = "application/zip";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static void MapImports(this IEndpointRouteBuilder app)
    {
        var imports = app.MapGroup("/api/imports").WithTags("Imports");
        imports.MapGet("", ListAsync).Requires<ImportBySheets>().WithSummary("The newest imports of the kinds that the caller may take in");
        foreach (var format in new[] { ReportFormat.Excel, ReportFormat.Csv })
        {
            imports
                .MapGet(
                    "/{kind}/template" + format.Ending,
                    async (Named<ImportKind> kind, Caller caller, ImportShelf shelf, CancellationToken cancellation) =>
                        May(caller, kind.Value) is { } refused
                            ? Refused.With(refused)
                            : await FileAsync(shelf, kind.Value, format, null, "template", cancellation)
                )
                .Requires<ImportBySheets>()
                .WithSummary($"Template of a kind as {format.Name}, heads in the reader's language")
                .Produces<byte[]>(contentType: format.ContentType);
            imports
                .MapGet(
                    "/{kind}/export" + format.Ending,
                    (
                        Named<ImportKind> kind,
                        Caller caller,
                        ImportShelf shelf,
                        ImportQueries queries,
                        TimeProvider time,
                        CancellationToken cancellation
                    ) => ExportAsync(kind.Value, format, caller, shelf, queries, time, cancellation)
                )
                .Requires<ImportBySheets>()
                .WithSummary($"What the house has of a kind as {format.Name}; taken in again, it changes nothing")
                .Produces<byte[]>(contentType: format.ContentType);
        }

        imports
            .MapGet("/{kind}/template.zip", (Named<ImportKind> kind, Caller caller, ImportShelf shelf) =>
                May(caller, kind.Value) is { } refused ? Refused.With(refused) : ZipOf(shelf, kind.Value, null, "template")
            )
            .Requires<ImportBySheets>()
            .WithSummary("Templates of all sheets of a kind, as a ZIP of CSV files")
            .Produces<byte[]>(contentType: Zip);
        imports
            .MapGet(
                "/{kind}/export.zip",
                async (
                    Named<ImportKind> kind,
                    Caller caller,
                    ImportShelf shelf,
                    ImportQueries queries,
                    TimeProvider time,
                    CancellationToken cancellation
                ) =>
                    May(caller, kind.Value) is { } refused ? Refused.With(refused)
                    : await queries.ExportAsync(kind.Value, time.OfficialToday(), cancellation) is { } rows
                        ? ZipOf(shelf, kind.Value, rows, "export")
                    : Refused.With(Refusal.Input("kind", RefusalCode.ImportNotExported))
            )
            .Requires<ImportBySheets>()
            .WithSummary("What the house has of a kind as a ZIP of CSV files; taken in again, it changes nothing")
            .Produces<byte[]>(contentType: Zip);
        imports
            .MapPost("/{kind}", ImportAsync)
            .Requires<ImportBySheets>()
            .MayPropose()
            .WithSummary("Take a file in, whole or not at all; trial=true says what it would change; every fault is told by sheet and cell")
            .WithMetadata(new RequestSizeLimitAttribute(WorkbookReader.MostBytes))
            .WithRequestTimeout(Longest)
            .TakesBytes();
        imports
            .MapPost(
                "/{kind}/{import}/undoing",
                async (
                    Named<ImportKind> kind,
                    Guid import,
                    Caller caller,
                    CallersAct act,
                    UndoImportHandler house,
                    CancellationToken cancellation
                ) =>
                    await (
                        May(caller, kind.Value) is { } refused
                            ? Task.FromResult<ErrorOr<ImportEntry>>(refused)
                            : house.HandleAsync(new(import, kind.Value), act, cancellation)
                    ).Ok()
            )
            .Requires<ImportBySheets>()
            .MayPropose()
            .WithRequestTimeout(Longest)
            .WithSummary("Take an import back before anything of it was used");
        app.MapGet("/api/catalogue/list", FindListedAsync)
            .WithTags("Catalogue")
            .Requires<SeeCatalogue>()
            .WithSummary("Items of the national list as drafts, with what each lacks for going live");
        app.MapGet("/api/catalogue/list/{itemCode}/draft", DraftAsync)
            .WithTags("Catalogue")
            .Requires<SeeCatalogue>()
            .WithSummary("The item that a listed one becomes, filled in from the list; to be completed and published");
        app.MapPut(
                "/api/catalogue/list/{itemCode}",
                (
                    string itemCode,
                    int expectedRevision,
                    ListedBody body,
                    CallersAct act,
                    ListItemHandler house,
                    CancellationToken cancellation
                ) => house.HandleAsync(body.Command(itemCode, expectedRevision), act, cancellation).Ok()
            )
            .WithTags("Catalogue")
            .Requires<ListItem>();
        app.MapGet("/api/catalogue/materials", (CatalogueRegister register) =>
                new Listing<Material>([.. register.Current.Materials.Values.OrderBy(paper => paper.Code, StringComparer.Ordinal)])
            )
            .WithTags("Catalogue")
            .Requires<SeeCatalogue>()
            .WithSummary("The library of materials");
        app.MapPut(
                "/api/catalogue/materials/{code}",
                (
                    string code,
                    int expectedRevision,
                    MaterialBody body,
                    CallersAct act,
                    KeepMaterialHandler house,
                    CancellationToken cancellation
                ) => house.HandleAsync(body.Command(code, expectedRevision), act, cancellation).Ok()
            )
            .WithTags("Catalogue")
            .Requires<KeepMaterial>();
        app.MapPost(
                "/api/catalogue/materials/{code}/retirement",
                (
                    string code,
                    int expectedRevision,
                    MaterialRetirementBody body,
                    CallersAct act,
                    RetireMaterialHandler house,
                    CancellationToken cancellation
                ) => house.HandleAsync(new(code, body.On, body.Reason, expectedRevision), act, cancellation).Ok()
            )
            .WithTags("Catalogue")
            .Requires<RetireMaterial>();
    }

    private static async Task<Ok<Listing<ListedWork>>> FindListedAsync(
        ListedItemQueries queries,
        CancellationToken cancellation,
        string? search = null,
        Named<ListedGap>? gap = null,
        Named<PowerKind>? power = null,
        string? department = null,
        bool? live = null
    ) =>
        TypedResults.Ok(
            new Listing<ListedWork>(await queries.FindAsync(new(search, gap?.Value, power?.Value, department, live), cancellation))
        );

    private static async Task<Results<Ok<ItemDraft>, Refused>> DraftAsync(
        string itemCode,
        ListedItemQueries queries,
        CatalogueRegister catalogue,
        OfficerRegister officers,
        TimeProvider time,
        CancellationToken cancellation
    ) =>
        await queries.OneAsync(itemCode, cancellation) is { } work
            ? TypedResults.Ok(DraftOfListed.Of(work.Item, catalogue.Current, Hall(officers), time.OfficialToday()))
            : Refused.With(FrontRefusals.NoSuchItem(itemCode));

    /// <summary>The body at whose comprehensive window the district receives; null where there is none, or several.</summary>
    internal static string? Hall(OfficerRegister officers) =>
        officers
            .Windows.Where(window => window is { IsOpen: true, IsComprehensive: true, Tier: Tier.District })
            .Select(window => window.DepartmentCode)
            .Distinct()
            .ToList()
            is [var only]
            ? only
            : null;

    private static async Task<Ok<Listing<ImportEntry>>> ListAsync(Caller caller, ImportQueries queries, CancellationToken cancellation) =>
        TypedResults.Ok(new Listing<ImportEntry>(await queries.NewestAsync(ImportVerbs.For(caller), cancellation)));

    private static async Task<Results<Ok<ImportOutcome>, Refused>> ImportAsync(
        Named<ImportKind> kind,
        Caller caller,
        CallersAct act,
        ImportShelf shelf,
        ImportSheetsHandler house,
        HttpRequest request,
        CancellationToken cancellation,
        string name = "",
        bool trial = false
    )
    {
        if (May(caller, kind.Value) is { } refused)
            return Refused.With(refused);
        if (request.ContentType != Bytes)
            return Refused.With(FrontRefusals.NotBytes());
        using var content = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, WorkbookReader.MostBytes));
        await request.Body.CopyToAsync(content, cancellation);
        var sheets = Sheets(shelf, kind.Value, content.ToArray());
        return sheets.IsError
            ? new Refused(sheets.Errors)
            : await house.HandleAsync(new(kind.Value, name, sheets.Value, trial), act, cancellation).Ok();
    }

    /// <summary>The sheets of a file of this kind, or why there are none.</summary>
    internal static ErrorOr<IReadOnlyList<ReadSheet>> Sheets(ImportShelf shelf, ImportKind kind, byte[] file)
    {
        var sheets = WorkbookReader.Read(file);
        return sheets is { IsError: false, Value: [{ Name: "" }] } && shelf.Sheets(kind).Count > 1
            ? Refusal.Input("", RefusalCode.ImportNeedsWorkbook)
            : sheets;
    }

    private static async Task<IResult> ExportAsync(
        ImportKind kind,
        ReportFormat format,
        Caller caller,
        ImportShelf shelf,
        ImportQueries queries,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (May(caller, kind) is { } refused)
            return Refused.With(refused);
        return await queries.ExportAsync(kind, time.OfficialToday(), cancellation) is { } rows
            ? await FileAsync(shelf, kind, format, rows, "export", cancellation)
            : Refused.With(Refusal.Input("kind", RefusalCode.ImportNotExported));
    }

    private static async Task<IResult> FileAsync(
        ImportShelf shelf,
        ImportKind kind,
        ReportFormat format,
        IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<string>>>? rows,
        string what,
        CancellationToken cancellation
    )
    {
        var sheets = shelf.Sheets(kind);
        var name = $"{kind}-{what}{format.Ending}".ToLowerInvariant();
        if (format == ReportFormat.Excel)
            return TypedResults.File(await WorkbookWriter.ExcelAsync(sheets, rows, cancellation), format.ContentType, name);
        return sheets.Count > 1
            ? Refused.With(Refusal.Input("", RefusalCode.ImportNeedsWorkbook))
            : TypedResults.File(WorkbookWriter.Csv(sheets[0], rows?[sheets[0].Key] ?? []), "text/csv; charset=utf-8", name);
    }

    private static IResult ZipOf(
        ImportShelf shelf,
        ImportKind kind,
        IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<string>>>? rows,
        string what
    ) => TypedResults.File(WorkbookWriter.Zip(shelf.Sheets(kind), rows), Zip, $"{kind}-{what}.zip".ToLowerInvariant());

    private static Error? May(Caller caller, ImportKind kind) => caller.May(ImportVerbs.Of(kind)) ? null : FrontRefusals.VerbNotAllowed();
}

/// <summary>Body of <c>PUT /api/catalogue/materials/{code}</c>.</summary>
internal sealed record MaterialBody(
    string Name,
    string NameEn,
    MaterialForm Form,
    string Source,
    MaterialTrust Trust,
    int Copies = 1,
    bool IsShared = false,
    bool IsDeferrable = false,
    int? ValidMonths = null
)
{
    public KeepMaterial Command(string code, int revision) =>
        new(code, Name, NameEn, Form, Copies, Source, Trust, IsShared, IsDeferrable, ValidMonths, revision);
}

/// <summary>Body of <c>PUT /api/catalogue/list/{itemCode}</c>.</summary>
internal sealed record ListedBody(
    string Name,
    PowerKind Power,
    string? BasicCode = null,
    string? DepartmentCode = null,
    string? Task = null,
    int? LegalDays = null,
    int? PromisedDays = null,
    string? LegalBasis = null,
    string? Conditions = null,
    string? Procedure = null,
    string? Complaints = null,
    Tier? Tier = null,
    string? BodyName = null,
    ItemKind? Kind = null,
    string? Target = null,
    string? Papers = null,
    string? Fees = null,
    string? Result = null
)
{
    public ListItem Command(string itemCode, int revision) =>
        new(
            itemCode,
            Name,
            Power,
            BasicCode,
            DepartmentCode,
            Task,
            LegalDays,
            PromisedDays,
            LegalBasis,
            Conditions,
            Procedure,
            Complaints,
            Tier,
            BodyName,
            Kind,
            Target,
            Papers,
            Fees,
            Result,
            revision
        );
}

/// <summary>Body of <c>POST /api/catalogue/materials/{code}/retirement</c>.</summary>
/// <param name="On">The first day on which no new version may ask for it.</param>
internal sealed record MaterialRetirementBody(DateOnly On, string Reason);
