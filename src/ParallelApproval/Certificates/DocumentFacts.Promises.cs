using System.Globalization;
using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;

namespace ParallelApproval.Certificates;

/// <summary>What the applicant promises, and when all come to look.</summary>
internal sealed partial class DocumentFacts
{
    private ErrorOr<Success> Called(JsonObject facts, CaseFile file, SiteVisitCalled called)
    {
        var at = called.At.InShanghai();
        (facts["visitAt"], facts["place"], facts["isRevisit"]) = (
            DocumentWords.Of(at) + at.ToString(" HH:mm", CultureInfo.InvariantCulture),
            called.Place,
            file.SiteVisits.FirstOrDefault(visit => visit.Round == called.Round)?.IsRevisit ?? called.Round > 1
        );
        facts["departments"] = Array(called.Participants.Select(file.FindBranch).OfType<Branch>(), branch =>
            new() { ["department"] = NameOf(branch.Department), ["result"] = branch.Result }
        );
        return Result.Success;
    }

    private ErrorOr<Success> Deferred(JsonObject facts, CaseFile file, PapersDeferred deferred)
    {
        var clock = file.LatestClock(Clock.OfCase, ClockKind.Deferral);
        (facts["promisedBy"], facts["promiseDue"]) = (
            deferred.PromisedBy,
            DocumentWords.Due(deferred.Due, clock is { IsProvisional: true })
        );
        facts["promiseWhy"] = Why(file, clock, deferred.Due);
        facts["promised"] = Named(file, deferred.Papers);
        facts["consequence"] = Item(file).OnDeferralTimeout switch
        {
            OnDeferralTimeout.RevokeAcceptance => "由受理机关撤销受理",
            OnDeferralTimeout.Withdrawn => "视为撤回申请",
            _ => Power(file, 0).Refused,
        };
        return Result.Success;
    }

    private ErrorOr<Success> Promised(JsonObject facts, CaseFile file, CommitmentSigned signed)
    {
        var rule = Item(file).Commitment;
        (facts["promisedBy"], facts["checkDays"], facts["fixDays"]) = (signed.PromisedBy, rule?.CheckDays, rule?.FixDays);
        facts["promised"] = Named(file, signed.Papers);
        facts["conditions"] = new JsonArray([
            .. Item(file)
                .Guide.Conditions.Split(['；', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(condition => JsonValue.Create(condition.TrimEnd('。'))),
        ]);
        facts["legalBasis"] = LawNames.Quoted(string.Join('；', Parts(file).Select(part => part.LegalBasis).Distinct()));
        return Result.Success;
    }

    private static JsonArray Named(CaseFile file, string[] papers) =>
        Array(papers, code =>
            new() { ["code"] = code, ["name"] = file.Materials.FirstOrDefault(paper => paper.Code == code)?.Name ?? code }
        );
}
