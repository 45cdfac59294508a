using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 层级权限: a station has its own cases, a street those of its stations, the district all; beside these, a body has the cases in which it has
/// a part. What lies outside does not exist for an officer.
/// </summary>
public sealed class StationGate(OfficerRegister officers) : IGuardFiles
{
    /// <inheritdoc/>
    public Error? Refuse(CaseFile file) =>
        file.Number.IsOfCentre
        || file.Number.IsOfFlow
        || Reaches(file.Act.Department, file.Case.Station)
        || file.Branches.Any(branch => branch.Department == file.Act.Department)
            ? null
            : StoreRefusals.HiddenCase(file.Number);

    /// <summary>Whether a body has the cases of that station.</summary>
    public bool Reaches(string department, string station) => StationsOf(department) is not { } own || own.Contains(station);

    /// <summary>The stations whose cases a body has; null for all.</summary>
    public IReadOnlyList<string>? StationsOf(string department) =>
        officers.Department(department) is { Tier: not Tier.District } body ? officers.StationsUnder(body.Code) : null;
}
