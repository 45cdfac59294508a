using ParallelApproval.Database;

namespace ParallelApproval.Clocks;

/// <summary>What this room keeps in the file of a case.</summary>
public static class FileOfClocks
{
    extension(CaseFile file)
    {
        /// <summary>All clocks of the case, ended ones too.</summary>
        public IReadOnlyList<Clock> Clocks => file.Section<ClockSection>().Clocks;

        /// <summary>The clocks of a branch, or of the case, that have not ended.</summary>
        public IReadOnlyList<Clock> ClocksOf(int branch) => [.. file.Clocks.Where(clock => clock.Branch == branch && !clock.IsEnded)];

        /// <summary>The newest clock of that kind, ended or not; null when it has not started.</summary>
        public Clock? LatestClock(int branch, ClockKind kind) =>
            file.Clocks.LastOrDefault(clock => clock.Branch == branch && clock.Kind == kind);
    }
}
