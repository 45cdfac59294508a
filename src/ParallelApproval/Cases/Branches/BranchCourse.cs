using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// The course that branches take together: what one result means for the branches that depend on it, when the case is decided, and when the
/// flow goes on. The verbs of this room change one branch and then leave the consequences to this class.
/// </summary>
public sealed class BranchCourse(
    CatalogueRegister catalogue,
    ClockRules clocks,
    BranchLifecycle lifecycle,
    CaseStandstill standstill,
    Referrals referrals,
    CaseConclusion conclusion,
    CaseEnding ending,
    WorkflowRunner runner
)
{
    /// <summary>Gives a branch its result and draws the consequences. The branch's clocks end.</summary>
    internal ErrorOr<Success> Settle(CaseFile file, Branch branch, BranchVerb verb, BranchStatus result)
    {
        lifecycle.End(file, branch, verb, result);
        if (branch.Kind is BranchKind.Referral)
            return SendUp(file, branch, result);
        if (result.Passes() || !conclusion.Counts(file, branch))
        {
            if (MakeDependantsReady(file, branch) is { IsError: true } noCalendar)
                return noCalendar.Errors;
        }
        else
            Block(file, branch, result);

        if (result is BranchStatus.Refused && conclusion.Counts(file, branch) && Refused(file, branch) is { IsError: true } noDays)
            return noDays.Errors;
        if (conclusion.Close(file) is { IsError: true } noFollowUp)
            return noFollowUp.Errors;
        if (standstill.Follow(file) is { IsError: true } unknown)
            return unknown.Errors;
        return GoOn(file);
    }

    // The review of a lower tier decides nothing: the flow goes on with it, whatever it says.
    private ErrorOr<Success> SendUp(CaseFile file, Branch branch, BranchStatus result)
    {
        if (result is BranchStatus.Approved or BranchStatus.Disagreed)
            referrals.SendUp(file, branch, result is BranchStatus.Approved);
        // Those that decide may all have left while the review was open.
        if (
            file.Case.ChosenBranches.All(number => file.FindBranch(number) is not null)
            && conclusion.Close(file) is { IsError: true } noFollowUp
        )
            return noFollowUp.Errors;
        if (standstill.Follow(file) is { IsError: true } unknown)
            return unknown.Errors;
        return GoOn(file);
    }

    /// <summary>
    /// Lets the flow go on from every place where it waits for branches that all have their result, unless the applicant has been asked
    /// what to do about a refusal and has not answered, or a decision waits for its confirmation.
    /// </summary>
    internal ErrorOr<Success> GoOn(CaseFile file)
    {
        // One after the other: where one leads, the flow may stop waiting at another.
        while (NextDone(file) is { } waiting)
        {
            foreach (var branch in waiting)
                file.Change(branch, passed => passed.Bookmark = null);
            if (
                runner.CompleteAt(
                    file,
                    waiting.Key,
                    OutcomeAt(
                        file,
                        waiting.Key,
                        waiting.Any(branch => conclusion.Counts(file, branch))
                            ? waiting.Where(branch => conclusion.Counts(file, branch))
                            : waiting
                    )
                ) is
                { IsError: true } stuck
            )
                return stuck.Errors;
        }

        if (conclusion.Close(file) is { IsError: true } noFollowUp)
            return noFollowUp.Errors;
        return Finish(file);
    }

    // A place where the flow waits and every branch has its result, the applicant has answered and what was changed is confirmed.
    private static IGrouping<string, Branch>? NextDone(CaseFile file) =>
        file
            .Branches.Where(branch => branch.Bookmark is not null)
            .GroupBy(branch => branch.Bookmark!)
            .FirstOrDefault(waiting =>
                waiting.All(branch => branch.Status.IsSettled() && !branch.AsksApplicant && !CaseConclusion.IsUnconfirmed(file, branch))
            );

    /// <summary>
    /// The promised time has passed. A designer who has drawn the port as a loop (to a card, a letter, and back) learns of it, once all
    /// that is open there is late; no branch is closed by it. A way that does not lead back is for silence that counts as consent: the flow
    /// never goes on without a decision.
    /// </summary>
    internal ErrorOr<Success> TellLateness(CaseFile file, Branch late)
    {
        if (late.Bookmark is not { } bookmark || !runner.LeadsBack(file, bookmark, BranchOutcome.TimedOut))
            return Result.Success;
        var waiting = file.Branches.Where(branch => branch.Bookmark == bookmark).ToList();
        if (
            waiting.Exists(branch =>
                !branch.Status.IsSettled() && file.LatestClock(branch.Number, ClockKind.Promised)?.Announced is not ClockColour.Red
            )
        )
            return Result.Success;
        foreach (var branch in waiting)
            file.Change(branch, left => left.Bookmark = null);
        return runner.CompleteAt(file, bookmark, BranchOutcome.TimedOut);
    }

    private string OutcomeAt(CaseFile file, string bookmark, IEnumerable<Branch> waiting)
    {
        var outcome = BranchOutcome.Of(waiting.Select(branch => branch.Status));
        // A branch that is taken up anew waits at another's step, which knows one result alone: what was granted goes on.
        return outcome switch
        {
            BranchOutcome.TimedOut when !runner.IsConnected(file, bookmark, outcome) => BranchOutcome.Approved,
            BranchOutcome.PartlyApproved when !runner.HasPort(file, bookmark, outcome) => BranchOutcome.Approved,
            _ => outcome,
        };
    }

    /// <summary>Closes the case where its flow has come to the end, as soon as what was decided has been handed over.</summary>
    internal ErrorOr<Success> Finish(CaseFile file)
    {
        if (runner.IsOver(file))
            return ending.GoOn(file, isOver: true);
        while (runner.WaitingAt(file, FinishActivity.TypeName) is { } end && ending.Close(file))
            if (runner.CompleteAt(file, end, FinishActivity.Done) is { IsError: true } stuck)
                return stuck.Errors;
        return Result.Success;
    }

    /// <summary>The applicant takes what the other branches grant: what this refusal blocked stays blocked, and the flow goes on.</summary>
    internal ErrorOr<Success> TakeTheRest(CaseFile file, Branch refused)
    {
        file.Change(refused, answered => answered.AsksApplicant = false);
        clocks.End(file, refused.Number);
        foreach (var blocked in BlockedBy(file, refused))
            file.Change(blocked, answered => answered.AsksApplicant = false);
        return GoOn(file);
    }

    /// <summary>A decision was confirmed: what waited for that goes on.</summary>
    internal ErrorOr<Success> GoOnConfirmed(CaseFile file)
    {
        if (conclusion.Close(file) is { IsError: true } noFollowUp)
            return noFollowUp.Errors;
        return standstill.Follow(file) is { IsError: true } unknown ? unknown.Errors : GoOn(file);
    }

    /// <summary>
    /// 撤回决定: the decision does not stand on the paper that took the place of another. It is withdrawn, and so is every decision that
    /// rests on it; these branches are worked on anew, with new clocks, and the flow waits for them where it waits now. Where it waits
    /// for no department, or is over, the house waits for them. Refused as <c>branch_passed_on</c> when what was granted has been made
    /// already.
    /// </summary>
    internal ErrorOr<Success> WithdrawDecision(CaseFile file, Branch branch, string reason)
    {
        Branch[] withdrawn = [branch, .. RestingOn(file, branch).Where(other => other.Status is BranchStatus.Approved)];
        if (withdrawn.FirstOrDefault(decided => ending.HasResult(file, decided)) is { } made)
            return BranchRefusals.PassedOn(file, made);
        var place = branch.Bookmark ?? file.Branches.Select(other => other.Bookmark).FirstOrDefault(bookmark => bookmark is not null);
        foreach (var decided in withdrawn)
        {
            decided.Bookmark ??= place;
            file.Record(new DecisionWithdrawn(decided.Number, decided.Round, reason));
        }

        foreach (var ready in RestingOn(file, branch).Where(other => other.Status is BranchStatus.ReadyToSign).ToList())
        {
            file.Move(ready, BranchVerb.WaitAgain);
            clocks.End(file, ready.Number, ClockKind.Legal);
        }

        return WorkAnew(file, withdrawn) is { IsError: true } noCalendar ? noCalendar : standstill.Follow(file);
    }

    /// <summary>
    /// The refused branch, and all that it blocked, are worked on anew, with new clocks, where the flow still waits for them.
    /// </summary>
    internal ErrorOr<Success> Reapply(CaseFile file, Branch refused) => WorkAnew(file, [refused, .. BlockedBy(file, refused)]);

    private ErrorOr<Success> WorkAnew(CaseFile file, Branch[] branches)
    {
        clocks.End(file, Clock.OfCase, ClockKind.FollowUp);
        file.Move(CaseVerb.WorkAnew);
        (file.Case.DecidedAt, file.Case.Result) = (null, null);
        var item = catalogue.ItemOf(file);
        foreach (var branch in branches)
        {
            clocks.End(file, branch.Number);
            var wasOpen = branch.Round > 0;
            file.DropHearing(branch);
            file.Change(branch, anew =>
            {
                (anew.AsksApplicant, anew.ReviewedBy, anew.Corrections, anew.AwaitsResults) = (false, null, 0, []);
                anew.HandTo(null, file.Act.At);
                anew.ExtensionAsked = null;
                if (wasOpen)
                    anew.Round++;
            });
            file.Move(
                branch,
                branch.Status is BranchStatus.Blocked ? BranchVerb.Unblock : BranchVerb.WorkAnew,
                wasOpen ? BranchLifecycle.Ready(file, branch) : BranchStatus.Waiting
            );
            if (!wasOpen)
                continue;
            file.Record(new BranchReapplied(branch.Number, branch.Round));
            if (lifecycle.StartClocks(file, branch, item.PromisedDayOf(branch.Number)) is { IsError: true } noCalendar)
                return noCalendar;
        }

        return ListenOn(file) is { IsError: true } noYear ? noYear : standstill.Follow(file);
    }

    // The days in which a neighbour may speak ended with the decision; where it does not stand, they run on.
    private ErrorOr<Success> ListenOn(CaseFile file)
    {
        foreach (var party in file.InterestedParties.Where(party => party is { ToldAt: not null, IsSettled: false }))
        foreach (var days in file.Clocks.Where(clock => clock.Kind is ClockKind.InterestedParty && clock.Round == party.Number))
            if (days.IsEnded && clocks.Reopen(file, days) is { IsError: true } noCalendar)
                return noCalendar;
        return Result.Success;
    }

    private ErrorOr<Success> MakeDependantsReady(CaseFile file, Branch approved)
    {
        foreach (var dependant in file.DependantsOf(approved))
        {
            if (!dependant.Status.IsOpen() || file.BlockersOf(dependant).Any())
                continue;
            if (BranchMoves.Table.Allows(dependant.Status, BranchVerb.BecomeReady))
                file.Move(dependant, BranchVerb.BecomeReady);
            file.Record(new BranchReadyToSign(dependant.Number));
            if (lifecycle.StartLegalClock(file, dependant) is { IsError: true } noCalendar)
                return noCalendar;
        }

        return Result.Success;
    }

    private static List<Branch> BlockedBy(CaseFile file, Branch refused) =>
        Following(file, refused, dependant => dependant.Status is BranchStatus.Blocked);

    private static List<Branch> RestingOn(CaseFile file, Branch decided) => Following(file, decided, _ => true);

    private static List<Branch> Following(CaseFile file, Branch first, Func<Branch, bool> isMeant)
    {
        var found = new List<Branch>();
        void Follow(Branch branch)
        {
            foreach (var dependant in file.DependantsOf(branch))
                if (isMeant(dependant) && !found.Contains(dependant))
                {
                    found.Add(dependant);
                    Follow(dependant);
                }
        }

        Follow(first);
        return found;
    }

    private void Block(CaseFile file, Branch by, BranchStatus result)
    {
        foreach (var dependant in file.DependantsOf(by).Where(branch => !branch.Status.IsSettled()).ToList())
        {
            // It may depend on another that has just been blocked, and be blocked with that one.
            if (!BranchMoves.Table.Allows(dependant.Status, BranchVerb.Block))
                continue;
            // Nothing was refused where the one before lapsed or was taken back: what waits for it ends in the same way.
            BranchStatus? endsAs = result is BranchStatus.Withdrawn or BranchStatus.AcceptanceRevoked ? result : null;
            lifecycle.End(file, dependant, BranchVerb.Block, endsAs ?? BranchStatus.Blocked);
            file.Change(dependant, blocked => blocked.AsksApplicant = result is BranchStatus.Refused && AsksApplicant(file));
            file.Record(new BranchBlocked(dependant.Number, by.Number, endsAs));
            Block(file, dependant, result);
        }
    }

    private ErrorOr<Success> Refused(CaseFile file, Branch branch)
    {
        if (AsksApplicant(file))
        {
            file.Change(branch, refused => refused.AsksApplicant = true);
            var asked = clocks.Start(
                file,
                branch.Number,
                ClockKind.Answer,
                BranchDefaults.AnswerDays,
                file.Act.Today,
                branch.Department,
                branch.Round
            );
            if (asked.IsError)
                return asked.Errors;
            file.Record(new ApplicantAsked(branch.Number, branch.Round, asked.Value.DueOn));
        }

        if (catalogue.ItemOf(file).OnBranchRefusal is not OnBranchRefusal.StopAll)
            return Result.Success;
        foreach (var other in file.Branches.Where(other => !other.Status.IsSettled()).ToList())
        {
            lifecycle.End(file, other, BranchVerb.Block, BranchStatus.Blocked);
            file.Record(new BranchBlocked(other.Number, branch.Number));
        }

        return Result.Success;
    }

    private bool AsksApplicant(CaseFile file) =>
        file.Case.ChosenBranches.Length > 1 && catalogue.ItemOf(file).OnBranchRefusal is OnBranchRefusal.AskApplicant;
}
