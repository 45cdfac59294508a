using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Refusals;

namespace ParallelApproval.Synthesis;

/// <summary>
/// Plays a script with the verbs of the house (仿真演绎): what an officer could not do, it cannot do either, and clocks fire as the sweep would
/// have fired them. What lies in the future at <paramref name="now"/> is not played, so that the newest cases are open.
/// </summary>
internal sealed class CaseStage(
    PlayedStore store,
    PlayedNumbers numbers,
    CalendarRegister calendars,
    ClockTurns turns,
    ReceiveCaseHandler reception,
    AcceptCaseHandler acceptance,
    NotifyCorrectionHandler notices,
    SupplyMaterialsHandler supplements,
    DeclineCaseHandler declining,
    WithdrawCaseHandler withdrawal,
    ClaimTaskHandler claims,
    DecideBranchHandler decisions,
    RequestCorrectionHandler corrections,
    StopBranchHandler stops,
    ConfirmDecisionHandler confirmations,
    RecordSiteVisitHandler inspections,
    VisitRules visits,
    DeliverCaseHandler deliveries,
    PlayedTiers tiers,
    PlayedOversight oversight,
    PlayedVoices voices,
    int seed,
    DateTimeOffset now
)
{
    private const int MostScenes = 400;
    private const int PatienceDays = 20;
    private const int RatedPercent = 58;

    /// <summary>The play, or what the house refused; the case is left out then.</summary>
    public async Task<ErrorOr<CasePlay>> PlayAsync(CaseScript script)
    {
        var play = store.Open();
        numbers.Deal(script.Running);
        var clerk = script.Body is { } body ? SyntheticBodies.LocalClerk(body) : SyntheticBodies.Clerk(script.Fate(seed));
        var act = new Act(clerk, clerk, script.Body ?? script.Item.IntakeDepartmentCode, script.At);
        var isAccepted = script.Lacks is null && script.Ending is not Ending.Declined;
        var window = act.Department == SyntheticBodies.Hall ? SyntheticBodies.WindowOf(clerk) : null;
        var received = await reception.HandleAsync(new(ApplicationOf(script), isAccepted, Window: window), act, CancellationToken.None);
        if (received.IsError)
            return received.Errors;
        var scene = new Scene(play, script, act, script.Fate(seed));
        return await PlayOnAsync(scene).ThenAsync(_ => AfterwardsAsync(scene)).Then(_ => play);
    }

    // What the last scenes raised is answered; then the applicant has his say.
    private async Task<ErrorOr<Success>> AfterwardsAsync(Scene scene)
    {
        var (play, lead) = (scene.Play, scene.Script.Item.LeadDepartmentCode);
        if (!PlayedVoices.Note(play, lead) || scene.Random.Next(100) >= RatedPercent)
            return Result.Success;
        var rated = Later(scene.File.Act.At, 0.1 + scene.Random.NextDouble());
        var called = Later(rated, 0.5);
        return called > now ? Result.Success : await voices.RateAsync(play, lead, rated, called, scene.Random);
    }

    private static Application ApplicationOf(CaseScript script)
    {
        var papers = script
            .Item.Materials.Where(paper => paper.IsAsked && paper.Code != script.Lacks)
            .Select(paper => new SuppliedMaterial(paper.Code, Copies: 1));
        var branches = script.Item.Branches.Select(branch => branch.Number).ToArray();
        var used = script.Item.AskedFor(branches).Select(paper => paper.Code).ToHashSet(StringComparer.Ordinal);
        return new(
            script.Item.ItemCode,
            script.Applicant,
            new JsonObject(),
            [.. papers.Where(paper => used.Contains(paper.Code))],
            branches
        );
    }

    /// <summary>One case on the stage: what is to happen next is computed from how the case stands.</summary>
    private sealed class Scene(CasePlay play, CaseScript script, Act clerk, Random random)
    {
        public CasePlay Play => play;

        public CaseScript Script => script;

        public Random Random => random;

        public CaseFile File => play.File!;

        public CaseNumber Number => File.Number;

        public Dictionary<(int Branch, int Round), BranchPlan> Plans { get; } = [];

        public DateTimeOffset? SupplyAt { get; set; }

        public int Watched { get; set; }

        public Act ByClerk(DateTimeOffset at) => clerk with { At = at };

        public Act ByApprover(Branch branch, DateTimeOffset at)
        {
            var officer =
                branch.Kind is BranchKind.Referral
                    ? SyntheticBodies.ApproverOf(branch.Department)
                    : SyntheticBodies.Approver(branch.Department, new Random(script.Index + branch.Number));
            return new(officer, officer, branch.Department, at);
        }

        /// <summary>Who reviewed does not sign.</summary>
        public Act BySigner(Branch branch, DateTimeOffset at)
        {
            if (branch.ReviewedBy is not { } reviewer)
                return ByApprover(branch, at);
            var officer = SyntheticBodies.OtherApprover(branch.Department, reviewer);
            return new(officer, officer, branch.Department, at);
        }
    }

    private async Task<ErrorOr<Success>> PlayOnAsync(Scene scene)
    {
        for (var i = 0; i < MostScenes; i++)
        {
            var watched = await oversight.WatchAsync(scene.Play, scene.Watched);
            if (watched.IsError)
                return watched.Errors;
            scene.Watched = watched.Value;
            var planned =
                Cue.First(Next(scene), oversight.Next(scene.Play, Later)) is { } cue && cue.At <= now
                    ? cue with
                    {
                        At = Max(cue.At, scene.File.Act.At.AddSeconds(40)),
                    }
                    : null;
            var next = NextClock(scene, planned?.At ?? now) ?? planned;
            if (next is null)
                return Result.Success;
            var done = await next.Do(next.At);
            if (done.IsError)
                return done;
        }

        throw new InvalidOperationException($"Expected the play of case {scene.Number} to end within {MostScenes} scenes, but it did not.");
    }

    // Null when no clock falls due before. What was to happen may be settled by it.
    private Cue? NextClock(Scene scene, DateTimeOffset until)
    {
        DateTimeOffset? first = null;
        foreach (var clock in scene.File.Clocks)
            if (clock.NextAt is { } at && (first is null || at < first))
                first = at;
        if (first is not { } due || due > until)
            return null;
        return Cue.For(Max(due, scene.File.Act.At), at =>
            store.WorkOnIfFreeAsync(
                scene.Number,
                Act.OfSystem(at),
                file => turns.FireDue(file).Then(_ => Result.Success),
                CancellationToken.None
            )
        );
    }

    private Cue? Next(Scene scene)
    {
        var @case = scene.File.Case;
        if (@case.Status.IsClosed())
            return null;
        if (@case.Status is CaseStatus.Received)
            return BeforeAcceptance(scene);
        if (@case.Status is CaseStatus.CorrectionRequested)
            return @case.PapersCompleteAt is null ? Supplement(scene) : BeforeAcceptance(scene);
        if (Confirmation(scene) is { } confirmation)
            return confirmation;
        if (@case.Status is CaseStatus.Decided && scene.File.Branches.All(branch => branch.Status.IsSettled()))
            return Cue.For(
                Later(@case.DecidedAt!.Value, scene.Script.Item.PromisedDays == 0 ? 0.02 : 0.3 + (scene.Script.Index % 5) * 0.6),
                at => deliveries.HandleAsync(new(scene.Number), scene.ByClerk(at), CancellationToken.None)
            );
        if (scene.Script.Ending is Ending.Withdrawn && @case.Status is not CaseStatus.Decided)
            return Cue.For(Later(@case.AcceptedAt ?? scene.Script.At, 0.4), at =>
                withdrawal.HandleAsync(new(scene.Number, "申请人主动撤回"), scene.ByClerk(at), CancellationToken.None)
            );
        return Branches(scene);
    }

    // A paper was replaced after a department had decided: it says first that its decision stands.
    private Cue? Confirmation(Scene scene)
    {
        if (scene.File.Clocks.FirstOrDefault(clock => clock is { Kind: ClockKind.Confirmation, IsEnded: false }) is not { } pending)
            return null;
        var branch = scene.File.Branches.First(part => part.Number == pending.Branch);
        return Cue.For(Later(pending.StartedOn.At(new TimeOnly(9, 0)), 1.2), at =>
            confirmations.HandleAsync(
                new(branch.TaskOf(scene.Number), Stands: true, "更换的材料不影响原决定。"),
                scene.ByApprover(branch, at),
                CancellationToken.None
            )
        );
    }

    private Cue? BeforeAcceptance(Scene scene)
    {
        if (scene.Script.Ending is Ending.Declined)
            return Cue.For(Later(scene.Script.At, 0.05), at =>
                declining.HandleAsync(
                    new(scene.Number, "申请事项依法不属于本行政机关职权范围。"),
                    scene.ByClerk(at),
                    CancellationToken.None
                )
            );
        if (scene.File.Case.PapersCompleteAt is { } complete)
            return Cue.For(Later(complete, 0.02), at =>
                acceptance.HandleAsync(new(scene.Number, [RefusalCode.NobodyMaySign.Name]), scene.ByClerk(at), CancellationToken.None)
            );
        // Now and then the window forgets the notice, and the case counts as accepted by itself.
        var days = scene.Script.Index % 97 == 0 ? 9 : 0.1 + (scene.Script.Index % 7) * 0.25;
        return Cue.For(Later(scene.Script.At, days), at =>
            notices.HandleAsync(new(scene.Number, []), scene.ByClerk(at), CancellationToken.None)
        );
    }

    private Cue? Supplement(Scene scene)
    {
        if (scene.Script.Ending is Ending.NeverSupplied && scene.File.Case.Status is CaseStatus.CorrectionRequested)
            return Cue.For(Later(scene.Script.At, PatienceDays), at =>
                withdrawal.HandleAsync(new(scene.Number, "逾期未补正，视为撤回"), scene.ByClerk(at), CancellationToken.None)
            );
        scene.SupplyAt ??= Later(scene.File.Act.At, 0.5 + scene.Random.NextDouble() * 5);
        return Cue.For(scene.SupplyAt.Value, at => SupplyAsync(scene, at));
    }

    private Task<ErrorOr<Supplied>> SupplyAsync(Scene scene, DateTimeOffset at)
    {
        scene.SupplyAt = null;
        var wanting = scene
            .File.Materials.Where(paper => paper.State is MaterialState.Missing or MaterialState.Faulty)
            .Select(paper => new SuppliedMaterial(paper.Code, Copies: 1));
        return supplements.HandleAsync(new(scene.Number, [.. wanting]), scene.ByClerk(at), CancellationToken.None);
    }

    // Of all branches on a desk the one whose hour comes first.
    private Cue? Branches(Scene scene)
    {
        Cue? first = null;
        foreach (var branch in scene.File.Branches)
        {
            // A review that was sent back down lies on its desk again, though the flow has passed it.
            if (!branch.Status.IsOpen() || (branch.Bookmark is null && branch.Kind is not BranchKind.Referral))
                continue;
            if (branch.Status is BranchStatus.Stopped)
                continue;
            var next =
                branch.Status is BranchStatus.CorrectionRequested ? Supplement(scene)
                : scene.File.BlockersOf(branch).Any() ? null
                : Desk(scene, branch);
            first = Cue.First(first, next);
        }

        return first;
    }

    private Cue? Desk(Scene scene, Branch branch)
    {
        if (!scene.Plans.TryGetValue((branch.Number, branch.Round), out var plan))
            scene.Plans[(branch.Number, branch.Round)] = plan = Plan(scene, branch);
        var task = branch.TaskOf(scene.Number);
        if (tiers.Desk(scene.File, branch, scene.Script, plan, scene.ByApprover(branch, default), scene.ByClerk(default)) is { } ofTiers)
            return ofTiers;
        if (plan.Corrects && scene.File.Materials.FirstOrDefault(paper => paper.State is MaterialState.Supplied) is { } paper)
            return Cue.For(plan.FirstAt, at =>
            {
                plan.Corrects = false;
                return corrections.HandleAsync(
                    new(task, [new(paper.Code, "内容不清晰", "请重新提交")]),
                    scene.ByApprover(branch, at),
                    CancellationToken.None
                );
            });
        if (plan.Ground is { } ground)
            return Cue.For(plan.FirstAt, at =>
            {
                (plan.Ground, plan.DecidesAt) = (null, Later(plan.DecidesAt, plan.StopDays));
                return stops.HandleAsync(
                    new(task, ground, plan.StopDays, NoticeDelivered: true),
                    scene.ByApprover(branch, at),
                    CancellationToken.None
                );
            });
        if (!plan.Refuses && visits.IsMissing(scene.File, branch))
            return Inspection(scene, branch, plan);
        if (branch.Holder is null && plan.Claims && branch.ReviewedBy is null)
            return Cue.For(Min(plan.FirstAt, plan.DecidesAt), at =>
                claims.HandleAsync(new(task), scene.ByApprover(branch, at), CancellationToken.None)
            );
        var (verdict, opinion, reasons) = plan.Words;
        return Cue.For(plan.DecidesAt, at =>
            decisions.HandleAsync(new(task, verdict, opinion, reasons), scene.BySigner(branch, at), CancellationToken.None)
        );
    }

    // Alone where nobody else must look; where others must and nobody has called them, from the day after the last for that.
    private Cue Inspection(Scene scene, Branch branch, BranchPlan plan)
    {
        var from = Min(plan.FirstAt, plan.DecidesAt);
        if (visits.AloneRefusal(scene.File, branch) is not null && visits.LastDay(scene.File) is { IsError: false } last)
            from = Max(from, Later(last.Value.AddDays(1).At(OfficeHours.Standard.Opens), 0.1));
        plan.DecidesAt = Max(plan.DecidesAt, Later(from, 0.1));
        return Cue.For(from, at =>
            inspections.HandleAsync(
                new(scene.Number, branch.Number, ["刘芳", "王强"], Passes: true, "现场符合要求。", [], Place: "申请书所载地址"),
                scene.ByApprover(branch, at),
                CancellationToken.None
            )
        );
    }

    private BranchPlan Plan(Scene scene, Branch branch)
    {
        var defined = scene.Script.Item.Branches.FirstOrDefault(part => part.Number == branch.Number);
        var fate = BranchFate.Draw(scene.Random, defined);
        var days = scene.File.LatestClock(branch.Number, ClockKind.Promised)?.BudgetDays ?? defined?.PromisedDay ?? 1;
        // Who had to wait for another's result has reviewed meanwhile.
        if (branch.HardDependencies.Length > 0)
            days = Math.Min(days, 1);
        var from = scene.File.Act.At;
        var isSentUp = Referrals.Below(scene.File, branch) is not null;
        return new()
        {
            FirstAt = Later(from, days == 0 ? 0.004 : days * fate.Share * scene.Random.NextDouble() * 0.6),
            DecidesAt = Later(from, days == 0 ? 0.006 + fate.Share * 0.05 : days * fate.Share),
            Claims = scene.Script.Index % 3 != 0,
            Corrects = fate.Corrects && !isSentUp,
            Ground = fate.Ground,
            StopDays = 2 + scene.Random.Next(5),
            Refuses = fate.Refuses,
            SendsDown = fate.SendsDown && isSentUp,
            NeedsReview = defined is { NeedsTwoSignatures: true } && branch.Kind is not BranchKind.Referral,
        };
    }

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    /// <summary>
    /// So many office days later, within office hours; at the end of what the calendar knows if it does not reach so far.
    /// </summary>
    private DateTimeOffset Later(DateTimeOffset from, double officeDays)
    {
        var later = OfficeHours.Standard.Add(calendars.Current, from, OfficeHours.Standard.ADay * officeDays);
        return later.IsError
            ? DateTimeOffset.MaxValue.AddDays(-2)
            : later.Value.AddTicks(-(later.Value.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
