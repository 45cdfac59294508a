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
            nameof(DepartmentsNotified) => [Whole(DocumentKind.CopyNotice)],
            nameof(BranchStopped) => [Part(DocumentKind.StopNotice)],
            nameof(BranchExtended) => [Part(DocumentKind.ExtensionNotice)],
            nameof(CaseExtended) => [Whole(DocumentKind.ExtensionNotice)],
            nameof(BranchDecided) => [Part(OfDecision(file, told))],
            nameof(CertificatesIssued) => Certificates(file, told),
            nameof(DeemedGrantSealed) => [Part(DocumentKind.CertificatePaper)],
            nameof(CaseFinished) => [Whole(DocumentKind.FinishNotice)],
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
            _ => [],
        };
    }

    private static DocumentKind OfDecision(CaseFile file, Heard told)
    {
        var decided = told.As<BranchDecided>()!;
        if (decided.Verdict is Verdict.Refuse)
            return DocumentKind.Refusal;
        return file.FindBranch(decided.Branch)?.Kind is BranchKind.Opinion ? DocumentKind.OpinionPaper : DocumentKind.Grant;
    }

    private static IEnumerable<DocumentNeed> Certificates(CaseFile file, Heard told)
    {
        var numbers = told.As<CertificatesIssued>()!.Numbers;
        return file
            .Certificates.Where(certificate => numbers.Contains(certificate.Number))
            .Select(certificate => new DocumentNeed(DocumentKind.CertificatePaper, certificate.Branch, told));
    }
}
