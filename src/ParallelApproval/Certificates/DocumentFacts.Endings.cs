using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Certificates;

/// <summary>What ended without a decision on the matter: papers did not come, or a promise was false.</summary>
internal sealed partial class DocumentFacts
{
    private static ErrorOr<Success> RevokedGrant(JsonObject facts, CaseFile file, int branch, GrantRevoked revoked)
    {
        facts["reason"] = revoked.Reason;
        facts["withdrawnPaper"] = file.Section<DocumentSection>().DecisionOn(branch, int.MaxValue);
        var made = file.Certificates.FirstOrDefault(made => made.Branch == branch);
        facts["certificate"] = made is null ? null : new JsonObject { ["name"] = made.Name, ["number"] = made.Number };
        return Result.Success;
    }

    private ErrorOr<Success> Lapsed(JsonObject facts, CaseFile file, Heard told)
    {
        var (due, papers, outcome) =
            told.As<SupplementUnanswered>() is { } unanswered
                ? (unanswered.Due, Wanted(file), DocumentWords.Of(unanswered.Rule, unanswered.Branch is not null))
            : told.As<DeferralMissed>() is { } missed ? (missed.Due, Named(file, missed.Papers), DocumentWords.Of(missed.Rule))
            : throw new InvalidOperationException(told.Event.Kind);
        (facts["promiseDue"], facts["promised"], facts["outcome"]) = (DocumentWords.Of(due), papers, outcome);
        facts["isPromise"] = told.As<DeferralMissed>() is not null;
        // What it leaves open goes on.
        var isRefusal = told.As<DeferralMissed>() is { Rule: OnDeferralTimeout.Refused };
        bool HasEnded(Branch branch) =>
            branch.Status is BranchStatus.Withdrawn || (isRefusal && branch.Status is BranchStatus.Refused or BranchStatus.Blocked);
        facts["branches"] = Array(file.Branches.Where(HasEnded), branch => new() { ["result"] = branch.Result });
        facts["isWhole"] = file.Case.Status.IsClosed() || file.Branches.All(HasEnded);
        return Result.Success;
    }

    private ErrorOr<Success> Miswritten(JsonObject facts, CaseFile file, PaperCorrected correction)
    {
        var power = Power(file, correction.Branch);
        (facts["corrected"], facts["wrong"], facts["right"], facts["reason"]) = (
            correction.Document,
            correction.Wrong,
            correction.Right,
            correction.Reason
        );
        facts["correctedTitle"] = correction.Kind switch
        {
            DocumentKind.Grant => power.GrantTitle,
            DocumentKind.Refusal => power.RefusalTitle,
            _ => correction.Kind.Title(),
        };
        facts["newPaper"] = file.Section<DocumentSection>().NumberOf(correction.Kind, correction.Branch);
        return Result.Success;
    }

    private static JsonArray Wanted(CaseFile file) => Named(file, [.. file.Materials.Wanting()]);
}
