using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>
/// 一次性告知期限: from the day papers come in the window has so many working days to say what is missing or wrong. It runs from the receipt, and
/// once more from the day on which everything that a notice asked for has come in; acceptance, a notice, or declining ends it.
/// </summary>
public sealed class NoticeLimit(CatalogueRegister catalogue, ClockRules clocks)
{
    /// <summary>Starts the days for the notice, unless they run already or the case has been accepted.</summary>
    internal ErrorOr<Success> Begin(CaseFile file)
    {
        if (!file.Case.Status.IsBeforeAcceptance() || file.ClocksOf(Clock.OfCase).Count > 0)
            return Result.Success;
        var item = catalogue.ItemOf(file);
        var round = (file.LatestClock(Clock.OfCase, ClockKind.Notice)?.Round ?? 0) + 1;
        var started = clocks.Start(
            file,
            Clock.OfCase,
            ClockKind.Notice,
            item.CorrectionNoticeDays,
            file.Act.Today,
            item.IntakeDepartmentCode,
            round
        );
        return started.IsError ? started.Errors : Result.Success;
    }
}
