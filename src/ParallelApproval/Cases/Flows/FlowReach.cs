using ParallelApproval.Catalogue;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// How far a flow carries a case (流程覆盖): whether it takes the case in and closes it, whom it asks, and in which order. What stands inside a
/// loop or a container counts as standing where that is drawn. An expression may name any department.
/// </summary>
public sealed class FlowReach
{
    private const string OfHouse = "ParallelApproval.";

    private static readonly string[] Asking = [DepartmentApprovalActivity.TypeName, AllBranchesApprovalActivity.TypeName];

    // Steps that have a meaning for an accepted case only.
    private static readonly string[] AfterAcceptance =
    [
        .. Asking,
        TierReviewActivity.TypeName,
        CopyNoticeActivity.TypeName,
        AskOnlyWhenActivity.TypeName,
        SumUpApprovalsActivity.TypeName,
        WaitWorkingDaysActivity.TypeName,
    ];

    private static readonly string[] Holding = ["Elsa.Timer", "Elsa.Delay", "Elsa.StartAt", "Elsa.Cron", "Elsa.Event", "Elsa.RunTask"];

    private static readonly string[] Forks = ["Elsa.Fork", "Elsa.FlowFork"];

    private readonly bool _asksAny;
    private readonly HashSet<int> _branches = [];
    private readonly HashSet<string> _departments = new(StringComparer.Ordinal);

    public FlowReach(DrawnFlow flow)
    {
        Approvals = [.. flow.Steps.Where(step => step.Type == DepartmentApprovalActivity.TypeName)];
        Waits = [.. flow.Steps.Where(step => step.Type == WaitWorkingDaysActivity.TypeName)];
        Blocks = [.. flow.Steps.Where(step => step.Type == ApproveInParallelActivity.TypeName)];
        Conditional = [.. flow.Steps.Where(step => step.Type == AskOnlyWhenActivity.TypeName)];
        IsOfCase = flow.Steps.Any(IsOfTheHouse);
        TakesIn = flow.Steps.Any(step => step.Type == IntakeActivity.TypeName);
        Closes = flow.Steps.Any(step => step.Type == FinishActivity.TypeName);
        _asksAny = flow.Steps.Any(step => step.Type == AllBranchesApprovalActivity.TypeName);
        foreach (var (branch, department) in Approvals.Select(step => (step.Input("Branch"), step.Input("Department"))))
        {
            _asksAny |= branch.IsWorkedOut || department.IsWorkedOut;
            if (int.TryParse(branch.Text, out var number))
                _branches.Add(number);
            else if (department.Text is { } code)
                _departments.Add(code);
        }

        var before = flow.Start is { } start
            ? flow.Reached([start], (step, port) => !IsIntake(step) || port != IntakeActivity.Accepted)
            : [];
        TooEarly = [.. before.Where(step => step.Holds(AfterAcceptance))];
        var accepted = flow.Top.Where(IsIntake).SelectMany(intake => flow.Next(intake, port => port == IntakeActivity.Accepted));
        var unasked = flow.Reached(accepted, (step, _) => !step.Holds(Asking));
        Unasked = [.. unasked.Where(step => step.Type == FinishActivity.TypeName)];
        Copies = flow.Steps.Any(step => step.Type == CopyNoticeActivity.TypeName);
        Idle = [.. flow.Top.Where(step => Holding.Contains(step.Type) && GoesRound(flow, step) && IsInstead(flow, step))];
        Endless = [.. flow.Top.Where(step => IsOfTheHouse(step) && ComesBack(flow, step))];
    }

    /// <summary>Whether it has steps of the house at all; one that has none is about no case.</summary>
    public bool IsOfCase { get; }

    /// <summary>Whether a case can be accepted in it.</summary>
    public bool TakesIn { get; }

    /// <summary>Whether it has a step that closes the case.</summary>
    public bool Closes { get; }

    /// <summary>Steps that ask one department each.</summary>
    public IReadOnlyList<DrawnStep> Approvals { get; }

    /// <summary>Blocks of parallel approval; the departments that they ask are among the approvals.</summary>
    public IReadOnlyList<DrawnStep> Blocks { get; }

    /// <summary>Steps that wait for working days.</summary>
    public IReadOnlyList<DrawnStep> Waits { get; }

    /// <summary>Steps that say when a department is asked at all.</summary>
    public IReadOnlyList<DrawnStep> Conditional { get; }

    /// <summary>Steps for an accepted case that can be reached before the case is accepted.</summary>
    public IReadOnlyList<DrawnStep> TooEarly { get; }

    /// <summary>Steps that close the case and can be reached, after acceptance, without any department having been asked.</summary>
    public IReadOnlyList<DrawnStep> Unasked { get; }

    /// <summary>
    /// Steps of the house that lead back to themselves by ports that are left for good (流程死循环): what is done is passed at once when the
    /// flow comes back, so a loop needs a way out: a decision, or a branch that is still open because papers are wanting or its department
    /// is late.
    /// </summary>
    public IReadOnlyList<DrawnStep> Endless { get; }

    /// <summary>Whether it tells the departments of the case before they are asked (抄告).</summary>
    public bool Copies { get; }

    /// <summary>
    /// Steps that wait for a time, an event or a task, come back to themselves whatever happens, and are come to in the place of the way to
    /// the end (空转等待): a case goes round there, and for long nobody sees it, for it always waits for something. A reminder that goes
    /// round beside the way is none.
    /// </summary>
    public IReadOnlyList<DrawnStep> Idle { get; }

    /// <summary>Those of an item's branches that no step of the flow asks.</summary>
    public IEnumerable<BranchDefinition> LeftOut(IEnumerable<BranchDefinition> branches) =>
        _asksAny
            ? []
            : branches.Where(branch =>
                !_branches.Contains(branch.Number)
                && !_departments.Contains(branch.DepartmentCode)
                && !Conditional.Any(step => Names(step, branch) && step.Input("AskedWhen").Text == "false")
            );

    /// <summary>Whether the step is about that branch: by its number, or else by its department.</summary>
    internal static bool Names(DrawnStep step, BranchDefinition branch) =>
        step.Input("Branch") is { IsNothing: false } number
            ? number.Text == FormattableString.Invariant($"{branch.Number}")
            : step.Input("Department").Text == branch.DepartmentCode;

    private static bool IsOfTheHouse(DrawnStep step) => step.Type.StartsWith(OfHouse, StringComparison.Ordinal);

    private static bool IsIntake(DrawnStep step) => step.Type == IntakeActivity.TypeName;

    private static bool ComesBack(DrawnFlow flow, DrawnStep start) =>
        flow.Reached(flow.Next(start, IsForGood), (step, port) => step != start && !MayLeave(step) && IsForGood(port)).Contains(start);

    // Every way on leads back to it.
    private static bool GoesRound(DrawnFlow flow, DrawnStep start)
    {
        var reached = flow.Reached(flow.Next(start, _ => true), (step, _) => step != start);
        return reached.Contains(start) && !reached.Any(step => MayLeave(step) || IsOfTheHouse(step) || !flow.Next(step, _ => true).Any());
    }

    // By one port of a choice only, and nothing that closes the case by the same port.
    private static bool IsInstead(DrawnFlow flow, DrawnStep start) =>
        flow
            .Top.Where(step => !Forks.Contains(step.Type))
            .SelectMany(
                step => flow.Ports(step),
                (step, port) => (step, reached: flow.Reached(flow.Next(step, port.Equals), (_, _) => true))
            )
            .Any(way =>
                way.reached.Contains(start)
                && !way.reached.Contains(way.step)
                && !way.reached.Any(step => step.Type == FinishActivity.TypeName)
            );

    private static bool IsForGood(string port) => port is not (BranchOutcome.Correction or BranchOutcome.TimedOut);

    private static bool MayLeave(DrawnStep step) => step.Type is "Elsa.FlowDecision" or "Elsa.FlowSwitch";
}
