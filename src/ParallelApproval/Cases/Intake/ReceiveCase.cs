using System.Globalization;
using System.Security.Cryptography;
using ErrorOr;
using FluentValidation;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Installations;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 收件: the window takes an application in and gives a receipt. Nothing is taken in without one (行政许可法 art. 32). Papers may be missing:
/// then the window gives notice of everything that is, once.
/// </summary>
/// <param name="Accept">当场受理: accept on the spot; refused when a paper is missing.</param>
/// <param name="Workflow">A workflow other than the item's own; null for the published version of the item's.</param>
/// <param name="Window">Number of the window (窗口) at which the clerk sits, one of his own body's that is open; null where windows have no
/// numbers.</param>
[Authority("Receive: take the application in and give a receipt", Role.Clerk)]
public sealed record ReceiveCase(Application Application, bool Accept = false, WorkflowChoice? Workflow = null, string? Window = null);

/// <summary>A workflow by name: its definition and, when not the published one, its version.</summary>
public sealed record WorkflowChoice(string DefinitionId, int? Version = null);

/// <summary>收件凭证: what the applicant takes home. Received is not accepted.</summary>
/// <param name="CaseNumber">20 characters, the last one a check character.</param>
/// <param name="QueryCode">Six digits; number and code open the public query.</param>
/// <param name="Missing">Codes of the papers still to be handed in.</param>
/// <param name="ReceiptNumber">Number of this receipt; papers that come in later get one of their own.</param>
/// <param name="Window">Number of the window; null when the clerk named none.</param>
/// <param name="Renewal">Of a renewal: whether it was applied for in time; null of anything else.</param>
public sealed record Receipt(
    string CaseNumber,
    string QueryCode,
    CaseStatus Status,
    DateTimeOffset ReceivedAt,
    string ItemCode,
    string ItemName,
    string[] Supplied,
    string[] Missing,
    string ReceiptNumber,
    string? Window = null,
    RenewalStanding? Renewal = null
);

/// <summary>What another room puts into a file that is being received (随收件入卷).</summary>
/// <param name="Put">Called once the case stands in the file.</param>
/// <param name="Taken">What that room may find taken.</param>
internal sealed record BesideReceipt(Action<CaseFile> Put, CaseStore.Taken Taken);

internal sealed class ReceiveCaseValidator : AbstractValidator<ReceiveCase>
{
    public ReceiveCaseValidator()
    {
        RuleFor(command => command.Application).SetValidator(new ApplicationValidator()).OverridePropertyName("");
        RuleFor(command => command.Workflow!.DefinitionId).IsCode().When(command => command.Workflow is not null);
        RuleFor(command => command.Window).IsCode();
    }
}

/// <inheritdoc cref="ReceiveCase"/>
public sealed class ReceiveCaseHandler(
    CaseStore store,
    CaseNumbers numbers,
    CatalogueRegister catalogue,
    DefinitionRegister definitions,
    RegisterCache registers,
    WorkflowRunner runner,
    AcceptCaseHandler acceptance,
    NoticeLimit notice,
    RenewalTerm renewal,
    InstallationRegister installation,
    BlockRegister blocks,
    OpenApplications open,
    OfficerRegister officers,
    InterestCheck interests,
    Vault vault
) : Handler<ReceiveCase, Receipt>
{
    protected override IEnumerable<Error> Misfits(ReceiveCase command, Act act) =>
        catalogue.InForce(command.Application.ItemCode, act.Today) is { } item ? FormRules.Check(item, command.Application.Form) : [];

    protected override Task<ErrorOr<Receipt>> CarryOutAsync(ReceiveCase command, Act act, CancellationToken cancellation) =>
        ReceiveAsync(command, act, beside: null, cancellation);

    /// <summary>The same, with what another room puts into the new file in the same transaction.</summary>
    internal async Task<ErrorOr<Receipt>> ReceiveAsync(ReceiveCase command, Act act, BesideReceipt? beside, CancellationToken cancellation)
    {
        var prepared = Prepare(command, act);
        // What another node has just published is no fault of the clerk's.
        if (prepared.IsError && await registers.RefreshAsync(cancellation))
            prepared = Prepare(command, act);
        if (prepared.IsError)
            return prepared.Errors;

        var applicant = prepared.Value.Application;
        if (interests.Common(act, applicant.Applicant, applicant.Form ?? []) is { } common)
            return CaseRefusals.ConflictOfInterest(common);
        // Asked anew each time: the search key may have been changed meanwhile.
        IReadOnlyList<string> Keys() => OpenApplications.KeysOf(prepared.Value.Item, prepared.Value.Application, vault);
        CaseStore.Taken[] taken =
        [
            new(OpenApplications.Table, () => open.RefusalAsync(Keys(), cancellation)),
            .. beside is null ? (IEnumerable<CaseStore.Taken>)[] : [beside.Taken],
        ];
        return await BeginAsync(command, act, prepared.Value.Region, taken, beside, mayDiffer: false, cancellation)
            ?? (await BeginAsync(command, act, prepared.Value.Region, taken, beside, mayDiffer: true, cancellation))!.Value;
    }

    // Null when the database has dated the receipt on another day than the number was drawn for: the day stands in the number.
    private async Task<ErrorOr<Receipt>?> BeginAsync(
        ReceiveCase command,
        Act act,
        string region,
        CaseStore.Taken[] taken,
        BesideReceipt? beside,
        bool mayDiffer,
        CancellationToken cancellation
    )
    {
        var (day, differs) = (act.Today, false);
        var number = await numbers.NextAsync(region, day, cancellation);
        var received = await store.BeginAsync(
            number,
            act,
            file =>
                (differs = !mayDiffer && file.Act.Today != day)
                    ? StoreRefusals.CaseIsBusy(file.Number)
                    : Receive(file, command).ThenDo(_ => beside?.Put(file)),
            cancellation,
            beside is null ? Contents.Everything : Contents.WithAnnexes,
            taken
        );
        return differs ? (ErrorOr<Receipt>?)null : received;
    }

    private sealed record Prepared(
        Application Application,
        ServiceItem Item,
        int[] Branches,
        List<CaseMaterial> Checklist,
        WorkflowVersion Workflow,
        string Region
    );

    private ErrorOr<Prepared> Prepare(ReceiveCase command, Act act, WorkflowVersion? drawn = null)
    {
        var house = installation.SetUp();
        if (house.IsError)
            return house.Errors;
        if (catalogue.InForce(command.Application.ItemCode, act.Today) is not { } item)
            return NotInForce(command.Application.ItemCode, act.Today);
        if (NotHere(item, act) is { } elsewhere)
            return elsewhere;
        if (NotAt(command.Window, act) is { } noWindow)
            return noWindow;
        if (FormRules.Check(item, command.Application.Form) is { Count: > 0 } faults)
            return faults;
        var application = command.Application.AsKept(act.Today);
        if (blocks.InForce(application.Applicant.IdNumber, item.ItemCode, act.Today) is { } block)
            return CaseRefusals.Blocked(block);
        if (application.Deferred is { Length: > 0 })
        {
            if (item.PromisedDays == 0)
                return CaseRefusals.NothingDeferred(item.ItemCode);
            if (blocks.OnAnyList(application.Applicant.IdNumber, item.ItemCode, act.Today) is { } entry)
                return CaseRefusals.NoTrust(entry);
        }

        var branches = application.ChooseBranches(item);
        if (branches.IsError)
            return branches.Errors;
        var checklist = application.Checklist(item, branches.Value);
        if (checklist.IsError)
            return checklist.Errors;
        var workflow = drawn is null ? Choose(command.Workflow, item, branches.Value) : drawn;
        return workflow.IsError
            ? workflow.Errors
            : new Prepared(application, item, branches.Value, checklist.Value, workflow.Value, house.Value.Region);
    }

    private Error NotInForce(string itemCode, DateOnly today)
    {
        var book = catalogue.Current;
        return book.HasEnded(itemCode, today) && book.EndOf(itemCode) is { } end
            ? CaseRefusals.ItemEnded(end, end.Successor is { } code && book.Versions(code) is [var next, ..] ? next.Name : null)
            : CaseRefusals.UnknownItem(itemCode);
    }

    /// <param name="drawn">A workflow on trial instead of a published one; null for the one that the command or the item names.</param>
    internal ErrorOr<Receipt> Receive(CaseFile file, ReceiveCase command, WorkflowVersion? drawn = null)
    {
        var prepared = Prepare(command, file.Act, drawn);
        if (prepared.IsError)
            return prepared.Errors;
        var (application, item, branches, checklist, workflow, _) = prepared.Value;
        var wanting = checklist.Wanting().ToArray();
        var supplied = checklist.Where(material => material.State is MaterialState.Supplied).Select(material => material.Code).ToArray();
        var received = FrontPage(file, command, application, item, branches, wanting.Length == 0);
        received.DeferredPapers = [.. checklist.Promised()];
        file.Section<CaseSection>().Put(received);
        file.Section<ApplicationSection>().Put(application.Applicant, application.Form ?? []);
        file.Section<MaterialSection>().Put(checklist);
        file.Record(
            new CaseReceived(
                item.ItemCode,
                item.Version,
                workflow.DefinitionId,
                workflow.Version,
                supplied,
                wanting,
                received.Station,
                received.WindowNumber
            )
        );
        var standing = renewal.Of(file);
        if (standing.IsError)
            return standing.Errors;
        if (standing.Value is { } stands)
            file.Record(new RenewalAppliedFor(stands.Expires, stands.DaysBefore, stands.IsTimely));
        if (runner.Begin(file, workflow) is { IsError: true } stuck)
            return stuck.Errors;
        if (
            command.Accept
            && acceptance.Accept(file, drawn is null ? application.Confirmed : [RefusalCode.NobodyMaySign.Name])
                is { IsError: true } refused
        )
            return refused.Errors;
        if (!command.Accept && notice.Begin(file) is { IsError: true } noCalendar)
            return noCalendar.Errors;
        return new Receipt(
            file.Number.ToString(),
            received.QueryCode,
            received.Status,
            received.ReceivedAt,
            item.ItemCode,
            item.Name,
            supplied,
            wanting,
            ReceiptNumbers.First(file.Number),
            received.WindowNumber,
            standing.Value
        );
    }

    private Case FrontPage(CaseFile file, ReceiveCase command, Application application, ServiceItem item, int[] branches, bool isComplete)
    {
        var openKeys = OpenApplications.KeysOf(item, application, vault);
        return new()
        {
            Number = file.Number,
            ItemCode = item.ItemCode,
            ItemVersion = item.Version,
            ItemName = item.Name,
            ApplicantName = application.Applicant.Name,
            ChosenBranches = branches,
            QueryCode = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture),
            Delivery = application.Delivery,
            ReceivedAt = file.Act.At,
            ReceivedBy = file.Act.UserName,
            Station = file.Act.Department,
            WindowNumber = command.Window,
            OpenKey = openKeys is [.., var newest] ? newest : null,
            OpenKeys = openKeys,
            PapersCompleteAt = isComplete ? file.Act.At : null,
        };
    }

    // A window receives for its own tier and those below; what belongs above, only where the item is taken in down there or lets it run the
    // errand (代理件).
    private Error? NotHere(ServiceItem item, Act act) =>
        item.Kind is not ItemKind.Agency
        && officers.Department(act.Department)?.Tier is { } tier
        && tier > item.Tier
        && tier > officers.Department(item.IntakeDepartmentCode)?.Tier
            ? CaseRefusals.NotAtThisTier(item, tier)
            : null;

    private Error? NotAt(string? number, Act act) =>
        number is null
            ? null
            : officers.Windows.FirstOrDefault(known => known.Number == number) switch
            {
                null => CaseRefusals.UnknownWindow(number),
                { IsOpen: false } => CaseRefusals.WindowClosed(number),
                { DepartmentCode: var body } when body != act.Department => CaseRefusals.WindowOfAnother(number),
                _ => null,
            };

    private ErrorOr<WorkflowVersion> Choose(WorkflowChoice? choice, ServiceItem item, int[] branches)
    {
        var definitionId = choice?.DefinitionId ?? item.WorkflowDefinitionId;
        var field = choice?.Version is null ? "workflow.definitionId" : "workflow.version";
        if (definitions.Published(definitionId, choice?.Version) is not { } workflow)
            return CaseRefusals.UnknownWorkflow(field, definitionId, choice?.Version);
        // The item's own flow was looked at when the item and the flow were published.
        if (
            definitionId != item.WorkflowDefinitionId
            && FlowOfItem.Unfit(workflow, item.Branches.Where(branch => branches.Contains(branch.Number))) is { } departments
        )
            return CaseRefusals.WorkflowUnfit(field, definitionId, item.ItemCode, departments);
        if (definitionId != item.WorkflowDefinitionId && !FlowOfItem.IsMeantFor(workflow.Drawing, item))
            return CaseRefusals.WorkflowNotMeant(field, definitionId, item.ItemCode, workflow.Drawing.MeantFor.Written);
        if (definitionId != item.WorkflowDefinitionId && FlowOfItem.Unknown(workflow, item) is { Length: > 0 } facts)
            return CaseRefusals.WorkflowAsksUnknown(field, definitionId, item.ItemCode, facts);
        return workflow;
    }
}
