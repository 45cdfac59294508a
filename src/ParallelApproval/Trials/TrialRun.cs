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
/// its last promised day. The rules, the catalogue and the calendar are the real ones; the case is not: nothing is stored and no number is
/// used up.
/// </summary>
/// <param name="ItemCode">The item of the sample case.</param>
/// <param name="ReceivedOn">The day of receipt; null for today.</param>
/// <param name="Branches">The branches that take part; null for all.</param>
/// <param name="Refuse">Branches whose department refuses in the first round.</param>
public sealed record TrialRun(
    WorkflowVersion Workflow,
    string ItemCode,
    DateOnly? ReceivedOn = null,
    int[]? Branches = null,
    int[]? Refuse = null
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

/// <summary>How the trial went.</summary>
/// <param name="DecidedOn">The day by which every branch has its result; null when some have none.</param>
/// <param name="PromisedDue">What the centre has promised for the whole item.</param>
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
    BranchCourse course,
    TimeProvider time
)
{
    private const int MostDecisions = 200;
    private static readonly TimeOnly Opening = new(9, 0),
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
            new(new(item.ItemCode, Sample(house.Value.Region), new JsonObject(), [.. papers], branches), Accept: true),
            command.Workflow
        );
        if (received.IsError)
            return received.Errors;
        var stopped = Play(file, command.Refuse ?? []);
        return Outcome(file, item, command.Workflow, stopped);
    }

    // Each department takes the time it has promised; of those that may sign, the one that is due first signs first.
    private Error? Play(CaseFile file, int[] refuse)
    {
        for (var decisions = 0; decisions < MostDecisions; decisions++)
        {
            var open = file.Branches.Where(branch => branch.Round > 0 && branch.Status.IsOpen() && !file.BlockersOf(branch).Any());
            if (open.MinBy(branch => DueOn(file, branch)) is not { } next)
                return null;
            var due = DueOn(file, next);
            file.Act = new(
                "trial-" + next.Department,
                "试运行",
                next.Department,
                (due > file.Act.Today ? due : file.Act.Today).At(Signing)
            );
            var refuses = next.Round == 1 && refuse.Contains(next.Number);
            var decided = decision.DecideOnTrial(
                file,
                new(
                    new(file.Number, next.Number, next.Round),
                    refuses ? Verdict.Refuse : Verdict.Approve,
                    "试运行",
                    refuses ? "试运行" : null
                )
            );
            if (decided.IsError)
                return decided.FirstError;
            if (next.AsksApplicant && course.TakeTheRest(file, next) is { IsError: true } stuck)
                return stuck.FirstError;
        }

        return Refusal.Conflict(RefusalCode.TrialNeverEnds, ("decisions", MostDecisions));
    }

    private static DateOnly DueOn(CaseFile file, Branch branch) =>
        file.LatestClock(branch.Number, ClockKind.Promised)?.DueOn ?? file.Act.Today;

    private static TrialOutcome Outcome(CaseFile file, ServiceItem item, WorkflowVersion workflow, Error? stopped) =>
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
            FlowOnTrial.Steps(file),
            stopped
        );

    private static DateOnly? Day(DateTimeOffset? at) => at?.OfficialDate();
}
