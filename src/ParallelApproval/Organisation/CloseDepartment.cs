using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>撤销部门: from today it is no body of the district any more. Its code and name stay in what it did.</summary>
/// <param name="ExpectedRevision">The state that was looked at.</param>
[Authority("Close a body on which nothing hangs any more", Role.Administrator, InDistrictOnly = true)]
public sealed record CloseDepartment(string Code, string Reason, int ExpectedRevision);

/// <summary>A body was closed.</summary>
public sealed record DepartmentWasClosed(string Code, DateOnly On, string Reason) : HouseEvent;

internal sealed class CloseDepartmentValidator : AbstractValidator<CloseDepartment>
{
    public CloseDepartmentValidator()
    {
        RuleFor(command => command.Code).IsCode();
        RuleFor(command => command.Reason).Given(OrganisationRefusals.ReasonMissing).IsOpinion();
    }
}

/// <summary>Refuses while anything hangs on it: officers, bodies below, open windows, letters in force, items, open branches.</summary>
public sealed class CloseDepartmentHandler(Registrar registrar, OfficerRegister officers, IEnumerable<INeedDepartments> rooms)
    : Handler<CloseDepartment, Department>
{
    protected override Task<ErrorOr<Department>> CarryOutAsync(CloseDepartment command, Act act, CancellationToken cancellation) =>
        registrar.EnterAsync(act, db => EnterAsync(db, command, act, cancellation), cancellation, concernsEveryRegister: true);

    private async Task<ErrorOr<Entry<Department>>> EnterAsync(
        ApprovalDbContext db,
        CloseDepartment command,
        Act act,
        CancellationToken cancellation
    )
    {
        if (await db.Set<Department>().FirstOrDefaultAsync(known => known.Code == command.Code, cancellation) is not { } held)
            return OrganisationRefusals.DepartmentNotFound(command.Code);
        if (held.Revision != command.ExpectedRevision)
            return OrganisationRefusals.ChangedMeanwhile(command.ExpectedRevision, held.Revision);
        if (held.ClosedOn is not null)
            return OrganisationRefusals.DepartmentClosed("code", held);
        var objections = Objections(held.Code, act.Today).ToList();
        foreach (var room in rooms)
            if (await room.ObjectionAsync(held.Code, act.Today, cancellation) is { } objection)
                objections.Add(objection);
        if (objections.Count > 0)
            return objections;
        var closed = held with { ClosedOn = act.Today, Revision = held.Revision + 1 };
        db.Entry(held).CurrentValues.SetValues(closed);
        return new Entry<Department>(closed, new DepartmentWasClosed(closed.Code, act.Today, command.Reason.Trim()));
    }

    private IEnumerable<Error> Objections(string code, DateOnly today)
    {
        if (officers.Of(code).Select(officer => officer.UserName).ToList() is { Count: > 0 } people)
            yield return Refusal.Conflict(RefusalCode.DepartmentHasOfficers, ("officers", Some(people)));
        if (officers.DirectlyBelow(code).Where(body => body.ClosedOn is null).Select(body => body.Code).ToList() is { Count: > 0 } below)
            yield return Refusal.Conflict(RefusalCode.DepartmentHasBodiesBelow, ("bodies", Some(below)));
        if (
            officers.Windows.Where(window => window.DepartmentCode == code && window.IsOpen).Select(window => window.Number).ToList() is
            { Count: > 0 } windows
        )
            yield return Refusal.Conflict(RefusalCode.DepartmentHasWindows, ("windows", Some(windows)));
        if (
            officers.LettersOf(code).Where(letter => letter.LastDay >= today).Select(letter => letter.Number).ToList() is
            { Count: > 0 } letters
        )
            yield return Refusal.Conflict(RefusalCode.DepartmentHasLetters, ("letters", Some(letters)));
    }

    private static string Some(List<string> names) => string.Join(", ", names.Take(5)) + (names.Count > 5 ? " …" : "");
}
