using System.Reflection;
using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases.Walks;

/// <summary>Every verb of officers, with what a walk says in it; the dice of the step choose where there is something to choose.</summary>
internal sealed class WalkVerbs(WalkHouse house)
{
    private static readonly string[] TwoNames = ["刘芳", "王强"];

    private static readonly Dictionary<string, AuthorityAttribute> Authorities = typeof(House)
        .Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<AuthorityAttribute>() is not null)
        .ToDictionary(type => type.Name, type => type.GetCustomAttribute<AuthorityAttribute>()!);

    /// <summary>Whether the table of authority lets the officer do it at all.</summary>
    public bool Allows(string verb, Officer officer) =>
        officer.IsEnabled && Authorities[verb].Allows(officer.Roles, house.Officers.Department(officer.DepartmentCode)!.Tier);

    /// <summary>The verbs of the case and of its branches that are open to the officer now.</summary>
    public IEnumerable<(string Verb, int Branch)> OpenTo(Walk walk, Officer officer)
    {
        walk.File.Act = walk.ActOf(officer);
        if (house.Get<StationGate>().Refuse(walk.File) is not null)
            return [];
        var rules = house.Get<MoveRules>();
        return
        [
            .. rules.Of(walk.File).Where(move => move.Refusal is null).Select(move => (Verb: move.Verb.ToString(), Branch: 0)),
            .. walk.File.Branches.SelectMany(branch =>
                rules.Of(walk.File, branch).Where(move => move.Refusal is null).Select(move => (move.Verb.ToString(), branch.Number))
            ),
        ];
    }

    /// <summary>Does it through its handler.</summary>
    /// <returns>The code of the refusal; null when it was done.</returns>
    public string? Do(Walk walk, Step step, Officer officer)
    {
        if (!Allows(step.Verb, officer))
            return "verb_not_allowed";
        var (file, dice) = (walk.File, new Random(step.Dice));
        if (step.Branch == 0)
            return OfCase(walk, step.Verb, dice);
        return file.FindBranch(step.Branch) is { } branch ? OfBranch(walk, step.Verb, branch, dice) : "no_branch";
    }

    private string? OfCase(Walk walk, string verb, Random dice)
    {
        var (file, number, item) = (walk.File, walk.File.Number, walk.Item);
        string[] papers = [.. file.Materials.Where(paper => paper.State is not MaterialState.PassedInside).Select(paper => paper.Code)];
        string[] wanting = [.. file.Materials.Outstanding()];
        string[] confirmed = ["nobody_may_sign"];
        var part = file.Case.ChosenBranches[dice.Next(file.Case.ChosenBranches.Length)];
        var party = file.InterestedParties.FirstOrDefault(known => known.HeardAt is null)?.Number ?? 1;
        string? One(string[] of) => of.Length == 0 ? null : of[dice.Next(of.Length)];
        return verb switch
        {
            nameof(CaseVerb.AcceptCase) => Done<AcceptCaseHandler, AcceptCase, Accepted>(walk, new(number, confirmed)),
            nameof(CaseVerb.AcceptDeferring) => Done<AcceptDeferringHandler, AcceptDeferring, Deferred>(
                walk,
                new(number, [.. file.Materials.Wanting()], null, true, confirmed)
            ),
            nameof(CaseVerb.AcceptOnCommitment) => Done<AcceptOnCommitmentHandler, AcceptOnCommitment, Accepted>(
                walk,
                new(number, true, confirmed)
            ),
            nameof(CaseVerb.NotifyCorrection) => Done<NotifyCorrectionHandler, NotifyCorrection, CorrectionNotice>(
                walk,
                new(number, wanting.Length > 0 || One(papers) is not { } bad ? [] : [new(bad, "不清晰", "请重新提交")])
            ),
            nameof(CaseVerb.CorrectOnTheSpot) => One(papers) is { } spot
                ? Done<CorrectOnTheSpotHandler, CorrectOnTheSpot, OnTheSpot>(walk, new(number, [new(spot, "漏签", "已补签")]))
                : "no_paper",
            nameof(CaseVerb.SupplyMaterials) => (dice.Next(3) > 0 ? One(wanting) : One(papers)) is { } paper
                ? Done<SupplyMaterialsHandler, SupplyMaterials, Supplied>(walk, new(number, [new(paper)]))
                : "no_paper",
            nameof(CaseVerb.DeclineCase) => Done<DeclineCaseHandler, DeclineCase, Declined>(
                walk,
                new(number, "不属于本机关职权", "区政府")
            ),
            nameof(CaseVerb.AskSecondCorrection) => Done<AskSecondCorrectionHandler, AskSecondCorrection, SecondCorrection>(
                walk,
                new(number, "新情况")
            ),
            nameof(CaseVerb.GrantSecondCorrection) => Done<GrantSecondCorrectionHandler, GrantSecondCorrection, SecondCorrection>(
                walk,
                new(number, "同意")
            ),
            nameof(CaseVerb.WithdrawCase) => Done<WithdrawCaseHandler, WithdrawCase, Withdrawn>(
                walk,
                new(number, "不办了", dice.Next(4) == 0 || file.Branches.Count == 0 ? null : [part])
            ),
            nameof(CaseVerb.ExtendCase) => Done<ExtendCaseHandler, ExtendCase, CaseExtension>(
                walk,
                new(number, 1 + dice.Next(10), "案情复杂", "张区长")
            ),
            nameof(CaseVerb.ChargeFee) => Done<ChargeFeeHandler, ChargeFee, ChargedFee>(walk, new(number, part, 10)),
            nameof(CaseVerb.CorrectFee) => Done<CorrectFeeHandler, CorrectFee, CorrectedFee>(walk, new(number, part, 5, "录入有误")),
            nameof(CaseVerb.RefundFee) => Done<RefundFeeHandler, RefundFee, RefundedFee>(walk, new(number, part, 5, "多收")),
            nameof(CaseVerb.DecideOnTheSpot) => Done<DecideOnTheSpotHandler, DecideOnTheSpot, DecidedOnTheSpot>(
                walk,
                new(number, dice.Next(3) > 0 ? Verdict.Approve : Verdict.Refuse, "经审查。", "依据事实。")
            ),
            nameof(CaseVerb.CallSiteVisit) => Done<CallSiteVisitHandler, CallSiteVisit, CalledVisit>(
                walk,
                new(number, NextWorkingMorning(walk, 1), "西大街1号")
            ),
            nameof(CaseVerb.CloseSiteVisit) => Done<CloseSiteVisitHandler, CloseSiteVisit, ClosedVisit>(walk, new(number)),
            nameof(CaseVerb.DeliverCase) => Done<DeliverCaseHandler, DeliverCase, DeliveredCase>(walk, new(number)),
            nameof(CaseVerb.RecordFollowUp) => Done<RecordFollowUpHandler, RecordFollowUp, FollowUp>(
                walk,
                new(number, dice.Next(2) == 0, "核查情况。", TwoNames)
            ),
            nameof(CaseVerb.NoteInterestedParty) => Done<NoteInterestedPartyHandler, NoteInterestedParty, NotedParty>(
                walk,
                new(number, "邻居", "西大街2号", "采光", dice.Next(2) == 0 || file.Branches.Count == 0 ? null : part)
            ),
            nameof(CaseVerb.TellInterestedParty) => Done<TellInterestedPartyHandler, TellInterestedParty, ToldParty>(
                walk,
                new(number, file.InterestedParties.FirstOrDefault(known => known.ToldAt is null)?.Number ?? 1, 1 + dice.Next(5), true)
            ),
            nameof(CaseVerb.HearInterestedParty) => Done<HearInterestedPartyHandler, HearInterestedParty, HeardParty>(
                walk,
                new(number, party, "无异议")
            ),
            _ => throw new InvalidOperationException($"Expected the walk to know {verb}."),
        };
    }

    private string? OfBranch(Walk walk, string verb, Branch branch, Random dice)
    {
        var (file, number, task) = (walk.File, walk.File.Number, branch.TaskOf(walk.File.Number));
        Officer[] colleagues = [.. walk.District.There.Where(officer => officer.DepartmentCode == branch.Department)];
        var colleague = colleagues.Length == 0 ? "nobody" : colleagues[dice.Next(colleagues.Length)].UserName;
        var verdict = dice.Next(3) > 0 ? Verdict.Approve : Verdict.Refuse;
        string[] papers =
        [
            .. walk
                .Item.MaterialsOf(branch.Number)
                .Select(paper => paper.Code)
                .Where(code => file.Materials.Any(paper => paper.Code == code && paper.State is not MaterialState.PassedInside)),
        ];
        return verb switch
        {
            nameof(BranchVerb.ClaimTask) => Done<ClaimTaskHandler, ClaimTask, TaskHeld>(walk, new(task)),
            nameof(BranchVerb.ReleaseTask) => Done<ReleaseTaskHandler, ReleaseTask, TaskHeld>(walk, new(task)),
            nameof(BranchVerb.ReassignTask) => Done<ReassignTaskHandler, ReassignTask, TaskHeld>(walk, new(task, colleague, "分流")),
            nameof(BranchVerb.ReviewBranch) => Done<ReviewBranchHandler, ReviewBranch, Reviewed>(walk, new(task, verdict, "经审查。")),
            nameof(BranchVerb.DecideBranch) => Done<DecideBranchHandler, DecideBranch, Decided>(
                walk,
                new(task, verdict, "经审查。", "依据事实。")
            ),
            nameof(BranchVerb.DecideOnTheSpot) => "asked_of_the_case",
            nameof(BranchVerb.SendUp) => Done<SendUpHandler, SendUp, Decided>(walk, new(number, verdict is Verdict.Approve, "情况属实。")),
            nameof(BranchVerb.RequestCorrection) => papers.Length == 0
                ? "no_paper"
                : Done<RequestCorrectionHandler, RequestCorrection, CorrectionAsked>(
                    walk,
                    new(task, [new(papers[dice.Next(papers.Length)], "不清晰", "请重新提交")])
                ),
            nameof(BranchVerb.StopBranch) => Done<StopBranchHandler, StopBranch, BranchClocks>(
                walk,
                new(task, Enum.GetValues<StopGround>()[dice.Next(Enum.GetValues<StopGround>().Length)], 1 + dice.Next(12), true)
            ),
            nameof(BranchVerb.ResumeBranch) => Done<ResumeBranchHandler, ResumeBranch, BranchClocks>(walk, new(task)),
            nameof(BranchVerb.AskExtension) => Done<AskExtensionHandler, AskExtension, ExtensionAskedFor>(
                walk,
                new(task, 1 + dice.Next(10), "案情复杂")
            ),
            nameof(BranchVerb.DecideExtension) => Done<DecideExtensionHandler, DecideExtension, ExtensionDecided>(
                walk,
                new(task, dice.Next(2) == 0, "张区长", LeaveLevel.Government, "情况")
            ),
            nameof(BranchVerb.SendDown) => Done<SendDownHandler, SendDown, SentBackTo>(walk, new(task, "请核实")),
            nameof(BranchVerb.ConfirmDecision) => Done<ConfirmDecisionHandler, ConfirmDecision, ConfirmedDecision>(
                walk,
                new(task, dice.Next(2) == 0, "已核对")
            ),
            nameof(BranchVerb.AddResultLater) => branch.AwaitsResults is [var first, ..]
                ? Done<AddResultLaterHandler, AddResultLater, AddedResult>(walk, new(task, first, "补录"))
                : "nothing_awaited",
            nameof(BranchVerb.SealDeemedGrant) => Done<SealDeemedGrantHandler, SealDeemedGrant, SealedCertificate>(walk, new(task)),
            nameof(BranchVerb.AnswerRefusal) => Done<AnswerRefusalHandler, AnswerRefusal, Answered>(
                walk,
                new(number, branch.Number, dice.Next(2) == 0 ? RefusalAnswer.GoOn : RefusalAnswer.Reapply)
            ),
            nameof(BranchVerb.AskRecusal) => Done<AskRecusalHandler, AskRecusal, RecusalRequest>(
                walk,
                new(number, branch.Number, colleague, "系近亲属", "利害关系人")
            ),
            nameof(BranchVerb.DecideRecusal) => Done<DecideRecusalHandler, DecideRecusal, RecusalAnswer>(
                walk,
                new(number, branch.Number, dice.Next(2) == 0, "已核实", dice.Next(3) == 0 ? colleague : null)
            ),
            nameof(BranchVerb.RecordSiteVisit) => Inspect(walk, branch, dice.Next(3) > 0),
            nameof(BranchVerb.TellHearingRight) => Done<TellHearingRightHandler, TellHearingRight, ToldHearingRight>(
                walk,
                new(task, "拟作出的决定", dice.Next(2) == 0, true)
            ),
            nameof(BranchVerb.RequestHearing) => Done<RequestHearingHandler, RequestHearing, RequestedHearing>(
                walk,
                new(number, branch.Number)
            ),
            nameof(BranchVerb.CallHearing) => Done<CallHearingHandler, CallHearing, CalledHearing>(
                walk,
                new(task, NextWorkingMorning(walk, 7), "三楼会议室", Chair(walk, branch, dice), true)
            ),
            nameof(BranchVerb.RecordHearing) => Done<RecordHearingHandler, RecordHearing, RecordedHearing>(
                walk,
                new(task, "笔录。", TwoNames)
            ),
            nameof(BranchVerb.NameInspectors) => Done<NameInspectorsHandler, NameInspectors, NamedInspectors>(walk, new(task, TwoNames)),
            _ => throw new InvalidOperationException($"Expected the walk to know {verb}."),
        };
    }

    private string? Inspect(Walk walk, Branch branch, bool passes) =>
        Done<RecordSiteVisitHandler, RecordSiteVisit, RecordedVisit>(
            walk,
            new(
                walk.File.Number,
                branch.Number,
                TwoNames,
                passes,
                passes ? "现场符合要求。" : "现场有问题。",
                passes ? [] : ["通道堵塞"],
                Place: "西大街1号"
            )
        );

    // Mostly somebody of another body, as it should be; now and then a colleague, who then decides nothing.
    private static string Chair(Walk walk, Branch branch, Random dice)
    {
        Officer[] fit = [.. walk.District.There.Where(officer => officer.DepartmentCode == branch.Department == (dice.Next(3) == 0))];
        return fit.Length == 0 ? "supervisor" : fit[dice.Next(fit.Length)].UserName;
    }

    private DateTimeOffset NextWorkingMorning(Walk walk, int days)
    {
        var due = house.Calendar.In(walk.Item.LeadDepartmentCode).AddWorkingDays(walk.File.Act.Today, days);
        return due.Value.Due.At(new(10, 0));
    }

    private string? Done<THandler, TCommand, TAnswer>(Walk walk, TCommand command)
        where THandler : Handler<TCommand, TAnswer>
        where TCommand : notnull
    {
        // On the desk everything is answered at once.
        var asked = house.Get<THandler>().HandleAsync(command, walk.File.Act, CancellationToken.None);
        asked.IsCompleted.ShouldBeTrue();
        var answer = asked.GetAwaiter().GetResult();
        return answer.IsError ? answer.FirstError.Code : null;
    }
}
