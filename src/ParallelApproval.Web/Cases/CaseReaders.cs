using ParallelApproval.Cases;
using ParallelApproval.Identities;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Cases;

/// <summary>Who sees whose case it is (办件可见范围), for what is read beside the sheet of the case: its documents and its scans.</summary>
internal sealed class CaseReaders(CaseQueries cases, StationGate gate)
{
    public async Task<bool> MaySeePersonsAsync(CaseNumber number, Caller caller, CancellationToken cancellation) =>
        await cases.PlaceAsync(number, caller.DepartmentCode, cancellation) is { } place
        && caller.SeesPersons(place.HasPart, gate.Reaches(caller.DepartmentCode, place.Station));
}
