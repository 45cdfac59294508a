using System.Globalization;
using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Certificates;

/// <summary>What was found on the spot.</summary>
internal sealed partial class DocumentFacts
{
    private static int RoundOf(Heard told) =>
        told.As<SiteVisitRecorded>()?.Round
        ?? told.As<SiteVisitClosed>()?.Round
        ?? told.As<SiteInspected>()?.Round
        ?? throw new InvalidOperationException(told.Event.Kind);

    private static ErrorOr<Success> Visited(JsonObject facts, CaseFile file, int branch, int round)
    {
        var visit = At(facts, file, round);
        if (visit.Conclusions.FirstOrDefault(known => known.Branch == branch) is not { } found)
            return Result.Success;
        (facts["officers"], facts["findings"], facts["passes"]) = (string.Join("、", found.Officers), found.Text, found.Passes);
        facts["defects"] = Array(found.Defects, defect => new() { ["text"] = defect });
        return Result.Success;
    }

    private ErrorOr<Success> Defects(JsonObject facts, CaseFile file, int round)
    {
        facts["defects"] = Array(At(facts, file, round).Defects, defect =>
            new() { ["text"] = defect.Text, ["department"] = file.FindBranch(defect.Branch) is { } branch ? NameOf(branch.Department) : "" }
        );
        return Result.Success;
    }

    // The refusal at the beginning of the row is what it comes from; what lies between was blocked itself.
    private ErrorOr<Success> Blocked(JsonObject facts, CaseFile file, BranchBlocked blocked)
    {
        if (file.FindBranch(blocked.By) is not { } by)
            return Result.Success;
        (facts["by"], facts["byDepartment"], facts["byStatus"], facts["byNumber"]) = (
            by.Result,
            NameOf(by.Department),
            DocumentWords.Of(by.Status),
            by.Status is BranchStatus.Blocked ? NumberOf(file, DocumentKind.BlockedNotice, by.Number) : RefusalOf(file, by.Number)
        );
        facts["isCondition"] = file.FindBranch(blocked.Branch)?.HardDependencies.Contains(by.Number) is true;
        return Result.Success;
    }

    private static ErrorOr<Success> Fee(JsonObject facts, Heard told)
    {
        var refunded = told.As<FeeRefunded>();
        var corrected = told.As<FeeCorrected>();
        string Yuan(decimal amount) => amount.ToString("0.##", CultureInfo.InvariantCulture);
        (facts["isRefund"], facts["reason"], facts["receiptNumber"]) = (
            refunded is not null,
            refunded?.Reason ?? corrected?.Reason,
            refunded?.ReceiptNumber ?? corrected?.ReceiptNumber
        );
        (facts["amount"], facts["charged"]) = (Yuan(refunded?.Amount ?? 0), Yuan(refunded?.Left ?? corrected?.Charged ?? 0));
        return Result.Success;
    }

    private static ErrorOr<Success> Revoked(JsonObject facts, CaseFile file, DeferralMissed missed)
    {
        facts["promiseDue"] = DocumentWords.Of(missed.Due);
        facts["promised"] = Named(file, missed.Papers);
        facts["revoked"] = Array(file.Branches.Where(branch => branch.Status is BranchStatus.AcceptanceRevoked), branch =>
            new() { ["result"] = branch.Result }
        );
        facts["isWhole"] = file.Case.Status is CaseStatus.AcceptanceRevoked;
        return Result.Success;
    }

    // What was refused because promised papers did not come has no decision of an officer: the paper about that says it.
    private static string RefusalOf(CaseFile file, int branch) =>
        NumberOf(file, DocumentKind.Refusal, branch) is { Length: > 0 } decision
            ? decision
            : NumberOf(file, DocumentKind.LapseNotice, Clock.OfCase);

    private static string NumberOf(CaseFile file, DocumentKind kind, int branch) =>
        file.Section<DocumentSection>().NumberOf(kind, branch) ?? "";

    private static SiteVisit At(JsonObject facts, CaseFile file, int round)
    {
        var visit = file.SiteVisits.First(visit => visit.Round == round);
        (facts["visitAt"], facts["place"], facts["isRevisit"]) = (
            DocumentWords.Of(visit.At) + visit.At.ToString(" HH:mm", CultureInfo.InvariantCulture),
            visit.Place,
            visit.IsRevisit
        );
        return visit;
    }
}
