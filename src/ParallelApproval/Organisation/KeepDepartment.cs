using System.Text.RegularExpressions;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>设立、变更部门: enters a body of the district, or changes one.</summary>
/// <param name="Code">2 to 16 upper-case letters and digits; never given to another body.</param>
/// <param name="Tier">Stays as it was entered.</param>
/// <param name="ParentCode">The body above it; null at the top.</param>
/// <param name="UnifiedCreditCode">统一社会信用代码 with a check character that holds.</param>
/// <param name="ExpectedRevision">0 for a new body, else the state that was looked at.</param>
[Authority("Enter a body (expectedRevision 0) or change one", Role.Administrator, InDistrictOnly = true)]
public sealed record KeepDepartment(
    string Code, string Name, string NameEn, Tier Tier, DepartmentKind Kind, string? ParentCode, string UnifiedCreditCode, bool HasAuthorisedWindow, bool IsVertical, int ExpectedRevision);

/// <summary>A body was entered or changed.</summary>
public sealed record DepartmentKept(string Code, string Name, string? FormerName, Tier Tier, string? ParentCode, int Revision) : HouseEvent;

/// <summary>
/// Refuses a malformed or taken code, a body under itself or above the one it stands under, a code that fails its check, and a state that somebody
/// has changed meanwhile.
/// </summary>
public sealed partial class KeepDepartmentHandler(Registrar registrar, OfficerRegister officers)
{
    public Task<ErrorOr<Department>> HandleAsync(KeepDepartment command, Act act, CancellationToken cancellation) =>
        registrar.EnterAsync(act, db => EnterAsync(db, command with { ParentCode = string.IsNullOrWhiteSpace(command.ParentCode) ? null : command.ParentCode }, cancellation), cancellation, concernsEveryRegister: true);

    private async Task<ErrorOr<Entry<Department>>> EnterAsync(ApprovalDbContext db, KeepDepartment command, CancellationToken cancellation)
    {
        var held = await db.Set<Department>().FirstOrDefaultAsync(known => known.Code == command.Code, cancellation);
        if (held is not null && command.ExpectedRevision == 0) return CodeTaken(command.Code);
        if (held is null && command.ExpectedRevision != 0) return OrganisationRefusals.DepartmentNotFound(command.Code);
        if (held is not null && held.Revision != command.ExpectedRevision) return OrganisationRefusals.ChangedMeanwhile(command.ExpectedRevision, held.Revision);
        if (held is { ClosedOn: not null }) return OrganisationRefusals.DepartmentClosed("code", held);
        var faults = Check(command, held).ToList();
        if (faults.Count > 0) return faults;
        var kept = new Department
        {
            Code = command.Code, Name = command.Name.Trim(), NameEn = command.NameEn.Trim(), Tier = command.Tier, Kind = command.Kind, ParentCode = command.ParentCode,
            UnifiedCreditCode = UnifiedCreditCode.Parse(command.UnifiedCreditCode).Value.Value, HasAuthorisedWindow = command.HasAuthorisedWindow, IsVertical = command.IsVertical,
            Revision = command.ExpectedRevision + 1,
        };
        if (held is null) db.Add(kept);
        else db.Entry(held).CurrentValues.SetValues(kept);
        return new Entry<Department>(kept, new DepartmentKept(kept.Code, kept.Name, held is null ? null : db.Entry(held).OriginalValues.GetValue<string>(nameof(Department.Name)), kept.Tier, kept.ParentCode, kept.Revision));
    }

    private IEnumerable<Error> Check(KeepDepartment command, Department? held)
    {
        if (!Code().IsMatch(command.Code ?? ""))
            yield return Refusal.Input("code", "department_code_malformed", "Expected a code of 2 to 16 upper-case letters and digits that begins with a letter, but it is \"{code}\".", ("code", command.Code));
        foreach (var fault in OrganisationRefusals.Names(("name", command.Name), ("nameEn", command.NameEn))) yield return fault;
        if (!Enum.IsDefined(command.Tier) || (held is not null && held.Tier != command.Tier))
            yield return Refusal.Input("tier", "department_tier_fixed", "Expected the tier on which the body was entered, but it is {tier}: for another tier enter another body.", ("tier", command.Tier));
        var credit = UnifiedCreditCode.Parse(command.UnifiedCreditCode, "unifiedCreditCode");
        if (credit.IsError) yield return credit.FirstError;
        else if (!credit.Value.CheckHolds)
            yield return Refusal.Input("unifiedCreditCode", "department_credit_code_wrong", "Expected a credit code whose last character fits the others, but that of {code} does not.", ("code", credit.Value.Value));
        if (command.ParentCode is { } above && Parent(command, above) is { } fault2) yield return fault2;
    }

    private Error? Parent(KeepDepartment command, string above)
    {
        var parent = officers.Open("parentCode", above);
        if (parent.IsError) return parent.FirstError;
        if (parent.Value.Tier > command.Tier)
            return Refusal.Input("parentCode", "department_above_lower", "Expected a body of the same tier or a higher one above it, but {parent} stands lower.", ("parent", above));
        return officers.Below(command.Code).Contains(above)
            ? Refusal.Input("parentCode", "department_circle", "Expected a body that does not stand below this one, but {parent} does.", ("parent", above))
            : null;
    }

    private static Error CodeTaken(string code) =>
        Refusal.Input("code", "department_code_taken", "Expected a code that no other body has or had, but {code} is in use.", ("code", code));

    [GeneratedRegex(@"^[A-Z][A-Z0-9]{1,15}\z")]
    private static partial Regex Code();
}
