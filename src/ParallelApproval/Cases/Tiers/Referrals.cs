using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// What passes between the tiers (上报与退回): who reviews at which tier for the citizen who stands at a station, what is sent up and when it
/// was due, what was sent down and comes up again, and that the result goes back to the station.
/// </summary>
public sealed class Referrals(OfficerRegister officers)
{
    /// <summary>Stands for the body at whose window the case was received.</summary>
    public const string OfStation = "Station";

    /// <summary>The body of that tier above the station, or the station itself; null when the case was received above that tier.</summary>
    internal Department? Reviewer(CaseFile file, string? tier)
    {
        var at = officers.InPlaceOf(file.Case.Station);
        if (tier == OfStation)
            return officers.Department(at) is { Tier: not Tier.District } station ? station : null;
        return Enum.TryParse<Tier>(tier, out var wanted) && wanted is not Tier.District ? officers.Above(at, wanted) : null;
    }

    /// <summary>A lower tier has given its opinion: the matter goes up, or up again to whoever sent it down.</summary>
    internal void SendUp(CaseFile file, Branch branch, bool agrees)
    {
        var due = file.LatestClock(branch.Number, ClockKind.Promised)?.DueOn ?? file.Act.Today;
        file.Record(
            new SentUp(
                branch.Number,
                branch.Department,
                officers.Department(branch.FirstDepartment)?.ParentCode ?? "",
                agrees,
                due,
                file.Act.Today
            )
        );
        foreach (
            var above in file
                .Branches.Where(above => above.Status is BranchStatus.SentBack && above.AwaitsResults.Contains(branch.Number))
                .ToList()
        )
        {
            file.Move(above, BranchVerb.ComeUpAgain, BranchLifecycle.Ready(file, above));
            file.Change(above, again => again.AwaitsResults = []);
        }
    }

    /// <summary>The case is decided; a station below the district is told that the result of what went up comes back to it.</summary>
    internal void Return(CaseFile file)
    {
        if (
            file.Branches.Any(branch => branch.Kind is BranchKind.Referral)
            && officers.Department(file.Case.Station) is { Tier: not Tier.District } station
        )
            file.Record(new ResultReturned(station.Code));
    }

    /// <summary>The review below which a branch builds on; null when there is none.</summary>
    internal static Branch? Below(CaseFile file, Branch branch) =>
        file
            .Branches.Where(lower =>
                lower.Kind is BranchKind.Referral
                && BranchMoves.Table.Allows(lower.Status, BranchVerb.ReviewAgain)
                && lower.Number != branch.Number
                && (branch.Kind is not BranchKind.Referral || lower.Number < branch.Number)
            )
            .MaxBy(lower => lower.Number);

    /// <summary>Whether the body stands below the one that keeps the case, or is the one.</summary>
    internal bool IsWithin(string department, string station) => officers.StationsUnder(department).Contains(station);
}
