using System.Text.Json.Nodes;
using ParallelApproval.Cases;

namespace ParallelApproval.Certificates;

/// <summary>Whether what a paper says holds today (文书效力).</summary>
public enum PaperStanding
{
    /// <summary>有效.</summary>
    InForce,

    /// <summary>已过有效期: its last valid day lies before today.</summary>
    Expired,

    /// <summary>已撤销: the grant, or the acceptance, was revoked.</summary>
    Revoked,

    /// <summary>已更换: a later paper of the same kind took its place.</summary>
    Replaced,

    /// <summary>已撤回: the decision that it tells of was withdrawn.</summary>
    Withdrawn,
}

/// <summary>
/// The one place where it is decided whether a paper still holds. It is found out anew each time from the case as it stands: nothing on the
/// paper itself can say it, and no list of what was revoked can be forgotten.
/// </summary>
internal static class PaperStandings
{
    /// <param name="fact">Its case, now.</param>
    /// <param name="ofCase">All papers of the case.</param>
    /// <param name="today">Asia/Shanghai.</param>
    public static PaperStanding Of(Document paper, CaseFact fact, IReadOnlyCollection<Document> ofCase, DateOnly today)
    {
        if (IsRevoked(paper.Kind, fact.Status))
            return PaperStanding.Revoked;
        if (ofCase.Any(other => other.Kind == paper.Kind && PaperCorrections.Of(other) == paper.Number))
            return PaperStanding.Replaced;
        var later = ofCase.Where(other => other.Branch == paper.Branch && other.Cause > paper.Cause).ToList();
        if (RestsOnDecision(paper.Kind) && (later.Exists(TakesBack) || (IsGrant(paper.Kind) && !IsGranted(fact, paper.Branch))))
            return PaperStanding.Withdrawn;
        if (HasOne(paper.Kind) && later.Exists(other => other.Kind == paper.Kind))
            return PaperStanding.Replaced;
        return LastDay(paper) < today ? PaperStanding.Expired : PaperStanding.InForce;
    }

    /// <summary>The last valid day of a certificate; null for what is valid without end, and for every other paper.</summary>
    public static DateOnly? LastDay(Document paper) =>
        paper.Kind is DocumentKind.CertificatePaper && JsonNode.Parse(paper.Facts)?["certificate"]?["document"]?.ToString() is { } document
            ? CertificateTerm.LastDay(document, DateOnly.FromDateTime(paper.IssuedAt.DateTime))
            : null;

    private static bool IsRevoked(DocumentKind kind, CaseStatus status) =>
        status switch
        {
            CaseStatus.Revoked => IsGrant(kind) || kind is DocumentKind.FinishNotice or DocumentKind.DeemedRenewal,
            CaseStatus.AcceptanceRevoked => kind is DocumentKind.AcceptanceNotice,
            _ => false,
        };

    private static bool IsGrant(DocumentKind kind) => kind is DocumentKind.Grant or DocumentKind.CertificatePaper;

    private static bool RestsOnDecision(DocumentKind kind) => IsGrant(kind) || kind is DocumentKind.Refusal or DocumentKind.OpinionPaper;

    private static bool TakesBack(Document other) => other.Kind is DocumentKind.DecisionWithdrawal;

    // The paper about the withdrawal follows an instant later; the branch itself says it at once.
    private static bool IsGranted(CaseFact fact, int branch) =>
        fact.Branches.FirstOrDefault(part => part.Number == branch)?.Status is null or BranchStatus.Approved or BranchStatus.TimedOut;

    private static bool HasOne(DocumentKind kind) => RestsOnDecision(kind) || kind is DocumentKind.VisitNotice;
}
