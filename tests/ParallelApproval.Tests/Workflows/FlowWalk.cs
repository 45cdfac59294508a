using System.Text.Json;
using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Identities;
using ParallelApproval.Outbound;
using ParallelApproval.Testing;

namespace ParallelApproval.Workflows;

/// <summary>
/// One case on its way through a flow, everybody doing what he may, at random, and in the end what brings the case on: in memory, by the
/// verbs of the house. Nothing is stored.
/// </summary>
internal sealed class FlowWalk(TestHouse house, CaseFile file, Random random)
{
    // After so many steps everybody does what brings the case on, and after so many more it has to have come to its end.
    private const int Free = 14,
        Most = 400;

    private static readonly CaseStatus[] Ends =
    [
        CaseStatus.Finished,
        CaseStatus.PartlyFinished,
        CaseStatus.Refused,
        CaseStatus.Withdrawn,
        CaseStatus.Declined,
        CaseStatus.AcceptanceRevoked,
    ];

    // A flow that wakes itself every hour is looked at a day later, as after an outage: its case is not freed before its promise has
    // passed.
    private const int Patience = 60;

    private int _idle;
    private readonly HashSet<FlowCall> _made = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _said = [];

    /// <summary>What was done, in order; told of a walk that fails.</summary>
    public IEnumerable<string> Said => _said;

    private IFlowState Flow => file.WorkflowState;

    /// <summary>Null when the case came to its end; else what stood in the way.</summary>
    public string? Go()
    {
        for (var step = 0; step < Most && !IsOver; step++)
            if (Step(isLast: step >= Free) is { } wall)
                return wall;
        if (!IsOver)
            return Standing;
        // What was granted is in the applicant's hands.
        var owed = file.Branches.Count(branch => branch is { Status: BranchStatus.Approved, Kind: BranchKind.Certificate });
        return file.Certificates.Count() == owed ? null : $"{owed} granted, {file.Certificates.Count()} made";
    }

    private bool IsOver => Ends.Contains(file.Case.Status);

    private string Standing =>
        $"{file.Case.Status} on {file.Act.At:d}, "
        + string.Join(' ', file.Branches.Select(branch => $"{branch.Number}:{branch.Status}:{branch.Bookmark}"))
        + $"; flow {Flow.SubStatus} at {string.Join(' ', Flow.Bookmarks.Select(waiting => waiting.Id))}";

    private string? Step(bool isLast)
    {
        var open = (isLast ? Forward().Take(1) : Forward().Concat(Beside())).ToList();
        if (open.Count == 0)
            return "nobody's turn: " + Standing;
        var (verb, act) = open[random.Next(open.Count)];
        _said.Add(verb);
        _idle = verb.StartsWith("time", StringComparison.Ordinal) || verb.StartsWith("call", StringComparison.Ordinal) ? _idle + 1 : 0;
        return act() is { } error ? $"{verb}: {error.Code}: {error.Description}" : null;
    }

    // What brings the case on, the surest first.
    private IEnumerable<(string Verb, Func<Error?> Do)> Forward()
    {
        foreach (var asked in file.Branches.Where(branch => branch.AsksApplicant && branch.Status is BranchStatus.Refused).ToList())
            yield return ("take the rest", () => Do(Clerk, () => house.Get<BranchCourse>().TakeTheRest(file, asked)));
        if (file.Case.Status is CaseStatus.Decided && house.Get<DeliverCaseHandler>().IsAtItsEnd(file))
            yield return ("deliver", () => Do(Clerk, () => house.Get<DeliverCaseHandler>().Deliver(file, new(file.Number))));
        if (file.Case.Status is not CaseStatus.Decided && file.Materials.Any(paper => paper.State is MaterialState.Faulty))
            yield return ("supply", () => Do(Clerk, () => house.Get<SupplyMaterialsHandler>().Supply(file, Wanting())));
        foreach (var branch in file.Branches.Where(branch => branch.Status is BranchStatus.Stopped).ToList())
            yield return ($"resume {branch.Number}", () =>
                Do(Approver(branch), () => house.Get<ResumeBranchHandler>().Resume(file, branch, Task(branch)))
            );
        foreach (var branch in Unconfirmed().ToList())
            yield return ($"confirm {branch.Number}", () => Confirm(branch, stands: true));
        foreach (var branch in Asked().ToList())
            yield return ($"approve {branch.Number}", () => Decide(branch, Verdict.Approve));
        if (Flow.Incidents.Count > 0 || house.Get<IAfterFlow>().StandsStill(file))
            yield return ("release", () => Do(Designer, () => house.Get<ReleaseFromFlowHandler>().Release(file, "无法继续")));
        if (_idle > Patience && NextAt() is { } next)
            yield return ($"time to a day after {next:s}", () => Pass(next.AddDays(1)));
        foreach (var call in Calls().ToList())
            yield return ($"call {call.Kind} {call.Bookmark}", () => Do(System, () => Answer(call)));
        if (NextAt() is { } at)
            yield return ($"time to {at:s}", () => Pass(at));
    }

    // What somebody may do as well.
    private IEnumerable<(string Verb, Func<Error?> Do)> Beside()
    {
        foreach (var asked in file.Branches.Where(branch => branch.AsksApplicant && branch.Status is BranchStatus.Refused).ToList())
            yield return ("apply anew", () => Do(Clerk, () => house.Get<BranchCourse>().Reapply(file, asked)));
        foreach (var branch in Unconfirmed().ToList())
            yield return ($"recall {branch.Number}", () => Confirm(branch, stands: false));
        foreach (var branch in Asked().Take(1).ToList())
        {
            yield return ($"refuse {branch.Number}", () => Decide(branch, Verdict.Refuse));
            if (random.Next(4) == 0)
                yield return ($"leave {branch.Number}", () =>
                    Do(Clerk, () =>
                        house
                            .Get<WithdrawCaseHandler>()
                            .Withdraw(file, new(file.Number, Branches: random.Next(3) == 0 ? null : [branch.Number]))
                    )
                );
            if (MayBeCorrected(branch))
                yield return ($"correct {branch.Number}", () => Correct(branch));
            if (branch.Status is BranchStatus.InReview && file.ClocksOf(branch.Number).Any(clock => !clock.IsLateAt(file.Act.At)))
                yield return ($"stop {branch.Number}", () =>
                    Do(Approver(branch), () =>
                        house.Get<StopBranchHandler>().Stop(file, branch, new(Task(branch), StopGround.ExpertReview, 5, true))
                    )
                );
        }

        foreach (var incident in Flow.Incidents.ToList())
            yield return ($"retry {incident.Id}", () => Do(Designer, () => house.Get<RetryIncidentHandler>().Retry(file, incident.Id)));
        foreach (var waiting in Flow.Bookmarks.ToList())
            if (waiting is { Kind: RequestKind.Event, Name: { } name })
                yield return ($"event {name}", () => Do(Designer, () => house.Get<FlowEvents>().Hear(file, new(name))));
            else if (waiting.Kind is RequestKind.Task)
                yield return ($"task {waiting.Id}", () =>
                    Do(Designer, () => house.Get<CompleteTaskHandler>().Complete(file, waiting.Id, null))
                );
    }

    private IEnumerable<Branch> Asked() =>
        file.Branches.Where(branch =>
            branch.Round > 0
            && branch.Status.IsOpen()
            && branch.Status is not (BranchStatus.Stopped or BranchStatus.CorrectionRequested)
            && !file.BlockersOf(branch).Any()
        );

    // 材料变更: who has decided on a paper that was replaced since.
    private IEnumerable<Branch> Unconfirmed() => file.Branches.Where(branch => CaseConclusion.IsUnconfirmed(file, branch));

    private Error? Confirm(Branch branch, bool stands) =>
        Do(Approver(branch), () => house.Get<ConfirmDecisionHandler>().Confirm(file, branch, new(Task(branch), stands, "已核对。")));

    private bool MayBeCorrected(Branch branch) =>
        branch is { Status: BranchStatus.InReview, Corrections: 0 } && file.Materials.Any(IsSound) && Referrals.Below(file, branch) is null;

    private Error? Correct(Branch branch) =>
        Do(Approver(branch), () =>
            house
                .Get<RequestCorrectionHandler>()
                .Request(file, branch, new(Task(branch), [new(file.Materials.First(IsSound).Code, "看不清", "重新提交")]))
        );

    private static bool IsSound(CaseMaterial paper) => paper.State is MaterialState.Supplied;

    private SuppliedMaterial[] Wanting() =>
        [.. file.Materials.Where(paper => paper.State is MaterialState.Faulty).Select(paper => new SuppliedMaterial(paper.Code))];

    private TaskNumber Task(Branch branch) => new(file.Number, branch.Number, branch.Round);

    private Error? Decide(Branch branch, Verdict verdict) =>
        Do(Approver(branch), () =>
            house
                .Get<DecideBranchHandler>()
                .DecideOnTrial(file, new(Task(branch), verdict, "经审查。", verdict is Verdict.Refuse ? "不符合条件。" : null))
        );

    private IEnumerable<FlowCall> Calls() => file.Section<CallSection>().Noted.Where(call => !_made.Contains(call));

    private ErrorOr<Success> Answer(FlowCall call)
    {
        _made.Add(call);
        var runner = house.Get<WorkflowRunner>();
        if (call.Kind is CallKind.Event)
        {
            var raised = call.Request.Deserialize<EventRequest>(CallSection.Written)!;
            return Flow.Bookmarks.Any(waiting => waiting.Kind is RequestKind.Event && waiting.Name == raised.EventName)
                ? house.Get<FlowEvents>().Hear(file, new(raised.EventName)).Then(_ => Result.Success)
                : Result.Success;
        }

        if (!Flow.IsWaitingAt(call.Bookmark))
            return Result.Success;
        if (call.Kind is CallKind.Http)
            return house
                .Get<MakeCalls>()
                .Hear(file, call.Bookmark, call.Request.Deserialize<WebRequest>(CallSection.Written)!, Reply(random.Next(5)));
        if (random.Next(4) == 0)
            return runner.Fail(file, call.Bookmark, "not_done", "Expected it to be done, but it was not.");
        if (call.Kind is not CallKind.Workflow)
            return runner.Answer(file, call.Bookmark, "Done", null);
        var status = random.Next(3) == 0 ? WorkflowSubStatus.Faulted : WorkflowSubStatus.Finished;
        return runner.HearOf(
            file,
            call.Bookmark,
            new(file.Number.Key, call.Bookmark, "child", "Finished", status.ToString(), JsonSerializer.SerializeToElement(1))
        );
    }

    private static HttpReply Reply(int kind) =>
        kind switch
        {
            0 => HttpReply.Of(HttpFault.NoConnection, "nobody there"),
            1 => HttpReply.Of(HttpFault.TimedOut, "too long"),
            2 => HttpReply.Of(HttpFault.TooLong, "too much"),
            3 => new(HttpFault.None, 404, "", "", new Dictionary<string, string[]>(), "404"),
            _ => new(HttpFault.None, 200, "{\"ok\":true}", "application/json", new Dictionary<string, string[]>(), "200"),
        };

    private DateTimeOffset? NextAt() =>
        new[] { house.Get<FlowTurns>().NextOf(file), file.Clocks.Where(clock => !clock.IsEnded).Min(clock => clock.NextAt) }.Min();

    private Error? Pass(DateTimeOffset at)
    {
        file.Act = Act.OfSystem(at > file.Act.At ? at : file.Act.At.AddMinutes(1));
        return Error(house.Get<ClockTurns>().FireDue(file)) ?? Error(house.Get<FlowTurns>().FireDue(file));
    }

    private Act Clerk => house.Clerk();

    private Act Designer => house.Designer;

    private Act System => Act.OfSystem(file.Act.At);

    private Act Approver(Branch branch) => house.Approver(branch.Department);

    // Within the same hour: somebody is at his desk.
    private Error? Do<T>(Act who, Func<ErrorOr<T>> verb)
    {
        file.Act = who with { At = file.Act.At.AddMinutes(10) };
        return Error(verb());
    }

    private static Error? Error<T>(ErrorOr<T> outcome) => outcome.IsError ? outcome.FirstError : null;
}
