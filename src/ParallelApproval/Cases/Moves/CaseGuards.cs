using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>Answers each <see cref="Guard"/> once (前提条件): why it stands in the way of the acting officer; null when it does not.</summary>
public sealed class CaseGuards(
    OfficerRegister officers,
    CatalogueRegister catalogue,
    BlockRegister blocks,
    InterestCheck interests,
    Powers powers,
    SigningRules signing,
    VisitRules visits,
    WhoseTurn turn
)
{
    internal Error? Refusal(Guard guard, CaseFile file, Branch? branch) =>
        guard switch
        {
            Guard.NoOwnInterest => interests.Common(file) is { } common ? CaseRefusals.ConflictOfInterest(common) : null,
            Guard.FourEyesUnlessOneDecides => IsReceiver(file) && !catalogue.ItemOf(file).IsDecidedByOne
                ? BranchRefusals.FourEyes(file)
                : null,
            Guard.NotOwnException => IsReceiver(file) ? CaseRefusals.OwnException(file.Case) : null,
            Guard.LeadsVisit => visits.Leads(file) ? null : VisitRefusals.NotTheLead(catalogue.ItemOf(file).LeadDepartmentCode),
            Guard.HasPart => file.Branches.All(part => part.Department != file.Act.Department) ? BranchRefusals.NoPart(file) : null,
            Guard.OnTheSpotItem => catalogue.ItemOf(file) is { Kind: not ItemKind.Immediate } item
                ? BranchRefusals.NotOnTheSpot(item.ItemCode)
                : null,
            Guard.PapersComplete => file.Case.PapersCompleteAt is null ? CaseRefusals.MaterialsMissing(file.Materials.Wanting()) : null,
            Guard.TakesDays => catalogue.ItemOf(file) is { PromisedDays: 0 } item ? CaseRefusals.NothingDeferred(item.ItemCode) : null,
            Guard.CommitmentAllowed => catalogue.ItemOf(file) is { Commitment: null } item
                ? CaseRefusals.NoCommitment(item.ItemCode)
                : null,
            Guard.Trusted => blocks.OnAnyList(file.Applicant!.IdNumber, file.Case.ItemCode, file.Act.Today) is { } entry
                ? CaseRefusals.NoTrust(entry)
                : null,
            Guard.NoLeaveYet => file.Case.MayCorrectAgain ? CaseRefusals.MayCorrectAlready(file.Case) : null,
            Guard.EveryBranchOnTheSpot => null,
            Guard.VisitMayBeCalled => visits.Participants(file) is { IsError: true } nobody ? nobody.FirstError : null,
            Guard.VisitOpen => VisitRules.Open(file) is null ? VisitRefusals.NoneOpen(file) : null,
            Guard.DecisionsConfirmed => file.Clocks.FirstOrDefault(clock => clock is { Kind: ClockKind.Confirmation, IsEnded: false })
                is { } pending
                ? BranchRefusals.ConfirmationPending(file, pending.Branch)
                : null,
            Guard.AtItsStation => IsElsewhere(file) ? CaseRefusals.DeliveredElsewhere(file.Case) : null,
            // What did not come in time is promised no more.
            Guard.PromisedPapersIn => file.Case.DeferredPapers is { Length: > 0 } promised ? CaseRefusals.PapersPromised(promised) : null,
            Guard.FollowUpDue => file.ClocksOf(Clock.OfCase).Any(clock => clock.Kind is ClockKind.FollowUp)
                ? null
                : BranchRefusals.FollowUpNotDue(file),
            Guard.PartyToTell => file.InterestedParties.Any(party => party is { ToldAt: null, IsSettled: false })
                ? null
                : PartyRefusals.NoneToTell(file),
            Guard.PartyToHear => file.InterestedParties.Any(party => party is { ToldAt: not null, HeardAt: null })
                ? null
                : PartyRefusals.NoneToHear(file),
            Guard.LimitMayGrow when branch is null => CaseLimit(file),
            _ => OfBranch(guard, file, branch ?? throw new InvalidOperationException($"Expected {guard} to be asked of a branch.")),
        };

    private Error? OfBranch(Guard guard, CaseFile file, Branch branch) =>
        guard switch
        {
            Guard.OwnDepartment => branch.Department != file.Act.Department ? BranchRefusals.NotYours(file, branch) : null,
            Guard.FourEyes => IsReceiver(file) ? BranchRefusals.FourEyes(file) : null,
            Guard.NotOwnRecusal => branch.RecusalOf == file.Act.UserName ? BranchRefusals.OwnRecusal() : null,
            Guard.FreeOrHeld => Hands(file, branch),
            Guard.HeadOrVacancy => officers.Find(file.Act.UserName)?.Is(Role.Manager) is not true && powers.HolderCanSign(file, branch)
                ? BranchRefusals.HeldBy(file, branch)
                : null,
            Guard.Held => branch.Holder is null ? BranchRefusals.NotHeld(file, branch) : null,
            Guard.NotRecused => branch.Excluded.Contains(file.Act.UserName) ? BranchRefusals.Recused(file, branch)
            : branch.RecusalOf == file.Act.UserName ? BranchRefusals.RecusalPending(file, branch)
            : null,
            Guard.DependenciesSigned => signing.Blockers(file, branch) is { Length: > 0 } blockers
                ? BranchRefusals.WaitsFor(file, branch, blockers)
                : null,
            Guard.DeferredPapersIn => signing.DeferredOf(file, branch) is { Length: > 0 } deferred
                ? BranchRefusals.PapersDeferred(file, branch, deferred)
                : null,
            Guard.VisitToRecord => VisitRules.Open(file)?.Participants.Contains(branch.Number) is true
                ? null
                : visits.AloneRefusal(file, branch),
            Guard.VisitRecorded => VisitRules.Unrecorded(file, branch) is { } called
                ? VisitRefusals.Pending(file, branch, called.At)
                : null,
            Guard.SiteInspected => visits.IsMissing(file, branch) ? VisitRefusals.Missing(file, branch) : null,
            Guard.ReviewedByAnother => signing.Unreviewed(file, branch),
            Guard.TwoSignatures => powers.DefinitionOf(file, branch) is { NeedsTwoSignatures: true }
                ? null
                : BranchRefusals.OneSignature(file, branch),
            Guard.Letter => powers.Of(file, branch, Verdict.Approve) is { IsError: true } powerless ? powerless.FirstError : null,
            Guard.LimitMayGrow => BranchLimit(file, branch),
            Guard.NoExtensionAsked => branch.ExtensionAsked is null ? null : BranchRefusals.ExtensionAskedAlready(file, branch),
            Guard.ExtensionAsked => branch.ExtensionAsked is null ? BranchRefusals.ExtensionNotAsked(file, branch) : null,
            Guard.NotOwnExtension => branch.ExtensionAsked?.By == file.Act.UserName || branch.Holder == file.Act.UserName
                ? BranchRefusals.ExtensionOwn()
                : null,
            Guard.SentUpFromBelow => Referrals.Below(file, branch) is null ? BranchRefusals.NothingBelow(file, branch) : null,
            Guard.IsReferral => branch.Kind is BranchKind.Referral ? null : BranchRefusals.NothingToSendUp(file),
            Guard.ConfirmationAsked => file.ClocksOf(branch.Number).Any(clock => clock.Kind is ClockKind.Confirmation)
                ? null
                : BranchRefusals.NothingToConfirm(file, branch),
            Guard.ResultAwaited => branch.AwaitsResults is [var first, ..]
                ? branch.AwaitsResults.Any(number => file.FindBranch(number) is { } other && other.Status.IsSettled())
                    ? null
                    : BranchRefusals.ResultNotThere(file, first)
                : BranchRefusals.NothingAwaited(file, branch),
            Guard.GrantsCertificate => branch.Kind is BranchKind.Certificate ? null : BranchRefusals.NotDeemed(file, branch),
            Guard.ApplicantAsked => branch.AsksApplicant ? null : BranchRefusals.NothingAsked(file),
            Guard.Heard => HearingRules.Unheard(file, branch),
            Guard.NotTheChair => file.HearingOf(branch)?.Chair == file.Act.UserName ? HearingRefusals.ChairDecides(file, branch) : null,
            Guard.NoHearingYet => file.HearingOf(branch) is null ? null : HearingRefusals.ToldAlready(file, branch),
            Guard.HearingMayBeAsked => HearingNotToBeAsked(file, branch),
            Guard.HearingMayBeCalled => file.HearingOf(branch) is { Stage: HearingStage.Called or HearingStage.Recorded }
                ? HearingRefusals.CalledAlready(file, branch)
                : null,
            Guard.HearingIsCalled => file.HearingOf(branch) is { Stage: HearingStage.Called }
                ? null
                : HearingRefusals.NotCalled(file, branch),
            Guard.InspectionNeeded => powers.DefinitionOf(file, branch) is { NeedsInspectors: true }
                ? null
                : NameInspectorsHandler.NotNeeded(file, branch),
            Guard.NoRecusalPending => branch.RecusalOf is null ? null : BranchRefusals.RecusalPending(file, branch),
            Guard.RecusalPending => branch.RecusalOf is null ? BranchRefusals.NoRecusalAsked(file, branch.Number) : null,
            _ => throw new InvalidOperationException($"Expected an answer to {guard}, but there is none."),
        };

    // A deputy lays hands on what an absent officer holds; where that one may not act himself, nobody acts for him.
    private Error? Hands(CaseFile file, Branch branch)
    {
        if (branch.Holder is not { } holder || holder == file.Act.UserName)
            return null;
        if (!officers.Deputises(file.Act.UserName, holder, file.Act.Today))
            return BranchRefusals.HeldBy(file, branch);
        return branch.RecusalOf == holder ? BranchRefusals.RecusalPending(file, branch) : null;
    }

    private static bool IsReceiver(CaseFile file) => file.Case.ReceivedBy == file.Act.UserName;

    // The result goes back to where the citizen stands: his station, or the street that stands in for it; the centre hands it out only
    // while nobody mans a window at either.
    private bool IsElsewhere(CaseFile file) =>
        officers.Department(file.Case.Station) is { Tier: not Tier.District }
        && officers.Department(file.Act.Department) is { Tier: Tier.District }
        && !turn.Mans(file.Act.Department, file.Case.Station, file.Act.Today);

    // The clock may have run out and nobody swept yet.
    private static Error? HearingNotToBeAsked(CaseFile file, Branch branch) =>
        file.HearingOf(branch)?.Stage switch
        {
            null => HearingRefusals.RightNotTold(file, branch.Number),
            HearingStage.RightTold => file.LatestClock(branch.Number, ClockKind.HearingRequest) is { } days && days.DueOn < file.Act.Today
                ? HearingRefusals.RequestTooLate(file, branch, days.DueOn)
                : null,
            HearingStage.NotWanted => HearingRefusals.RequestTooLate(file, branch, file.HearingOf(branch)!.NotWantedOn),
            HearingStage.Requested => HearingRefusals.RequestedAlready(file, branch),
            _ => HearingRefusals.CalledAlready(file, branch),
        };

    private static Error? BranchLimit(CaseFile file, Branch branch)
    {
        if (file.ClocksOf(branch.Number).FirstOrDefault(clock => clock.Kind is ClockKind.Legal) is not { } legal)
            return BranchRefusals.ClockNotRunning(file, branch);
        if (legal.ExtendedDays > 0)
            return BranchRefusals.ExtendedAlready(file, branch);
        return legal.IsLateAt(file.Act.At) ? BranchRefusals.ExtensionTooLate(file, branch, legal.DueOn) : null;
    }

    private static Error? CaseLimit(CaseFile file)
    {
        if (file.ClocksOf(Clock.OfCase).FirstOrDefault(clock => clock.Kind is ClockKind.Legal) is not { } legal)
            return CaseRefusals.ClockNotRunning(file.Case);
        if (legal.ExtendedDays > 0)
            return CaseRefusals.ExtendedAlready(file.Case);
        return legal.IsLateAt(file.Act.At) ? CaseRefusals.ExtensionTooLate(file.Case, legal.DueOn) : null;
    }
}
