using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>
/// Who must answer (责任主体): the officer who has the matter in hand; where there is none, the only approver of the department, its chief
/// representative; where there are several, the department, whose head says who. An officer to whom a task was handed over does not answer
/// for the days before he had it: until one whole working day has passed, whoever held it before does.
/// </summary>
public sealed class Answerers(OfficerRegister officers, CatalogueRegister catalogue, Deadlines deadlines)
{
    /// <param name="at">Since when it has been so.</param>
    public (string Department, string? Officer) Of(Answerer who, CaseFile file, ServiceItem item, int branch, DateTimeOffset at) =>
        who switch
        {
            Answerer.Holder when IsWithHead(file, branch, at) && Head() is { } head => head,
            Answerer.Holder when file.FindBranch(branch) is { } found => Of(found.Department, Holder(found, at)),
            Answerer.Intake => Of(item.IntakeDepartmentCode, file.Case.ReceivedBy),
            _ => Of(item.LeadDepartmentCode, null),
        };

    /// <summary>The same for a file, whose item is looked up.</summary>
    public (string Department, string? Officer) Of(Answerer who, CaseFile file, int branch, DateTimeOffset at) =>
        Of(who, file, catalogue.ItemOf(file), branch, at);

    /// <summary>
    /// The officer if he still works there, else who stands for the department. For a body that was closed its heir answers, and where it
    /// has none, the head of the centre.
    /// </summary>
    public (string Department, string? Officer) Of(string department, string? officer)
    {
        var body = officers.InPlaceOf(department);
        if (officers.Department(body) is { ClosedOn: not null } && Head() is { } head)
            return head;
        return officer is not null && IsOf(officer, body) ? (body, officer) : (body, Chief(body));
    }

    /// <summary>Whether the account is open and belongs to an officer of the department.</summary>
    public bool IsOf(string officer, string department) =>
        officers.Find(officer) is { IsEnabled: true } found && found.DepartmentCode == department;

    /// <summary>
    /// The head of the centre who is asked for what only a head may decide; the department alone where there are several. Null while there
    /// is none.
    /// </summary>
    public (string Department, string? Officer)? Head() =>
        officers.Heads().ToList() switch
        {
            [] => null,
            [var only] => (only.DepartmentCode!, only.UserName),
            [var first, ..] => (first.DepartmentCode!, null),
        };

    // While a recusal is overdue the matter waits for the head, and not for the department.
    private static bool IsWithHead(CaseFile file, int branch, DateTimeOffset at) =>
        file.FindBranch(branch) is { RecusalOf: not null }
        && file.ClocksOf(branch).Any(clock => clock.Kind is ClockKind.Recusal && clock.DueAt <= at);

    private string? Holder(Branch branch, DateTimeOffset at) =>
        branch.HeldSince?.OfficialDate() is { } since && since > branch.OpenedAt?.OfficialDate() && deadlines.EndOf(since, 1) > at
            ? branch.HeldBefore
            : branch.Holder;

    private string? Chief(string department) =>
        officers.Of(department).Where(officer => officer.Is(Role.Approver)).ToList() is [var only] ? only.UserName : null;
}
