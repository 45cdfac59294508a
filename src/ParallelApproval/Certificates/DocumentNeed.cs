using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Certificates;

/// <summary>A paper that an event of the case calls for.</summary>
/// <param name="Branch">0 for the whole case.</param>
/// <param name="Told">The event.</param>
internal sealed record DocumentNeed(DocumentKind Kind, int Branch, Heard Told)
{
    public RecordedEvent Cause => Told.Event;

    /// <summary>The correction by which a paper is made anew; null for a paper that follows from what happened in the case.</summary>
    public PaperCorrected? Correction => Kind is DocumentKind.ErrorNotice ? null : Told.As<PaperCorrected>();

    /// <summary>The events that call for a paper.</summary>
    public static readonly Type[] Causes =
    [
        typeof(CaseAccepted),
        typeof(CorrectionNotified),
        typeof(BranchCorrectionRequested),
        typeof(CaseDeclined),
        typeof(DepartmentsNotified),
        typeof(BranchStopped),
        typeof(BranchExtended),
        typeof(CaseExtended),
        typeof(BranchDecided),
        typeof(CertificatesIssued),
        typeof(DeemedGrantSealed),
        typeof(CaseFinished),
        typeof(CaseDelivered),
        typeof(CaseWithdrawn),
        typeof(SiteVisitCalled),
        typeof(PapersDeferred),
        typeof(CommitmentSigned),
        typeof(DecisionWithdrawn),
        typeof(HearingRightTold),
        typeof(HearingCalled),
        typeof(HearingRecorded),
        typeof(InterestedPartyTold),
        typeof(InspectorsNamed),
        typeof(RenewalDeemed),
        typeof(SiteVisitRecorded),
        typeof(SiteVisitClosed),
        typeof(SiteInspected),
        typeof(BranchBlocked),
        typeof(FeeCorrected),
        typeof(FeeRefunded),
        typeof(DeferralMissed),
        typeof(SupplementUnanswered),
        typeof(GrantRevoked),
        typeof(PaperCorrected),
        typeof(ReceiptCopied),
    ];

    /// <summary>What this event calls for in this case; nothing for a kind that is not among <see cref="Causes"/>.</summary>
    public static IEnumerable<DocumentNeed> Of(CaseFile file, Heard told)
    {
        DocumentNeed Whole(DocumentKind kind) => new(kind, 0, told);
        DocumentNeed Part(DocumentKind kind) => new(kind, told.Event.Branch ?? 0, told);
        return told.Event.Kind switch
        {
            nameof(CaseAccepted) => [Whole(DocumentKind.AcceptanceNotice)],
            nameof(CorrectionNotified) => [Whole(DocumentKind.CorrectionNotice)],
            nameof(BranchCorrectionRequested) => [Part(DocumentKind.CorrectionNotice)],
            nameof(CaseDeclined) => [Whole(DocumentKind.NonAcceptance)],
            // One department sends itself no copy.
            nameof(DepartmentsNotified) when file.Branches.DistinctBy(branch => branch.Department).Skip(1).Any() =>
            [
                Whole(DocumentKind.CopyNotice),
            ],
            nameof(BranchStopped) => [Part(DocumentKind.StopNotice)],
            nameof(BranchExtended) => [Part(DocumentKind.ExtensionNotice)],
            nameof(CaseExtended) => [Whole(DocumentKind.ExtensionNotice)],
            nameof(BranchDecided) => [Part(OfDecision(file, told))],
            nameof(CertificatesIssued) => Certificates(file, told),
            nameof(DeemedGrantSealed) => [Part(DocumentKind.CertificatePaper)],
            nameof(CaseFinished) => [Whole(DocumentKind.FinishNotice)],
            nameof(ReceiptCopied) => [Whole(DocumentKind.ReceiptCopy)],
            nameof(CaseDelivered) => [Whole(DocumentKind.DeliveryReceipt)],
            nameof(CaseWithdrawn) => [Whole(DocumentKind.Termination)],
            nameof(SiteVisitCalled) => [Whole(DocumentKind.VisitNotice)],
            nameof(PapersDeferred) => [Whole(DocumentKind.DeferralPromise)],
            nameof(DecisionWithdrawn) => [Part(DocumentKind.DecisionWithdrawal)],
            nameof(CommitmentSigned) => [Whole(DocumentKind.CommitmentLetter)],
            nameof(HearingRightTold) => [Part(DocumentKind.HearingRightNotice)],
            nameof(HearingCalled) => [Part(DocumentKind.HearingNotice)],
            nameof(HearingRecorded) => [Part(DocumentKind.HearingRecord)],
            nameof(InterestedPartyTold) => [Whole(DocumentKind.PartyNotice)],
            nameof(InspectorsNamed) => [Part(DocumentKind.InspectorsNotice)],
            nameof(RenewalDeemed) when file.FindBranch(told.Event.Branch ?? 0)?.Kind is BranchKind.Certificate =>
            [
                Part(DocumentKind.DeemedRenewal),
            ],
            nameof(SiteVisitRecorded) => [Part(DocumentKind.VisitRecord)],
            nameof(SiteVisitClosed) when told.As<SiteVisitClosed>()!.Defects.Length > 0 => [Whole(DocumentKind.DefectNotice)],
            nameof(SiteInspected) when told.As<SiteInspected>()!.Defects.Length > 0 =>
            [
                Part(DocumentKind.VisitRecord),
                Part(DocumentKind.DefectNotice),
            ],
            nameof(FeeCorrected) or nameof(FeeRefunded) => [Part(DocumentKind.FeeNotice)],
            nameof(BranchBlocked) when told.As<BranchBlocked>()!.EndsAs is null => [Part(DocumentKind.BlockedNotice)],
            nameof(DeferralMissed) when told.As<DeferralMissed>()!.Rule is OnDeferralTimeout.RevokeAcceptance =>
            [
                Whole(DocumentKind.AcceptanceRevoked),
            ],
            nameof(DeferralMissed) => [Whole(DocumentKind.LapseNotice)],
            // A department that decides on what it has says so in its decision.
            nameof(SupplementUnanswered)
                when told.As<SupplementUnanswered>() is { Branch: null } or { Rule: OnSupplementTimeout.Withdrawn } =>
            [
                Part(DocumentKind.LapseNotice),
            ],
            nameof(GrantRevoked) => Revocations(file, told),
            // The paper first, so that the notice can name it.
            nameof(PaperCorrected) => [Part(told.As<PaperCorrected>()!.Kind), Part(DocumentKind.ErrorNotice)],
            nameof(SiteInspected) => [Part(DocumentKind.VisitRecord)],
            _ => [],
        };
    }

    private static DocumentKind OfDecision(CaseFile file, Heard told)
    {
        var decided = told.As<BranchDecided>()!;
        if (file.FindBranch(decided.Branch) is { Kind: not BranchKind.Certificate })
            return DocumentKind.OpinionPaper;
        return decided.Verdict is Verdict.Refuse ? DocumentKind.Refusal : DocumentKind.Grant;
    }

    // Whoever granted revokes; opinions alone grant as a whole.
    private static DocumentNeed[] Revocations(CaseFile file, Heard told)
    {
        DocumentNeed[] parts =
        [
            .. file
                .Branches.Where(branch =>
                    branch is { Kind: BranchKind.Certificate, Status: BranchStatus.Approved or BranchStatus.TimedOut }
                )
                .Select(branch => new DocumentNeed(DocumentKind.GrantRevocation, branch.Number, told)),
        ];
        return parts.Length > 0 ? parts : [new(DocumentKind.GrantRevocation, 0, told)];
    }

    private static IEnumerable<DocumentNeed> Certificates(CaseFile file, Heard told)
    {
        var numbers = told.As<CertificatesIssued>()!.Numbers;
        return file
            .Certificates.Where(certificate => numbers.Contains(certificate.Number))
            .Select(certificate => new DocumentNeed(DocumentKind.CertificatePaper, certificate.Branch, told));
    }
}
