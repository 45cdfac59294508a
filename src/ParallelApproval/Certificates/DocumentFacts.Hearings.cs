using System.Globalization;
using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Database;

namespace ParallelApproval.Certificates;

/// <summary>Who is heard before a decision, when and where, who inspects, and what silence has renewed.</summary>
internal sealed partial class DocumentFacts
{
    private ErrorOr<Success> RightTold(JsonObject facts, CaseFile file, HearingRightTold told)
    {
        var clock = file.LatestClock(told.Branch, ClockKind.HearingRequest);
        (facts["subject"], facts["byPublicNotice"], facts["askBy"]) = (
            told.Subject,
            told.ByPublicNotice,
            DocumentWords.Due(told.Due, clock is { IsProvisional: true })
        );
        facts["askWhy"] = Why(file, clock, told.Due);
        return Result.Success;
    }

    private ErrorOr<Success> CalledToHearing(JsonObject facts, CaseFile file, HearingCalled called)
    {
        (facts["hearingAt"], facts["place"], facts["chair"], facts["plannedDays"]) = (
            Moment(called.At),
            called.Place,
            officers.Find(called.Chair)?.Name ?? called.Chair,
            called.PlannedDays
        );
        facts["secrecy"] = called.Secrecy is { } secrecy ? DocumentWords.Of(secrecy) : null;
        facts["subject"] = file.Hearings.LastOrDefault(hearing => hearing.Branch == called.Branch)?.Subject;
        return Result.Success;
    }

    private ErrorOr<Success> MinutesOf(JsonObject facts, CaseFile file, HearingRecorded recorded)
    {
        var hearing = file.Hearings.LastOrDefault(hearing => hearing.Branch == recorded.Branch);
        (facts["hearingAt"], facts["place"], facts["subject"]) = (Moment(recorded.HeldAt), hearing?.Place, hearing?.Subject);
        facts["chair"] = hearing?.Chair is { } chair ? officers.Find(chair)?.Name ?? chair : null;
        (facts["minutes"], facts["signatures"], facts["isGivenUp"]) = (
            recorded.Minutes,
            string.Join('、', recorded.Signatures),
            recorded.IsGivenUp
        );
        return Result.Success;
    }

    private ErrorOr<Success> PartyTold(JsonObject facts, CaseFile file, InterestedPartyTold told)
    {
        var clock = file.Clocks.FirstOrDefault(clock => clock.Kind is ClockKind.InterestedParty && clock.Round == told.Party);
        (facts["party"], facts["interest"], facts["speakBy"]) = (
            told.Name,
            told.Interest,
            DocumentWords.Due(told.Due, clock is { IsProvisional: true })
        );
        facts["speakWhy"] = Why(file, clock, told.Due);
        return Result.Success;
    }

    private static ErrorOr<Success> Inspecting(JsonObject facts, InspectorsNamed named)
    {
        facts["inspectors"] = string.Join('、', named.Officers);
        return Result.Success;
    }

    private static ErrorOr<Success> Renewed(JsonObject facts, RenewalDeemed deemed)
    {
        facts["expired"] = DocumentWords.Of(deemed.Expired);
        return Result.Success;
    }

    // The decision says on which record it rests (行政许可法 art. 48).
    private static string? HeardOn(CaseFile file, int branch) =>
        file.Hearings.LastOrDefault(hearing => hearing.Branch == branch) is { Stage: HearingStage.Recorded, At: { } at }
            ? DocumentWords.Of(at)
            : null;

    private static string Moment(DateTimeOffset at)
    {
        var official = at.InShanghai();
        return DocumentWords.Of(official) + official.ToString(" HH:mm", CultureInfo.InvariantCulture);
    }
}
