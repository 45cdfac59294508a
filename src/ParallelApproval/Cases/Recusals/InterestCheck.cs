using System.Text;
using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>
/// 利益冲突审查: an officer whose own number, telephone or address is the applicant's may not act on the case (公务员法 art. 76). He is refused, kept off the branch from then
/// on, and supervision hears of it.
/// </summary>
public sealed class InterestCheck(CaseStore store, OfficerRegister officers)
{
    /// <summary>Carries out a command of an officer on a task, unless he has an interest in it.</summary>
    internal async Task<ErrorOr<T>> WorkOnAsync<T>(TaskNumber task, Act act, Func<CaseFile, ErrorOr<T>> decide, CancellationToken cancellation)
    {
        var officer = officers.Find(act.UserName);
        // Most officers have nothing registered, and then the application need not be read.
        if (officer is null or { IdNumber: null, Phone: null, Address: null }) return await store.WorkOnAsync(task.Case, act, decide, cancellation);
        var outcome = await store.WorkOnAsync(task.Case, act, file => Common(file, officer) is { } common ? BranchRefusals.ConflictOfInterest(file, common) : decide(file), cancellation, Contents.Everything);
        if (outcome.IsError && outcome.FirstError.Is(RefusalCode.ConflictOfInterest))
            await store.WorkOnAsync(task.Case, act with { Key = null }, file => Exclude(file, task, officer), cancellation, Contents.Everything);
        return outcome;
    }

    private static ErrorOr<Success> Exclude(CaseFile file, TaskNumber task, Officer officer)
    {
        if (file.FindBranch(task.Branch) is not { } branch || branch.Excluded.Contains(officer.UserName)) return Result.Success;
        file.Change(branch, kept =>
        {
            kept.Excluded = [.. kept.Excluded, officer.UserName];
            if (kept.Holder == officer.UserName) kept.Holder = null;
        });
        file.Record(new ConflictOfInterestFound(branch.Number, officer.UserName, Common(file, officer) ?? ""));
        return Result.Success;
    }

    private static string? Common(CaseFile file, Officer officer)
    {
        if (file.Applicant is not { } applicant) return null;
        if (officer.IdNumber is { } number && (number == applicant.IdNumber || number == applicant.Agent?.IdNumber)) return "idNumber";
        if (officer.Phone is { } phone && (phone == applicant.Phone || phone == applicant.Agent?.Phone)) return "phone";
        var home = Plain(officer.Address);
        return home.Length > 0 && file.Form.Any(field => field.Value is JsonValue value && Plain(value.ToString()) == home) ? "address" : null;
    }

    private static string Plain(string? text) => string.Concat((text ?? "").Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
}
