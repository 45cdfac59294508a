using System.Text.Json.Nodes;
using ParallelApproval.Database;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// What expressions may know of the front page: number, item, applicant's name, status, chosen branches, and the form while it lies open.
/// </summary>
internal sealed class TellCaseFacts : ITellFacts
{
    public void Tell(CaseFile file, JsonObject facts)
    {
        var @case = file.Case;
        facts["number"] = @case.Number.ToString();
        facts["itemCode"] = @case.ItemCode;
        facts["itemName"] = @case.ItemName;
        facts["applicant"] = @case.ApplicantName;
        facts["status"] = @case.Status.ToString();
        facts["branchNumbers"] = new JsonArray([.. @case.ChosenBranches.Select(number => JsonValue.Create(number))]);
    }
}
