using System.Text.RegularExpressions;
using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>
/// 设置窗口: enters a window of a hall, or changes one: who runs it, whether it takes in for everybody, whether it is open. Its tier is that of
/// its body.
/// </summary>
/// <param name="Number">1 to 16 letters, digits and hyphens, as painted above the desk; unique in the district.</param>
/// <param name="ExpectedRevision">0 for a new window, else the state that was looked at.</param>
[Authority("Enter a window (expectedRevision 0) or change one", Role.Administrator, InDistrictOnly = true)]
public sealed record KeepWindow(string Number, string DepartmentCode, bool IsComprehensive, bool IsOpen, int ExpectedRevision);

/// <summary>A window was entered or changed.</summary>
public sealed record WindowKept(string Number, string DepartmentCode, bool IsComprehensive, bool IsOpen, int Revision) : HouseEvent;

internal sealed partial class KeepWindowValidator : AbstractValidator<KeepWindow>
{
    public KeepWindowValidator()
    {
        RuleFor(command => command.Number).Refuses((number, _) => WindowNumber().IsMatch(number ?? "") ? null : Malformed(number));
        RuleFor(command => command.DepartmentCode).IsCode();
    }

    private static Error Malformed(string? number) => Refusal.Input("number", RefusalCode.WindowNumberMalformed, ("number", number));

    [GeneratedRegex(@"^[A-Z0-9][A-Z0-9-]{0,15}\z")]
    private static partial Regex WindowNumber();
}

/// <summary>
/// Refuses a malformed or taken number, a body that is unknown or closed, and a state that somebody has changed meanwhile.
/// </summary>
public sealed class KeepWindowHandler(Registrar registrar, OfficerRegister officers) : Handler<KeepWindow, ServiceWindow>
{
    protected override Task<ErrorOr<ServiceWindow>> CarryOutAsync(KeepWindow command, Act act, CancellationToken cancellation) =>
        registrar.EnterAsync(act, db => EnterAsync(db, command, cancellation), cancellation);

    /// <summary>The act itself, within a transaction that somebody has begun.</summary>
    internal async Task<ErrorOr<Entry<ServiceWindow>>> EnterAsync(ApprovalDbContext db, KeepWindow command, CancellationToken cancellation)
    {
        var held = await db.Set<ServiceWindow>().FirstOrDefaultAsync(known => known.Number == command.Number, cancellation);
        if (held is not null && command.ExpectedRevision == 0)
            return Refusal.Input("number", RefusalCode.WindowNumberTaken, ("number", command.Number));
        if (held is null && command.ExpectedRevision != 0)
            return Refusal.NotFound(RefusalCode.WindowNotFound, ("number", command.Number));
        if (held is not null && held.Revision != command.ExpectedRevision)
            return OrganisationRefusals.ChangedMeanwhile(command.ExpectedRevision, held.Revision);
        var body = officers.Open("departmentCode", command.DepartmentCode);
        if (body.IsError)
            return body.Errors;
        var kept = new ServiceWindow
        {
            Number = command.Number!,
            DepartmentCode = body.Value.Code,
            Tier = body.Value.Tier,
            IsComprehensive = command.IsComprehensive,
            IsOpen = command.IsOpen,
            Revision = command.ExpectedRevision + 1,
        };
        if (held is null)
            db.Add(kept);
        else
            db.Entry(held).CurrentValues.SetValues(kept);
        return new Entry<ServiceWindow>(
            kept,
            new WindowKept(kept.Number, kept.DepartmentCode, kept.IsComprehensive, kept.IsOpen, kept.Revision)
        );
    }
}
