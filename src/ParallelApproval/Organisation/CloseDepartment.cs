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
/// <param name="Heir">承接单位: code of the body that takes over what is open of it and its items; null where nothing hangs on it any
/// more.</param>
[Authority("Close a body; what hangs on it goes over to the heir that is named", Role.Administrator, InDistrictOnly = true)]
public sealed record CloseDepartment(string Code, string Reason, int ExpectedRevision, string? Heir = null);

/// <summary>A body was closed.</summary>
public sealed record DepartmentWasClosed(string Code, DateOnly On, string Reason) : HouseEvent;

/// <summary>What a body had that was closed went over to another; its letters and seals ended with it (工作移交).</summary>
/// <param name="Work">Numbers of the tasks and codes of the items that went over.</param>
/// <param name="Letters">Numbers of the letters that ended.</param>
/// <param name="Seals">Numbers of the seals that were retired.</param>
public sealed record WorkHandedOver(string From, string To, string[] Work, string[] Letters, string[] Seals) : HouseEvent;

internal sealed class CloseDepartmentValidator : AbstractValidator<CloseDepartment>
{
    public CloseDepartmentValidator()
    {
        RuleFor(command => command.Code).IsCode();
        RuleFor(command => command.Heir).IsCode();
        RuleFor(command => command.Reason).Given(OrganisationRefusals.ReasonMissing).IsOpinion();
    }
}

/// <summary>
/// Refuses while anybody works there, a body stands below it or a window of it is open; and, where no heir is named, while anything else
/// hangs
/// on it: letters in force, seals in use, items, open branches. With an heir all of it goes over, or ends, in one transaction.
/// </summary>
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
        if (command.Heir is { } named && HeirFault(named, held) is { } unfit)
            return unfit;
        var objections = Objections(held.Code).ToList();
        if (command.Heir is null)
            objections.AddRange(await LeftOpenAsync(held.Code, act.Today, cancellation));
        if (objections.Count > 0)
            return objections;
        var closed = held with { ClosedOn = act.Today, HeirCode = command.Heir, Revision = held.Revision + 1 };
        var told = new List<HouseEvent> { new DepartmentWasClosed(closed.Code, act.Today, command.Reason.Trim()) };
        if (officers.Department(command.Heir) is { } heir)
        {
            var gone = await HandOverAsync(db, held.Code, heir, command.Reason.Trim(), act, cancellation);
            if (gone.IsError)
                return gone.Errors;
            told.Add(gone.Value);
        }

        db.Entry(held).CurrentValues.SetValues(closed);
        return new Entry<Department>(closed, told);
    }

    private async Task<ErrorOr<WorkHandedOver>> HandOverAsync(
        ApprovalDbContext db,
        string code,
        Department heir,
        string reason,
        Act act,
        CancellationToken cancellation
    )
    {
        var work = new List<string>();
        foreach (var room in rooms)
        {
            var gone = await room.HandOverAsync(db, code, heir, act, cancellation);
            if (gone.IsError)
                return gone.Errors;
            work.AddRange(gone.Value);
        }

        var letters = (await db.Set<Authorisation>().Where(letter => letter.DepartmentCode == code).ToListAsync(cancellation))
            .Where(letter => letter.LastDay >= act.Today)
            .ToList();
        foreach (var letter in letters)
            (letter.RevokedOn, letter.RevokedBy, letter.RevocationReason) = (act.Today, act.UserName, reason);
        var seals = await db.Set<Seal>().Where(seal => seal.DepartmentCode == code && seal.RetiredOn == null).ToListAsync(cancellation);
        foreach (var seal in seals)
            (seal.RetiredOn, seal.Revision) = (act.Today, seal.Revision + 1);
        return new WorkHandedOver(
            code,
            heir.Code,
            [.. work],
            [.. letters.Select(letter => letter.Number)],
            [.. seals.Select(seal => seal.Number)]
        );
    }

    // What a tier decides is never decided further down.
    private Error? HeirFault(string named, Department closing)
    {
        var heir = officers.Open("heir", named);
        if (heir.IsError)
            return heir.FirstError;
        return heir.Value.Code == closing.Code || heir.Value.Tier > closing.Tier
            ? Refusal.Input("heir", RefusalCode.HeirUnfit, ("heir", named))
            : null;
    }

    private async Task<List<Error>> LeftOpenAsync(string code, DateOnly today, CancellationToken cancellation)
    {
        var left = new List<Error>();
        if (
            officers.LettersOf(code).Where(letter => letter.LastDay >= today).Select(letter => letter.Number).ToList() is
            { Count: > 0 } letters
        )
            left.Add(Refusal.Conflict(RefusalCode.DepartmentHasLetters, ("letters", Some(letters))));
        if (officers.SealsOf(code).Where(seal => seal.RetiredOn is null).Select(seal => seal.Number).ToList() is { Count: > 0 } seals)
            left.Add(Refusal.Conflict(RefusalCode.DepartmentHasSeals, ("seals", Some(seals))));
        foreach (var room in rooms)
            if (await room.ObjectionAsync(code, today, cancellation) is { } objection)
                left.Add(objection);
        return left;
    }

    private IEnumerable<Error> Objections(string code)
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
    }

    private static string Some(List<string> names) => string.Join(", ", names.Take(5)) + (names.Count > 5 ? " …" : "");
}
