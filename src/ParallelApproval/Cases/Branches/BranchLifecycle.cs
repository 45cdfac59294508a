using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>Lays a branch on its department's desk with its clocks, and takes it off again. Knows nothing of the flow.</summary>
public sealed class BranchLifecycle(CatalogueRegister catalogue, OfficerRegister officers, ClockRules clocks, CaseStandstill standstill)
{
    /// <summary>Every branch that the applicant chose is in the file, waiting to be opened.</summary>
    internal void LayOut(CaseFile file, ServiceItem item)
    {
        foreach (var number in file.Case.ChosenBranches)
            if (file.FindBranch(number) is null)
                file.Section<BranchSection>().Put(Of(item.Branch(number), file.Case.ChosenBranches));
    }

    private static Branch Of(BranchDefinition definition, int[] chosen) =>
        new()
        {
            Number = definition.Number,
            Department = definition.DepartmentCode,
            Result = definition.Certificate,
            Kind = definition.Kind,
            HardDependencies = [.. definition.HardPredecessors().Where(chosen.Contains)],
            SoftDependencies =
            [
                .. definition.DependsOn.Where(on => on.Kind is DependencyKind.Soft && chosen.Contains(on.Branch)).Select(on => on.Branch),
            ],
        };

    /// <summary>
    /// 不涉及: the matter does not concern the department, by what the applicant has said; it is as if he had not chosen the branch. A branch
    /// that was opened stays, and so does the last one that a case has.
    /// </summary>
    /// <returns>Whether it was left out now.</returns>
    internal bool LeaveOut(CaseFile file, int number)
    {
        var chosen = file.Case.ChosenBranches;
        if (
            !chosen.Contains(number)
            || chosen.Length == 1
            || file.FindBranch(number) is { } branch and not { Round: 0, Status: BranchStatus.Waiting }
        )
            return false;
        file.Case.ChosenBranches = [.. chosen.Where(other => other != number)];
        file.Section<BranchSection>().Remove(number);
        file.Record(new BranchNotConcerned(number, catalogue.ItemOf(file).Branch(number).DepartmentCode));
        return true;
    }

    /// <summary>
    /// Puts a branch on its department's desk: the first time, with new clocks; after a return by the flow, as one more round on the same
    /// clocks.
    /// </summary>
    /// <param name="bookmark">Where the flow waits for it; null when no step of the flow does.</param>
    internal ErrorOr<Success> Open(CaseFile file, Branch branch, string? bookmark, int promisedDays)
    {
        if (IsLateAndBack(branch))
        {
            file.Change(branch, back => back.Bookmark = bookmark);
            return Result.Success;
        }

        var isFirst = branch.Round == 0;
        file.Change(branch, opened =>
        {
            opened.Round++;
            opened.Bookmark = bookmark;
            opened.OpenedAt ??= file.Act.At;
            opened.ReviewedBy = null;
        });
        file.Move(branch, BranchVerb.OpenBranch, Ready(file, branch));
        if (CaseMoves.Table.Allows(file.Case.Status, CaseVerb.BeginApproval))
            file.Move(CaseVerb.BeginApproval);
        if (isFirst && StartClocks(file, branch, promisedDays) is { IsError: true } noCalendar)
            return noCalendar;
        return standstill.Follow(file);
    }

    /// <summary>
    /// Whether the flow left the branch by the port of lateness while it was open, and now waits for it again: the department's task has
    /// not changed.
    /// </summary>
    internal static bool IsLateAndBack(Branch branch) =>
        branch
            is {
                Bookmark: null,
                Status: BranchStatus.InReview or BranchStatus.ReadyToSign or BranchStatus.Stopped or BranchStatus.SentBack
            };

    /// <summary>Whether the branch is under review or may be signed at once.</summary>
    internal static BranchStatus Ready(CaseFile file, Branch branch) =>
        branch.HardDependencies.Length > 0 && !file.BlockersOf(branch).Any() ? BranchStatus.ReadyToSign : BranchStatus.InReview;

    /// <summary>
    /// Where a branch comes back to that stands still no more: to the papers that the applicant still owes it, or to its desk.
    /// </summary>
    internal static BranchStatus AfterStop(CaseFile file, Branch branch) =>
        AwaitsPapers(file, branch) ? BranchStatus.CorrectionRequested : Ready(file, branch);

    /// <summary>
    /// Whether the days run in which the applicant hands in what the branch asked for, whether it stands still meanwhile or not.
    /// </summary>
    internal static bool AwaitsPapers(CaseFile file, Branch branch) =>
        file.ClocksOf(branch.Number).Any(clock => clock.Kind is ClockKind.Supplement);

    /// <summary>The branch leaves with the whole case: the flow is over, nothing follows from it.</summary>
    internal void Leave(CaseFile file, Branch branch)
    {
        if (branch.Status.IsSettled())
            return;
        End(file, branch, BranchVerb.LeaveWithCase);
        file.Change(branch, left => left.Bookmark = null);
        file.Record(new BranchWithdrawn(branch.Number));
    }

    /// <summary>
    /// The flow no longer waits under that bookmark: opinions that were asked for there are not needed any more. What the applicant has
    /// applied for is decided all the same; the case waits for it at its end.
    /// </summary>
    internal void Abandon(CaseFile file, string bookmark)
    {
        foreach (var branch in file.Branches.Where(branch => branch.Bookmark == bookmark).ToList())
        {
            if (branch.Kind is not BranchKind.Certificate)
                Leave(file, branch);
            file.Change(branch, left => left.Bookmark = null);
        }
    }

    // What a department has promised runs from its copy: the days that the window let pass before are the window's.
    internal ErrorOr<Success> StartClocks(CaseFile file, Branch branch, int promisedDays)
    {
        var started = clocks.Start(
            file,
            branch.Number,
            ClockKind.Promised,
            file.Case.IsByCommitment ? 0 : promisedDays,
            file.Act.Today,
            branch.Department,
            branch.Round,
            catalogue.ItemOf(file).Warnings
        );
        if (started.IsError)
            return started.Errors;
        if (StartNaming(file, branch) is { IsError: true } noDays)
            return noDays.Errors;
        return file.BlockersOf(branch).Any() ? Result.Success : StartLegalClock(file, branch);
    }

    // A department that must wait for another's result has received only when that result reaches it (浙江省“最多跑一次”规定 art. 5): its legal
    // clock starts then. What the centre has promised does not wait.
    // No law sets a limit to a utility or a bank: it takes part, but is no organ that grants or refuses.
    internal ErrorOr<Success> StartLegalClock(CaseFile file, Branch branch)
    {
        if (officers.Department(branch.Department) is { Kind: DepartmentKind.Utility })
            return Result.Success;
        var days = catalogue.ItemOf(file).Branches.FirstOrDefault(part => part.Number == branch.Number)?.LegalDays
            ?? BranchDefaults.LegalDays;
        var day = file.Branches.Any(other => branch.HardDependencies.Contains(other.Number)) ? file.Act.Today : StartOf(file);
        var started = clocks.Start(
            file,
            branch.Number,
            ClockKind.Legal,
            days,
            day,
            branch.Department,
            // One more than the round where a predecessor's decision was withdrawn and made again within it.
            Math.Max(branch.Round, (file.LatestClock(branch.Number, ClockKind.Legal)?.Round ?? 0) + 1)
        );
        if (started.IsError)
            return started.Errors;
        return StopOf(file, branch) is { OpenStop: { } stop } stopped && Enum.Parse<StopGround>(stop.Ground).StopsLegalClock()
            ? clocks.StopWith(file, started.Value, stopped)
            : Result.Success;
    }

    /// <summary>The clock of the branch that tells of the stop in which it stands still; null while it runs.</summary>
    internal static Clock? StopOf(CaseFile file, Branch branch) =>
        branch.Status is BranchStatus.Stopped
            ? file.ClocksOf(branch.Number)
                .FirstOrDefault(clock => clock.Kind is ClockKind.Promised or ClockKind.Legal && clock.OpenStop is not null)
            : null;

    // 行政许可法 art. 55: who inspects is named from the acceptance on, also where another must sign first.
    private ErrorOr<Success> StartNaming(CaseFile file, Branch branch)
    {
        if (
            branch.Inspectors.Length > 0
            || catalogue.ItemOf(file).Branches.FirstOrDefault(part => part.Number == branch.Number) is not { NeedsInspectors: true }
        )
            return Result.Success;
        var days = clocks.Start(
            file,
            branch.Number,
            ClockKind.Inspectors,
            NameInspectorsHandler.DaysToName,
            StartOf(file),
            branch.Department,
            branch.Round
        );
        return days.IsError ? days.Errors : Result.Success;
    }

    // Branches that open with the acceptance count from its day; those that open later, in a serial flow, from the day they open.
    private static DateOnly StartOf(CaseFile file) =>
        file.Case is { IsBeingAccepted: true, AcceptedAt: { } accepted } ? DateOnly.FromDateTime(accepted.DateTime) : file.Act.Today;

    /// <summary>Gives the branch its result; its clocks end.</summary>
    internal void End(CaseFile file, Branch branch, BranchVerb verb, BranchStatus? result = null)
    {
        file.Move(branch, verb, result);
        if (branch.ExtensionAsked is not null)
            file.Change(branch, ended => ended.ExtensionAsked = null);
        clocks.End(file, branch.Number);
        if (branch.RecusalOf is not { } officer)
            return;
        // Another officer has decided before the head did: there is nothing left from which to withdraw.
        file.Change(branch, ended => ended.RecusalOf = null);
        file.Record(new RecusalLapsed(branch.Number, officer));
    }
}
