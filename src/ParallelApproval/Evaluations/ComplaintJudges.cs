using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Evaluations;

/// <summary>
/// Who deals with a complaint (投诉处理人): nobody judges what concerns his own department as long as there is anybody else, and there is always
/// somebody. First the supervisors of other departments; where there are none the managers of others; then the managers, and last the
/// supervisors, whatever department they belong to.
/// </summary>
public sealed class ComplaintJudges(OfficerRegister officers)
{
    /// <param name="against">Code of the department complained of; null while it is not known.</param>
    public IReadOnlyList<Officer> Of(string? against) => Of(officers.All.Where(officer => officer.IsEnabled), against);

    /// <inheritdoc cref="Of(string?)"/>
    internal static IReadOnlyList<Officer> Of(IEnumerable<Officer> officers, string? against)
    {
        var (supervisors, managers) = (
            officers.Where(officer => officer.Is(Role.Supervisor)).ToList(),
            officers.Where(officer => officer.Is(Role.Manager)).ToList()
        );
        foreach (var row in (List<Officer>[])[Others(supervisors), Others(managers), managers, supervisors])
            if (row.Count > 0)
                return row;
        return [];

        List<Officer> Others(List<Officer> row) => row.FindAll(officer => officer.DepartmentCode != against);
    }

    public bool May(string? against, string userName) => Of(against).Any(officer => officer.UserName == userName);

    /// <summary>Null when he may; else why not, and who may instead.</summary>
    internal Error? Refuse(string? against, Act act)
    {
        var judges = Of(against);
        if (judges.Any(judge => judge.UserName == act.UserName))
            return null;
        return against is not null && act.Department == against
            ? EvaluationRefusals.OwnDepartment(against)
            : Refusal.Forbidden(RefusalCode.ComplaintForOthers, ("officers", string.Join("、", judges.Select(judge => judge.Name))));
    }
}
