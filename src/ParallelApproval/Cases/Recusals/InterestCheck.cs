using System.Text.Json.Nodes;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 利益冲突审查: an officer whose own number, telephone or address is the applicant's may not act on the case (公务员法 art. 76). He is refused, kept
/// off the branch from then on, and supervision hears of it.
/// </summary>
public sealed class InterestCheck(OfficerRegister officers)
{
    /// <summary>
    /// Whether anything of the officer's, or of those for whom he acts today, is registered that an applicant's could be compared with.
    /// </summary>
    internal bool MayBeFound(Act act) =>
        officers.Find(act.UserName) is { } officer && (MayBeFound(officer) || officers.ActsFor(officer.Id, act.Today).Any(MayBeFound));

    /// <summary>What the acting officer and the applicant have in common: idNumber, phone or address; null for nothing.</summary>
    internal string? Common(CaseFile file) => officers.Find(file.Act.UserName) is { } officer ? Common(file, officer) : null;

    /// <summary>The same of any officer, for instance of one for whom a deputy would act.</summary>
    internal string? Common(CaseFile file, Officer officer) =>
        MayBeFound(officer) && file.Applicant is { } applicant ? Common(officer, applicant, file.Form) : null;

    /// <summary>The same before there is a case.</summary>
    internal string? Common(Act act, Applicant applicant, JsonObject form) =>
        officers.Find(act.UserName) is { } officer ? Common(officer, applicant, form) : null;

    private static bool MayBeFound(Officer officer) => officer is not { IdNumber: null, Phone: null, Address: null };

    private static string? Common(Officer officer, Applicant applicant, JsonObject form)
    {
        if (officer.IdNumber is { } number && (number == applicant.IdNumber || number == applicant.Agent?.IdNumber))
            return "idNumber";
        if (officer.Phone is { } phone && (phone == applicant.Phone || phone == applicant.Agent?.Phone))
            return "phone";
        var home = Plain(officer.Address);
        return home.Length > 0 && form.Any(field => field.Value is JsonValue value && Plain(value.ToString()) == home) ? "address" : null;
    }

    /// <summary>
    /// Notes what was found, with the refusal in one transaction; once for each branch, and for a case of which none is his department's.
    /// </summary>
    internal void KeepOff(CaseFile file, IReadOnlyList<Branch> branches)
    {
        var (userName, common) = (file.Act.UserName, Common(file) ?? "");
        foreach (var branch in branches.Where(branch => !branch.Excluded.Contains(userName)))
        {
            file.Change(branch, kept => kept.Excluded = [.. kept.Excluded, userName]);
            if (branch.Holder == userName)
                file.Hand(branch, null);
            file.Record(new ConflictOfInterestFound(branch.Number, userName, common));
        }

        if (branches.Count == 0)
            file.Record(new ConflictOfInterestFound(null, userName, common));
        file.IsKeptThoughRefused = true;
    }

    private static string Plain(string? text) => WrittenAlike.Plain(text);
}
