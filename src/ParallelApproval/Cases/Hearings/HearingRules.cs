using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Cases;

/// <summary>
/// What must have been heard before a branch is decided (先听证后决定; 行政许可法 art. 36, 46–48), and what follows when the days to ask for a
/// hearing, or for an interested party to speak, have passed.
/// </summary>
public sealed class HearingRules(CatalogueRegister catalogue) : IHearClocks
{
    /// <summary>Working days to ask for a hearing, from the notice of the right (art. 47).</summary>
    internal const int DaysToAsk = 5;

    /// <summary>Working days within which a hearing is held, from the request (art. 47).</summary>
    internal const int DaysToHold = 20;

    /// <summary>Working days that lie between the notice of a hearing and the hearing (art. 48).</summary>
    internal const int DaysOfNotice = 7;

    /// <summary>Why nothing may be decided on the branch yet; null when everybody was heard.</summary>
    internal static Error? Unheard(CaseFile file, Branch branch)
    {
        if (file.HearingAwaited(branch) is { } hearing)
            return hearing.Stage is HearingStage.RightTold
                ? HearingRefusals.RightRuns(file, branch, file.LatestClock(branch.Number, ClockKind.HearingRequest)?.DueOn)
                : HearingRefusals.NotRecorded(file, branch, hearing);
        return file.PartiesAwaited(branch).Select(party => party.Number).ToArray() is { Length: > 0 } parties
            ? PartyRefusals.NotHeard(file, branch, parties)
            : null;
    }

    /// <summary>Why the branch may not be granted: the item wants a hearing, and there was neither one nor a public notice that brought nobody.</summary>
    internal Error? MissingFor(CaseFile file, Branch branch, Verdict verdict) =>
        verdict is not Verdict.Refuse && IsWanted(file, branch) && file.HearingOf(branch) is not { SatisfiesTheItem: true }
            ? HearingRefusals.Required(file, branch)
            : null;

    /// <summary>Whether silence could decide the branch: it decides nothing while somebody has still to be heard.</summary>
    internal bool LetsSilenceDecide(CaseFile file, Branch branch) =>
        Unheard(file, branch) is null && MissingFor(file, branch, Verdict.Approve) is null;

    /// <inheritdoc/>
    public ErrorOr<Success> Hear(CaseFile file, Clock clock, ClockStep step)
    {
        if (step is ClockStep.HearingNotWanted)
            NotWanted(file, clock);
        else if (step is ClockStep.PartySilent)
            PartyWasSilent(file, clock);
        return Result.Success;
    }

    private bool IsWanted(CaseFile file, Branch branch) =>
        catalogue.ItemOf(file).Branches.Any(part => part.Number == branch.Number && part.HearingRequired);

    private static void NotWanted(CaseFile file, Clock clock)
    {
        if (file.FindBranch(clock.Branch) is not { } branch || file.HearingOf(branch) is not { Stage: HearingStage.RightTold } told)
            return;
        file.Section<HearingSection>().Put(told with { NotWantedOn = clock.DueOn });
        file.Record(new HearingNotWanted(branch.Number, told.IsByPublicNotice, clock.DueOn));
    }

    private static void PartyWasSilent(CaseFile file, Clock clock)
    {
        if (file.InterestedParties.FirstOrDefault(party => party.Number == clock.Round) is not { IsSettled: false } party)
            return;
        file.Section<PartySection>().Put(party with { SilentUntil = clock.DueOn });
        file.Record(new InterestedPartySilent(party.Number, clock.DueOn));
    }
}
