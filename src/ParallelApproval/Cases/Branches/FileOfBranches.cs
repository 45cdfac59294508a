using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Cases;

/// <summary>What this room keeps in the file of a case.</summary>
public static class FileOfBranches
{
    extension(CaseFile file)
    {
        /// <summary>The branches in the order of their numbers; none before the case is copied to the departments.</summary>
        public IReadOnlyCollection<Branch> Branches => file.Section<BranchSection>().Branches;

        /// <summary>The site visits, the last one last.</summary>
        public IReadOnlyList<SiteVisit> SiteVisits => file.Section<VisitSection>().Visits;

        public Branch? FindBranch(int number) => file.Section<BranchSection>().Find(number);

        internal void Change(Branch branch, Action<Branch> change) => change(branch);

        /// <summary>Gives the branch into the hands of an officer, or, with null, back to the pool of its department.</summary>
        internal void Hand(Branch branch, string? officer) => file.Change(branch, handed => handed.HandTo(officer, file.Act.At));

        /// <summary>Another body takes the branch over, and the file says so.</summary>
        internal void GoOver(Branch branch, string department, TakenOverBecause reason)
        {
            var from = branch.Department;
            file.Change(branch, taken => taken.GoOverTo(department, file.Act.At));
            file.Record(new TaskTakenOver(branch.Number, branch.Round, from, department, reason));
        }

        /// <summary>Makes the move, as its line in <see cref="BranchMoves"/> says.</summary>
        internal void Move(Branch branch, BranchVerb verb, BranchStatus? to = null) =>
            file.Change(branch, moved => moved.Move(verb, to, file.Act.At));

        /// <summary>
        /// The branches that must sign before this one may and have not yet; empty when it may sign now. Of an opinion it is enough that it
        /// is in.
        /// </summary>
        public IEnumerable<int> BlockersOf(Branch branch) =>
            branch.HardDependencies.Where(number =>
                file.FindBranch(number) is { } other
                && !other.Status.Passes()
                && !(other.Kind is BranchKind.Opinion && other.Status.IsSettled())
            );

        /// <summary>The branches that may not sign before this one has.</summary>
        internal IEnumerable<Branch> DependantsOf(Branch branch) =>
            file.Branches.Where(other => other.HardDependencies.Contains(branch.Number));
    }
}
