using System.Text.RegularExpressions;
using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>设立、变更部门: enters a body of the district, or changes one.</summary>
/// <param name="Code">2 to 16 upper-case letters and digits; never given to another body.</param>
/// <param name="Tier">Stays as it was entered.</param>
/// <param name="ParentCode">The body above it; null at the top.</param>
/// <param name="UnifiedCreditCode">统一社会信用代码 with a check character that holds.</param>
/// <param name="DocumentMark">机关代字 of its own papers, 1 to 8 letters or digits; that of the house when left out.</param>
/// <param name="ExpectedRevision">0 for a new body, else the state that was looked at.</param>
[Authority("Enter a body (expectedRevision 0) or change one", Role.Administrator, InDistrictOnly = true)]
public sealed record KeepDepartment(
    string Code,
    string Name,
    string NameEn,
    Tier Tier,
    DepartmentKind Kind,
    string? ParentCode,
    string UnifiedCreditCode,
    bool HasAuthorisedWindow,
    bool IsVertical,
    int ExpectedRevision,
    string? DocumentMark = null
)
{
    /// <summary>Characters of a 机关代字.</summary>
    public const int LongestMark = 8;
}

/// <summary>A body was entered or changed.</summary>
public sealed record DepartmentKept(string Code, string Name, string? FormerName, Tier Tier, string? ParentCode, int Revision) : HouseEvent;

internal sealed partial class KeepDepartmentValidator : AbstractValidator<KeepDepartment>
{
    public KeepDepartmentValidator()
    {
        RuleFor(command => command.Code).Refuses((code, _) => Code().IsMatch(code ?? "") ? null : Malformed(code));
        RuleFor(command => command.Name).IsOrganisationName();
        RuleFor(command => command.NameEn).IsOrganisationName();
        RuleFor(command => command.Tier).Refuses((tier, _) => Enum.IsDefined(tier) ? null : OrganisationRefusals.TierFixed(tier));
        RuleFor(command => command.ParentCode).IsCode();
        RuleFor(command => command.DocumentMark).Refuses((mark, place) => MarkFault(mark, place.Field));
        RuleFor(command => command.UnifiedCreditCode).Refuses((code, place) => CreditCodeFault(code, place.Field));
    }

    private static Error Malformed(string? code) => Refusal.Input("code", RefusalCode.DepartmentCodeMalformed, ("code", code));

    private static Error? MarkFault(string? mark, string field) =>
        string.IsNullOrWhiteSpace(mark) || (mark.Trim().Length <= KeepDepartment.LongestMark && mark.Trim().All(char.IsLetterOrDigit))
            ? null
            : Refusal.Input(field, RefusalCode.DocumentPrefixMalformed, ("most", KeepDepartment.LongestMark), ("word", mark));

    private static Error? CreditCodeFault(string? typed, string field)
    {
        var credit = UnifiedCreditCode.Parse(typed, field);
        if (credit.IsError)
            return credit.FirstError;
        return credit.Value.CheckHolds ? null : Refusal.Input(field, RefusalCode.DepartmentCreditCodeWrong, ("code", credit.Value.Value));
    }

    [GeneratedRegex(@"^[A-Z][A-Z0-9]{1,15}\z")]
    private static partial Regex Code();
}

/// <summary>
/// Refuses a malformed or taken code, a body under itself or above the one it stands under, a code that fails its check, a word of document
/// numbers under which papers could bear the numbers of others, and a state that somebody has changed meanwhile.
/// </summary>
public sealed class KeepDepartmentHandler(Registrar registrar, OfficerRegister officers, IDocumentMarks marks)
    : Handler<KeepDepartment, Department>
{
    protected override Task<ErrorOr<Department>> CarryOutAsync(KeepDepartment command, Act act, CancellationToken cancellation) =>
        registrar.EnterAsync(
            act,
            db =>
                EnterAsync(
                    db,
                    command with
                    {
                        ParentCode = string.IsNullOrWhiteSpace(command.ParentCode) ? null : command.ParentCode,
                    },
                    cancellation
                ),
            cancellation,
            concernsEveryRegister: true
        );

    /// <summary>The act itself, within a transaction that somebody has begun.</summary>
    internal async Task<ErrorOr<Entry<Department>>> EnterAsync(ApprovalDbContext db, KeepDepartment command, CancellationToken cancellation)
    {
        var held = await db.Set<Department>().FirstOrDefaultAsync(known => known.Code == command.Code, cancellation);
        if (held is not null && command.ExpectedRevision == 0)
            return CodeTaken(command.Code);
        if (held is null && command.ExpectedRevision != 0)
            return OrganisationRefusals.DepartmentNotFound(command.Code);
        if (held is not null && held.Revision != command.ExpectedRevision)
            return OrganisationRefusals.ChangedMeanwhile(command.ExpectedRevision, held.Revision);
        if (held is { ClosedOn: not null })
            return OrganisationRefusals.DepartmentClosed("code", held);
        var faults = Check(command, held).ToList();
        if (faults.Count > 0)
            return faults;
        var kept = new Department
        {
            Code = command.Code,
            Name = command.Name.Trim(),
            NameEn = command.NameEn.Trim(),
            Tier = command.Tier,
            Kind = command.Kind,
            ParentCode = command.ParentCode,
            UnifiedCreditCode = UnifiedCreditCode.Parse(command.UnifiedCreditCode).Value.Value,
            HasAuthorisedWindow = command.HasAuthorisedWindow,
            IsVertical = command.IsVertical,
            DocumentMark = string.IsNullOrWhiteSpace(command.DocumentMark) ? null : command.DocumentMark.Trim(),
            Revision = command.ExpectedRevision + 1,
        };
        if (held is null)
            db.Add(kept);
        else
            db.Entry(held).CurrentValues.SetValues(kept);
        return new Entry<Department>(
            kept,
            new DepartmentKept(
                kept.Code,
                kept.Name,
                held is null ? null : db.Entry(held).OriginalValues.GetValue<string>(nameof(Department.Name)),
                kept.Tier,
                kept.ParentCode,
                kept.Revision
            )
        );
    }

    private IEnumerable<Error> Check(KeepDepartment command, Department? held)
    {
        if (held is not null && held.Tier != command.Tier)
            yield return OrganisationRefusals.TierFixed(command.Tier);
        if (command.ParentCode is { } above && Parent(command, above) is { } fault)
            yield return fault;
        if (command.DocumentMark?.Trim() is { Length: > 0 } mark && ClashOf(mark, command.Code) is { } taken)
            yield return Refusal.Input("documentMark", RefusalCode.DocumentMarkClashes, ("word", mark), ("other", taken));
    }

    private string? ClashOf(string mark, string code) =>
        officers
            .Departments.Where(body => body.Code != code)
            .Select(body => body.DocumentMark)
            .Append(marks.OfCentre)
            .OfType<string>()
            .FirstOrDefault(other => marks.Clash(mark, other));

    private Error? Parent(KeepDepartment command, string above)
    {
        var parent = officers.Open("parentCode", above);
        if (parent.IsError)
            return parent.FirstError;
        if (parent.Value.Tier > command.Tier)
            return Refusal.Input("parentCode", RefusalCode.DepartmentAboveLower, ("parent", above));
        return officers.Below(command.Code).Contains(above)
            ? Refusal.Input("parentCode", RefusalCode.DepartmentCircle, ("parent", above))
            : null;
    }

    private static Error CodeTaken(string code) => Refusal.Input("code", RefusalCode.DepartmentCodeTaken, ("code", code));
}
