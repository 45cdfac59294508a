using System.Text.RegularExpressions;
using ErrorOr;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Catalogue;

/// <summary>
/// What must hold before an item may be published. Every fault is found in one pass and named with the field it stands in.
/// </summary>
internal static partial class ItemRules
{
    private const int MostPlaces = 1_000_000;

    /// <summary>What the draft says wrongly by itself.</summary>
    public static IEnumerable<Error> Of(ItemDraft draft)
    {
        var faults = Texts(draft).Concat(Codes(draft)).Concat(Times(draft)).Concat(AcceptanceFaults.Of(draft)).Concat(Form(draft)).ToList();
        var numbering = Numbering(draft).ToList();
        faults.AddRange(numbering);
        faults.AddRange(Papers(draft));
        // What hangs on what can only be asked once the numbers are right.
        if (numbering.Count == 0)
            faults.AddRange(DependencyRules.Check(draft));
        return faults;
    }

    /// <summary>What does not fit the district: bodies, papers and pilot rules that it does not have.</summary>
    public static List<Error> Against(
        ItemDraft draft,
        IReadOnlyDictionary<string, Department> departments,
        IReadOnlyDictionary<string, Material> library,
        PilotList pilots
    ) => [.. Silence(draft, pilots), .. Departments(draft, departments), .. UnknownPapers(draft, library)];

    /// <summary>What is wrong with the code of an item; null when nothing is.</summary>
    public static Error? CodeFault(string? code) =>
        ItemCode().IsMatch(code ?? "") ? null : Malformed("itemCode", code ?? "", CodeForm.ItemCode);

    /// <summary>More days are promised than the law gives.</summary>
    public static Error PromisedBeyondLegal(ListItem command) =>
        TimeFault("promisedDays", command.PromisedDays ?? 0, DaysRule.WithinLegalDays, command.LegalDays ?? 0);

    // The nine public fields (九公开): four are written, the other five come from what is checked here and below.
    private static IEnumerable<Error> Texts(ItemDraft draft)
    {
        List<(string Field, string? Text)> texts =
        [
            ("name", draft.Name),
            ("nameEn", draft.NameEn),
            ("target", draft.Target),
            ("workflowDefinitionId", draft.WorkflowDefinitionId),
            ("guide.content", draft.Guide.Content),
            ("guide.conditions", draft.Guide.Conditions),
            ("guide.procedure", draft.Guide.Procedure),
            ("guide.complaints", draft.Guide.Complaints),
        ];
        foreach (var (at, branch) in draft.Branches.Index())
        {
            texts.Add(($"branches[{at}].certificate", branch.Certificate));
            texts.Add(($"branches[{at}].legalBasis", branch.LegalBasis));
            texts.Add(($"branches[{at}].resultDocument", branch.ResultDocument));
            if (branch.Fee > 0)
                texts.Add(($"branches[{at}].feeBasis", branch.FeeBasis));
        }

        return texts
            .Where(text => string.IsNullOrWhiteSpace(text.Text))
            .Select(text => Refusal.Input(text.Field, RefusalCode.ItemFieldEmpty));
    }

    private static IEnumerable<Error> Codes(ItemDraft draft)
    {
        if (CodeFault(draft.ItemCode) is { } fault)
            yield return fault;
        if (!BasicCode().IsMatch(draft.BasicCode))
            yield return Malformed("basicCode", draft.BasicCode, CodeForm.BasicCode);
        else if (
            draft.BusinessCode.Length != 14
            || !draft.BusinessCode.StartsWith(draft.BasicCode, StringComparison.Ordinal)
            || !draft.BusinessCode.AsSpan(12).ContainsOnlyDigits()
        )
            yield return Malformed("businessCode", draft.BusinessCode, CodeForm.BusinessCode);
    }

    private static IEnumerable<Error> Times(ItemDraft draft)
    {
        if (draft.PromisedDays < 0 || draft.PromisedDays > draft.LegalDays)
            yield return TimeFault("promisedDays", draft.PromisedDays, DaysRule.WithinLegalDays, draft.LegalDays);
        if (draft.Kind == ItemKind.Immediate && draft.PromisedDays != 0)
            yield return TimeFault("promisedDays", draft.PromisedDays, DaysRule.OnTheSpot, 0);
        if (draft.CorrectionNoticeDays is < 0 or > 5)
            yield return TimeFault("correctionNoticeDays", draft.CorrectionNoticeDays, DaysRule.WithinNoticeDays, 5);
        // What runs out is renewed whether or not others wait for a place.
        if (
            draft.Quota is { } quota
            && (
                quota.Places is < 1 or > MostPlaces
                || draft.ExpiryField is not null
                || !draft.Branches.Any(branch => branch.Kind is BranchKind.Certificate && branch.DepartmentCode == draft.LeadDepartmentCode)
            )
        )
            yield return Refusal.Input("quota", RefusalCode.ItemQuotaUnsound, ("most", MostPlaces));
        if (draft.Warnings is { AreSound: false })
            yield return Refusal.Input("warnings", RefusalCode.ItemWarningsUnsound);
        foreach (var (at, branch) in draft.Branches.Index())
        {
            if (branch.PromisedDay < 0 || branch.PromisedDay > branch.LegalDays)
                yield return TimeFault($"branches[{at}].promisedDay", branch.PromisedDay, DaysRule.WithinLegalDays, branch.LegalDays);
            if (branch.PromisedDay > draft.PromisedDays)
                yield return TimeFault($"branches[{at}].promisedDay", branch.PromisedDay, DaysRule.WithinItem, draft.PromisedDays);
            if (branch.SerialDays < 0)
                yield return TimeFault($"branches[{at}].serialDays", branch.SerialDays, DaysRule.NotNegative, 0);
            if (branch.Fee < 0)
                yield return Refusal.Input($"branches[{at}].fee", RefusalCode.ItemFeeNegative, ("fee", branch.Fee));
        }
    }

    private static IEnumerable<Error> Silence(ItemDraft draft, PilotList pilots)
    {
        foreach (var (at, branch) in draft.Branches.Index())
        {
            var isLawful = branch.OnTimeout switch
            {
                OnTimeout.EscalateOnly => true,
                OnTimeout.OpinionDeemedConsent => branch.Kind is BranchKind.Opinion,
                _ => branch is { Kind: BranchKind.Certificate, Pilot: { TouchesNoSafety: true } rule }
                    && !string.IsNullOrWhiteSpace(rule.DocumentNumber)
                    && pilots.ItemCodes.Contains(draft.ItemCode),
            };
            if (!isLawful)
                yield return Refusal.Input(
                    $"branches[{at}].onTimeout",
                    RefusalCode.ItemTimeoutRuleUnlawful,
                    ("rule", branch.OnTimeout),
                    ("branch", branch.Number)
                );
        }
    }

    private static IEnumerable<Error> Departments(ItemDraft draft, IReadOnlyDictionary<string, Department> known) =>
        draft
            .Branches.Index()
            .Select(branch => (Field: $"branches[{branch.Index}].departmentCode", Code: branch.Item.DepartmentCode))
            .Append((Field: "leadDepartmentCode", Code: draft.LeadDepartmentCode))
            .Append((Field: "intakeDepartmentCode", Code: draft.IntakeDepartmentCode))
            .Where(named => !known.ContainsKey(named.Code))
            .Select(named => Refusal.Input(named.Field, RefusalCode.DepartmentUnknown, ("department", named.Code)));

    private static IEnumerable<Error> Numbering(ItemDraft draft)
    {
        if (draft.Branches.Count == 0)
            yield return Refusal.Input("branches", RefusalCode.ItemWithoutBranch);
        foreach (var (at, branch) in draft.Branches.Index())
            if (branch.Number != at + 1)
                yield return Refusal.Input(
                    $"branches[{at}].number",
                    RefusalCode.BranchNumberWrong,
                    ("count", draft.Branches.Count),
                    ("wanted", at + 1),
                    ("number", branch.Number)
                );
    }

    private static IEnumerable<Error> UnknownPapers(ItemDraft draft, IReadOnlyDictionary<string, Material> library) =>
        from use in draft.Materials.Index()
        let paper = library.GetValueOrDefault(use.Item.Code)
        where paper is null || paper.RetiredOn <= draft.EffectiveFrom
        select paper is null
            ? Refusal.Input($"materials[{use.Index}].code", RefusalCode.MaterialUnknown, ("material", use.Item.Code))
            : Refusal.Input(
                $"materials[{use.Index}].code",
                RefusalCode.MaterialRetired,
                ("material", use.Item.Code),
                ("name", paper.Name),
                ("day", paper.RetiredOn)
            );

    private static IEnumerable<Error> Form(ItemDraft draft)
    {
        if (draft.Form.Count > FormRules.MostFields)
            yield return InputRefusals.ListTooLong("form", FormRules.MostFields, draft.Form.Count);
        if (draft.ExpiryField is { } expiry)
        {
            if (!FieldKey().IsMatch(expiry))
                yield return Malformed("expiryField", expiry, CodeForm.FieldKey);
            // Without the day nobody knows whether silence renews.
            if (draft.Form.Any(field => field.Key == expiry && field is not { Kind: FormFieldKind.Day, IsRequired: true }))
                yield return Refusal.Input("expiryField", RefusalCode.ItemExpiryFieldWrong, ("field", expiry));
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (at, field) in draft.Form.Index())
        {
            if (!FieldKey().IsMatch(field.Key))
                yield return Malformed($"form[{at}].key", field.Key, CodeForm.FieldKey);
            if (!seen.Add(field.Key))
                yield return Refusal.Input($"form[{at}].key", RefusalCode.FormFieldTwice, ("field", field.Key));
            if (field.Kind is FormFieldKind.Choice != field.Choices is { Count: > 0 })
                yield return Refusal.Input($"form[{at}].choices", RefusalCode.FormChoicesWrong, ("field", field.Key));
        }
    }

    private static IEnumerable<Error> Papers(ItemDraft draft)
    {
        if (draft.Materials.Count == 0)
            yield return Refusal.Input("materials", RefusalCode.ItemFieldEmpty);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (at, use) in draft.Materials.Index())
        {
            var branches = use.UsedBy.Concat(use.OutputOfBranch is { } maker ? [maker] : []);
            if (!seen.Add(use.Code))
                yield return Refusal.Input($"materials[{at}].code", RefusalCode.MaterialTwice, ("material", use.Code));
            if (use.UsedBy.Count == 0 || branches.Any(number => number < 1 || number > draft.Branches.Count))
                yield return Refusal.Input($"materials[{at}].usedBy", RefusalCode.MaterialBranchUnknown, ("material", use.Code));
        }
    }

    private static Error Malformed(string field, string text, CodeForm expected) =>
        Refusal.Input(field, RefusalCode.ItemCodeMalformed, ("expected", expected), ("text", text));

    private static Error TimeFault(string field, int days, DaysRule expected, int limit) =>
        Refusal.Input(field, RefusalCode.ItemDaysWrong, ("expected", expected), ("limit", limit), ("days", days));

    private static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    [GeneratedRegex(@"^[0-9A-Z][0-9A-Z-]{2,54}\z")]
    private static partial Regex ItemCode();

    [GeneratedRegex(@"^[a-z][A-Za-z0-9]{0,39}\z")]
    private static partial Regex FieldKey();

    [GeneratedRegex(@"^[0-9]{11}[0-9Y]\z")]
    private static partial Regex BasicCode();
}

/// <summary>What a code of the catalogue looks like.</summary>
public enum CodeForm
{
    /// <summary>3 to 55 digits, upper-case letters and hyphens.</summary>
    ItemCode,

    /// <summary>基本编码: 11 digits and a digit or Y.</summary>
    BasicCode,

    /// <summary>业务办理项编码: the basic code and two digits.</summary>
    BusinessCode,

    /// <summary>1 to 40 letters and digits that begin with a lower-case letter.</summary>
    FieldKey,
}

/// <summary>Which bound a number of days keeps.</summary>
public enum DaysRule
{
    WithinLegalDays,
    OnTheSpot,

    /// <summary>行政许可法 art. 32.</summary>
    WithinNoticeDays,
    WithinItem,
    NotNegative,
}
