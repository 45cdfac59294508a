using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Installations;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;
using ParallelApproval.Workflows;

namespace ParallelApproval.Trials;

/// <summary>
/// 试运行: a drawing, published or not, is played through with a sample case: received and accepted on the spot, every department signing on
/// its last promised day. Time passes as it would: what waits in the flow, and the colours of the clocks, fall due on their days.
/// The rules, the catalogue and the calendar are the real ones; the case is not: nothing is stored and no number is
/// used up.
/// </summary>
/// <param name="ItemCode">The item of the sample case.</param>
/// <param name="ReceivedOn">The day of receipt; null for today.</param>
/// <param name="Branches">The branches that take part; null for all.</param>
/// <param name="Refuse">Branches whose department refuses in the first round.</param>
/// <param name="Late">Branches whose department signs on the working day after its last promised day.</param>
/// <param name="Form">What the form says; fields that must be filled and are not given get a sample.</param>
/// <param name="Correct">Branches whose department asks for a paper on the day it gets the case; it comes in two working days
/// later.</param>
/// <param name="Stop">Branches whose clock is stopped for a hearing of experts (5 working days), on the day the department gets the
/// case, or when the paper has come in.</param>
public sealed record TrialRun(
    WorkflowVersion Workflow,
    string ItemCode,
    DateOnly? ReceivedOn = null,
    int[]? Branches = null,
    int[]? Refuse = null,
    int[]? Late = null,
    JsonObject? Form = null,
    int[]? Correct = null,
    int[]? Stop = null
);

/// <summary>A branch in a trial. The days are dates of Asia/Shanghai.</summary>
/// <param name="OpensOn">The day its department gets it; null when the flow never came to it.</param>
/// <param name="FinishesOn">The day by which it is signed; null when it is not.</param>
/// <param name="IsProvisional">The calendar of a year on the way is not published yet.</param>
public sealed record TrialBranch(
    int Number,
    string Department,
    string Result,
    BranchStatus Status,
    DateOnly? OpensOn,
    DateOnly? FinishesOn,
    bool IsProvisional
);

/// <summary>What somebody did in a trial.</summary>
/// <param name="On">The day, of Asia/Shanghai.</param>
public sealed record TrialAct(DateOnly On, int Branch, string Department, BranchVerb Verb);

/// <summary>How the trial went.</summary>
/// <param name="DecidedOn">The day by which every branch has its result; null when some have none.</param>
/// <param name="PromisedDue">What the centre has promised for the whole item.</param>
/// <param name="Acts">What the departments and the applicant did, in that order.</param>
/// <param name="Steps">The way through the drawing; steps without an end are where it stands.</param>
/// <param name="StoppedBecause">Why the trial could not go on; null when it went as far as departments can bring it.</param>
public sealed record TrialOutcome(
    string DefinitionId,
    int Version,
    string ItemCode,
    string ItemName,
    DateOnly AcceptedOn,
    DateOnly? DecidedOn,
    DateOnly PromisedDue,
    CaseStatus Status,
    IReadOnlyList<TrialBranch> Branches,
    IReadOnlyList<TrialAct> Acts,
    IReadOnlyList<TrialStep> Steps,
    Error? StoppedBecause
);

/// <inheritdoc cref="TrialRun"/>
public sealed class TrialRunHandler(
    CaseStore store,
    CatalogueRegister catalogue,
    InstallationRegister installation,
    ReceiveCaseHandler reception,
    DecideBranchHandler decision,
    RequestCorrectionHandler correction,
    SupplyMaterialsHandler supply,
    StopBranchHandler stop,
    BranchCourse course,
    ClockTurns clocks,
    FlowTurns flow,
    CalendarRegister calendars,
    TimeProvider time
)
{
    private const int MostSteps = 500,
        DaysOfStop = 5,
        DaysToSupply = 2;
    private static readonly TimeOnly Opening = new(9, 0),
        Reading = new(10, 0),
        Signing = new(16, 0);

    // Born before anybody who lives.
    private static Applicant Sample(string region) =>
        new(ApplicantKind.Person, "试运行", CitizenNumber.Complete(region + "18900101003").Value, "13800000000");

    public ErrorOr<TrialOutcome> Handle(TrialRun command)
    {
        var house = installation.SetUp();
        if (house.IsError)
            return house.Errors;
        var day = command.ReceivedOn ?? time.OfficialToday();
        if (catalogue.InForce(command.ItemCode, day) is not { } item)
            return CaseRefusals.UnknownItem(command.ItemCode);
        var file = store.Blank(
            CaseNumber.Of(house.Value.Region, day, CaseNumber.MostADay),
            new Act("trial", "试运行", "", day.At(Opening))
        );
        int[] branches = command.Branches ?? [.. item.Branches.Select(branch => branch.Number)];
        var papers = item.AskedFor(branches).Select(paper => new SuppliedMaterial(paper.Code));
        var received = reception.Receive(
            file,
            new(new(item.ItemCode, Sample(house.Value.Region), FormOf(item, command.Form, day), [.. papers], branches), Accept: true),
            command.Workflow
        );
        if (received.IsError)
            return received.Errors;
        var done = new List<TrialAct>();
        var stopped = Play(file, command, done);
        return Outcome(file, item, command.Workflow, done, stopped);
    }

    private static JsonObject FormOf(ServiceItem item, JsonObject? given, DateOnly day)
    {
        var form = (JsonObject?)given?.DeepClone() ?? [];
        foreach (var field in item.FormFields.Where(field => field.IsRequired && form[field.Key] is null))
            form[field.Key] = field.Kind switch
            {
                FormFieldKind.Number => field.Least ?? Math.Min(1, field.Most ?? 1),
                FormFieldKind.Flag => false,
                FormFieldKind.Day => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                FormFieldKind.Choice => field.Choices?.FirstOrDefault(),
                _ => "试运行",
            };
        return form;
    }

    // Each department takes the time it has promised; of those that may sign, the one that is due first signs first. What falls due before
    // that is fired before.
    private Error? Play(CaseFile file, TrialRun command, List<TrialAct> done)
    {
        for (var steps = 0; steps < MostSteps; steps++)
        {
            var open = file.Branches.Where(branch => branch.Round > 0 && branch.Status.IsOpen()).ToList();
            var next = open.Select(branch => Ahead(file, branch, command, done))
                .OfType<(DateTimeOffset At, Branch Branch, BranchVerb Verb)?>()
                .MinBy(act => act!.Value.At);
            var falls = Earlier(
                flow.NextOf(file),
                open.Count == 0 ? null : file.Clocks.Where(clock => !clock.IsEnded).Min(clock => clock.NextAt)
            );
            if (falls is { } at && !(at >= next?.At))
            {
                if (Pass(file, at) is { } stopped)
                    return stopped;
                continue;
            }

            if (next is not (var when, var branch, var verb))
                return null;
            file.Act = new("trial-" + branch.Department, "试运行", branch.Department, when);
            done.Add(new(file.Act.Today, branch.Number, branch.Department, verb));
            if (Do(file, branch, verb, command) is { } refusal)
                return refusal;
        }

        return Refusal.Conflict(RefusalCode.TrialNeverEnds, ("decisions", MostSteps));
    }

    // What comes next in a branch, and when; null while it waits for another branch, or for its clock to run again.
    private (DateTimeOffset At, Branch Branch, BranchVerb Verb)? Ahead(CaseFile file, Branch branch, TrialRun command, List<TrialAct> done)
    {
        TrialAct? Last(BranchVerb verb) => done.LastOrDefault(act => act.Branch == branch.Number && act.Verb == verb);
        DateTimeOffset NotBefore(DateTimeOffset at) => at > file.Act.At ? at : file.Act.At;
        if (branch.Status is BranchStatus.CorrectionRequested)
            return (
                NotBefore(WorkingDaysAfter(branch.Department, Last(BranchVerb.RequestCorrection)!.On, DaysToSupply).At(Reading)),
                branch,
                BranchVerb.PapersCameIn
            );
        if (branch.Status is BranchStatus.Stopped || file.BlockersOf(branch).Any())
            return null;
        foreach (
            var (meant, verb) in ((int[]?, BranchVerb)[])
                [(command.Correct, BranchVerb.RequestCorrection), (command.Stop, BranchVerb.StopBranch)]
        )
            if (branch.Round == 1 && meant?.Contains(branch.Number) is true && Last(verb) is null)
                return (NotBefore(file.Act.Today.At(Reading)), branch, verb);
        return (SignsAt(file, branch, command), branch, BranchVerb.DecideBranch);
    }

    private Error? Do(CaseFile file, Branch branch, BranchVerb verb, TrialRun command) =>
        verb switch
        {
            BranchVerb.RequestCorrection => Request(file, branch),
            BranchVerb.PapersCameIn => Supply(file),
            BranchVerb.StopBranch => stop.Stop(file, branch, new(Task(file, branch), StopGround.ExpertReview, DaysOfStop, true))
                is { IsError: true } unlawful
                ? unlawful.FirstError
                : null,
            _ => Sign(file, branch, command),
        };

    private static TaskNumber Task(CaseFile file, Branch branch) => new(file.Number, branch.Number, branch.Round);

    private Error? Request(CaseFile file, Branch branch)
    {
        var item = catalogue.ItemOf(file);
        var asked = file
            .Materials.Where(paper => paper.State is MaterialState.Supplied)
            .OrderBy(paper => item.Materials.Any(one => one.Code == paper.Code && one.UsedBy.Contains(branch.Number)) ? 0 : 1)
            .Take(1)
            .Select(paper => new MaterialFault(paper.Code, "试运行", "试运行"))
            .ToArray();
        return asked.Length == 0 ? BranchRefusals.FaultsMissing()
            : correction.Request(file, branch, new(Task(file, branch), asked)) is { IsError: true } refused ? refused.FirstError
            : null;
    }

    private Error? Supply(CaseFile file) =>
        supply.Supply(
            file,
            [.. file.Materials.Where(paper => paper.State is MaterialState.Faulty).Select(paper => new SuppliedMaterial(paper.Code))]
        )
            is { IsError: true } refused
            ? refused.FirstError
            : null;

    private Error? Sign(CaseFile file, Branch branch, TrialRun command)
    {
        var refuses = branch.Round == 1 && command.Refuse?.Contains(branch.Number) is true;
        var decided = decision.DecideOnTrial(
            file,
            new(Task(file, branch), refuses ? Verdict.Refuse : Verdict.Approve, "试运行", refuses ? "试运行" : null)
        );
        if (decided.IsError)
            return decided.FirstError;
        return branch.AsksApplicant && course.TakeTheRest(file, branch) is { IsError: true } stuck ? stuck.FirstError : null;
    }

    private Error? Pass(CaseFile file, DateTimeOffset at)
    {
        file.Act = Act.OfSystem(at > file.Act.At ? at : file.Act.At);
        if (clocks.FireDue(file) is { IsError: true } stopped)
            return stopped.FirstError;
        return flow.FireDue(file) is { IsError: true } stuck ? stuck.FirstError : null;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;

    private DateTimeOffset SignsAt(CaseFile file, Branch branch, TrialRun command)
    {
        var due = DueOn(file, branch);
        if (command.Late?.Contains(branch.Number) is true)
            due = WorkingDaysAfter(branch.Department, due, 1);
        return (due > file.Act.Today ? due : file.Act.Today).At(Signing) is var at && at > file.Act.At ? at : file.Act.At;
    }

    private DateOnly WorkingDaysAfter(string department, DateOnly day, int days) =>
        calendars.Current.In(department).AddWorkingDays(day, days) is { IsError: false } later ? later.Value.Due : day.AddDays(days);

    private static DateOnly DueOn(CaseFile file, Branch branch) =>
        file.LatestClock(branch.Number, ClockKind.Promised)?.DueOn ?? file.Act.Today;

    private static TrialOutcome Outcome(
        CaseFile file,
        ServiceItem item,
        WorkflowVersion workflow,
        IReadOnlyList<TrialAct> done,
        Error? stopped
    ) =>
        new(
            workflow.DefinitionId,
            workflow.Version,
            item.ItemCode,
            item.Name,
            Day(file.Case.AcceptedAt)!.Value,
            Day(file.Case.DecidedAt),
            file.LatestClock(Clock.OfCase, ClockKind.Promised)!.DueOn,
            file.Case.Status,
            [
                .. file.Branches.Select(branch => new TrialBranch(
                    branch.Number,
                    branch.Department,
                    branch.Result,
                    branch.Status,
                    Day(branch.OpenedAt),
                    Day(branch.SettledAt),
                    file.LatestClock(branch.Number, ClockKind.Promised)?.IsProvisional ?? false
                )),
            ],
            done,
            FlowOnTrial.Steps(file),
            stopped
        );

    private static DateOnly? Day(DateTimeOffset? at) => at?.OfficialDate();
}
