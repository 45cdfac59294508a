using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 办结: how a case comes to its end, however its flow is drawn. What the law asks for does not depend on the drawing: every department that
/// the applicant needs is asked, what was granted is made and handed over (行政许可法 art. 44), and only then is the case closed. A flow that
/// comes to its end before that leaves the rest to this class.
/// </summary>
public sealed class CaseEnding(CatalogueRegister catalogue, BranchLifecycle lifecycle, IMakeResults results) : IAfterFlow
{
    /// <summary>
    /// Asks those for whom a department waits and whom the flow has not asked yet. When the flow is over, asks all whom it has not asked,
    /// hands over electronically what is granted, and closes what may be closed.
    /// </summary>
    public ErrorOr<Success> GoOn(CaseFile file, bool isOver)
    {
        var opened = isOver ? OpenLeftOut(file) : Open(file, branch => IsLeftOut(branch) && IsWaitedFor(file, branch));
        if (opened.IsError)
            return opened;
        if (isOver)
            Close(file);
        return Result.Success;
    }

    public void LetGo(CaseFile file)
    {
        foreach (var asked in file.Branches.Where(branch => branch.Bookmark is not null).ToList())
            file.Change(asked, left => left.Bookmark = null);
    }

    public bool StandsStill(CaseFile file) => StuckCases.StandsStill(file);

    /// <summary>Every branch of the case that no step of the flow has opened is opened now. Before the acceptance nothing is.</summary>
    internal ErrorOr<Success> OpenLeftOut(CaseFile file)
    {
        if (file.Case.Status is CaseStatus.Accepted or CaseStatus.InApproval)
            lifecycle.LayOut(file, catalogue.ItemOf(file));
        return Open(file, IsLeftOut);
    }

    private static bool IsLeftOut(Branch branch) => branch is { Round: 0, Status: BranchStatus.Waiting };

    // A department cannot sign before a result that nobody was asked for.
    private static bool IsWaitedFor(CaseFile file, Branch branch) =>
        file.DependantsOf(branch).Any(dependant => dependant.Round > 0 ? dependant.Status.IsOpen() : IsWaitedFor(file, dependant));

    private ErrorOr<Success> Open(CaseFile file, Func<Branch, bool> isMeant)
    {
        if (file.Case.Status is not (CaseStatus.Accepted or CaseStatus.InApproval))
            return Result.Success;
        var leftOut = file.Branches.Where(isMeant).ToList();
        if (leftOut.Count == 0)
            return Result.Success;
        var item = catalogue.ItemOf(file);
        foreach (var branch in leftOut)
            if (lifecycle.Open(file, branch, null, item.PromisedDayOf(branch.Number)) is { IsError: true } noCalendar)
                return noCalendar;
        file.Record(new BranchesOpened([.. leftOut.Select(branch => branch.Number)], 1));
        return Result.Success;
    }

    /// <summary>
    /// Closes the case if it may be closed: what was decided has been handed over, or there is nothing to hand over. An answer that the
    /// applicant still owes is waited for.
    /// </summary>
    /// <returns>Whether the case has come to its end.</returns>
    internal bool Close(CaseFile file)
    {
        var @case = file.Case;
        if (@case.Status is CaseStatus.Accepted or CaseStatus.InApproval || file.Branches.Any(branch => branch.AsksApplicant))
            return false;
        if (@case.Status is CaseStatus.Decided && @case.Result is not (CaseStatus.Withdrawn or CaseStatus.AcceptanceRevoked))
        {
            if (@case.Delivery is not DeliveryWay.Electronic)
                return false;
            DeliverElectronically(file);
        }

        if (CaseMoves.Table.Allows(@case.Status, CaseVerb.CloseCase) && @case.Result is { } result)
        {
            file.Move(CaseVerb.CloseCase, result);
            file.Record(new CaseFinished(result));
        }

        return true;
    }

    /// <summary>Electronic results count as handed over when they are issued; what is granted and not made yet is made first.</summary>
    internal void DeliverElectronically(CaseFile file)
    {
        MakeResults(file);
        file.Move(CaseVerb.DeliverElectronically);
        file.Record(new CaseDelivered(DeliveryWay.Electronic, file.Case.ApplicantName));
    }

    /// <summary>A department that the flow did not wait for may have granted after the step that makes the certificates.</summary>
    internal void MakeResults(CaseFile file) => results.Make(file);

    /// <summary>Whether what the branch has granted is made already.</summary>
    internal bool HasResult(CaseFile file, Branch branch) => results.IsMade(file, branch.Number);
}

/// <summary>制证: makes what the branches have granted (the room of certificates).</summary>
public interface IMakeResults
{
    /// <summary>Makes the certificate of every branch that has granted one and has none yet; of one branch if it is named.</summary>
    void Make(CaseFile file, int? branch = null);

    /// <summary>Whether the certificate of that branch is made.</summary>
    bool IsMade(CaseFile file, int branch);
}
