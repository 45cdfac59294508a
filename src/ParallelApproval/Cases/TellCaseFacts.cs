using System.Text.Json.Nodes;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// The case as facts, for the expressions of its flow (办件数据): the front page always; form, applicant, papers, clocks and branches when the
/// flow asks for them. <see cref="FactBook"/> says what each of them is called.
/// </summary>
internal sealed class TellCaseFacts(CatalogueRegister catalogue, ClockRules clocks) : ITellFacts
{
    public void Tell(CaseFile file, WantedFacts wanted, JsonObject facts)
    {
        var @case = file.Case;
        facts["number"] = @case.Number.ToString();
        facts["itemCode"] = @case.ItemCode;
        facts["itemName"] = @case.ItemName;
        facts["applicant"] = @case.ApplicantName;
        facts["status"] = @case.Status.ToString();
        facts["branchNumbers"] = new JsonArray([.. @case.ChosenBranches.Select(number => JsonValue.Create(number))]);
        facts["station"] = @case.Station;
        facts["district"] = @case.Number.ToString()[..FactBook.RegionLength];
        facts["delivery"] = @case.Delivery.ToString();
        if (wanted.Have("form") || wanted.Have("applicantKind") || wanted.Have("papers"))
            OfApplication(file, wanted, facts);
        if (wanted.Have("promise"))
            facts["promise"] = Of(file, file.LatestClock(Clock.OfCase, ClockKind.Promised));
        if (wanted.Have("legalLimit"))
            facts["legalLimit"] = Of(file, file.LatestClock(Clock.OfCase, ClockKind.Legal));
        if (wanted.Have("branches"))
            facts["branches"] = new JsonObject(file.Branches.Select(branch => KeyValuePair.Create($"{branch.Number}", Of(file, branch))));
    }

    private void OfApplication(CaseFile file, WantedFacts wanted, JsonObject facts)
    {
        file.Need<ApplicationSection>();
        if (wanted.Have("applicantKind"))
            facts["applicantKind"] = file.Applicant?.Kind.ToString();
        if (wanted.Have("form"))
            facts["form"] = new JsonObject(
                catalogue.ItemOf(file).FormFields.Select(field => KeyValuePair.Create(field.Key, file.Form[field.Key]?.DeepClone()))
            );
        if (wanted.Have("papers"))
            facts["papers"] = new JsonObject(
                file.Materials.Select(paper =>
                    KeyValuePair.Create(
                        paper.Code,
                        (JsonNode?)new JsonObject { ["state"] = paper.State.ToString(), ["problem"] = paper.Problem }
                    )
                )
            );
    }

    private JsonNode? Of(CaseFile file, Branch branch)
    {
        var told = Of(file, file.LatestClock(branch.Number, ClockKind.Promised)) ?? [];
        told["department"] = branch.Department;
        told["result"] = branch.Result;
        told["kind"] = branch.Kind.ToString();
        told["status"] = branch.Status.ToString();
        told["round"] = branch.Round;
        return told;
    }

    // A calendar year that is missing keeps no flow from going on: then nothing is known of what is left.
    private JsonObject? Of(CaseFile file, Clock? clock)
    {
        if (clock is null)
            return null;
        var reading = clocks.Read(clock, file.Act.At);
        return new JsonObject
        {
            ["dueOn"] = clock.DueOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ["remainingDays"] = reading.IsError ? null : reading.Value.RemainingDays,
            ["colour"] = clock.ColourAt(file.Act.At).ToString(),
        };
    }
}
