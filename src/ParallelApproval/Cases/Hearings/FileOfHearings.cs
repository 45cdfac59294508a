using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>Who is heard before a branch is decided, as the file tells it.</summary>
public static class FileOfHearings
{
    extension(CaseFile file)
    {
        /// <summary>The hearings of the case, in the order of branches and rounds.</summary>
        public IReadOnlyList<Hearing> Hearings => file.Section<HearingSection>().Hearings;

        /// <summary>The interested parties of the case, in the order in which they were noted.</summary>
        public IReadOnlyList<InterestedParty> InterestedParties => file.Section<PartySection>().Parties;

        /// <summary>The newest hearing of the branch that was not dropped; null when there is none.</summary>
        public Hearing? HearingOf(Branch branch) =>
            file.Hearings.LastOrDefault(hearing => hearing.Branch == branch.Number && hearing.Stage is not HearingStage.Dropped);

        /// <summary>The hearing for which the branch must wait; null for none.</summary>
        internal Hearing? HearingAwaited(Branch branch) =>
            file.HearingOf(branch) is { Stage: HearingStage.RightTold or HearingStage.Requested or HearingStage.Called } pending
                ? pending
                : null;

        /// <summary>The interested parties that have neither been heard on the branch nor been silent until their day.</summary>
        internal IEnumerable<InterestedParty> PartiesAwaited(Branch branch) =>
            file.InterestedParties.Where(party => !party.IsSettled && (party.Branch is null || party.Branch == branch.Number));

        /// <summary>The branch is worked on anew: a hearing that was not held is over.</summary>
        internal void DropHearing(Branch branch)
        {
            if (file.HearingAwaited(branch) is { } pending)
                file.Section<HearingSection>().Put(pending with { DroppedAt = file.Act.At });
        }
    }
}
