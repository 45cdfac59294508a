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
    /// <summary>What the draft says wrongly by itself.</summary>
    public static IEnumerable<Error> Of(ItemDraft draft)
    {
        var faults = Texts(draft).Concat(Codes(draft)).Concat(Times(draft)).Concat(AcceptanceFaults.Of(draft)).Concat(Form(draft)).ToList();
        var numbering = Numbering(draft).ToList();
        faults.AddRange(numbering);
        faults.AddRange(Papers(draft));
        // What hangs on what can only be asked once the numbers are right.
        if (numbering.Count == 0) faults.AddRange(DependencyRules.Check(draft));
        return faults;
    }

    /// <summary>What does not fit the district: bodies, papers and pilot rules that it does not have.</summary>
    public static List<Error> Against(ItemDraft draft, IReadOnlyDictionary<string, Department> departments, IReadOnlyDictionary<string, Material> library, PilotList pilots) =>
        [.. Silence(draft, pilots), .. Departments(draft, departments), .. UnknownPapers(draft, library)];

    // The nine public fields (九公开): four are written, the other five come from what is checked here and below.
    private static IEnumerable<Error> Texts(ItemDraft draft)
    {
        List<(string Field, string? Text)> texts =
        [
            ("name", draft.Name), ("nameEn", draft.NameEn), ("target", draft.Target), ("workflowDefinitionId", draft.WorkflowDefinitionId),
            ("guide.content", draft.Guide.Content), ("guide.conditions", draft.Guide.Conditions),
            ("guide.procedure", draft.Guide.Procedure), ("guide.complaints", draft.Guide.Complaints),
        ];
        foreach (var (at, branch) in draft.Branches.Index())
        {
            texts.Add(($"branches[{at}].certificate", branch.Certificate));
            texts.Add(($"branches[{at}].legalBasis", branch.LegalBasis));
            texts.Add(($"branches[{at}].resultDocument", branch.ResultDocument));
            if (branch.Fee > 0) texts.Add(($"branches[{at}].feeBasis", branch.FeeBasis));
        }

        return texts.Where(text => string.IsNullOrWhiteSpace(text.Text)).Select(text =>
            Refusal.Input(text.Field, "item_field_empty", "Expected {field} to be filled in, but it is empty.", ("field", text.Field)));
    }

    private static IEnumerable<Error> Codes(ItemDraft draft)
    {
        if (!ItemCode().IsMatch(draft.ItemCode))
            yield return Malformed("itemCode", draft.ItemCode, "3 to 40 digits, upper-case letters and hyphens");
        if (!BasicCode().IsMatch(draft.BasicCode))
            yield return Malformed("basicCode", draft.BasicCode, "11 digits and a digit or Y");
        else if (draft.BusinessCode.Length != 14 || !draft.BusinessCode.StartsWith(draft.BasicCode, StringComparison.Ordinal)
            || !draft.BusinessCode.AsSpan(12).ContainsOnlyDigits())
            yield return Malformed("businessCode", draft.BusinessCode, "the basic code and two digits");
    }

    private static IEnumerable<Error> Times(ItemDraft draft)
    {
        if (draft.PromisedDays < 0 || draft.PromisedDays > draft.LegalDays)
            yield return TimeFault("promisedDays", draft.PromisedDays, "between 0 and the legal days", draft.LegalDays);
        if (draft.Kind == ItemKind.Immediate && draft.PromisedDays != 0)
            yield return TimeFault("promisedDays", draft.PromisedDays, "0 for an item decided on the spot, at most", 0);
        if (draft.CorrectionNoticeDays is < 0 or > 5)
            yield return TimeFault("correctionNoticeDays", draft.CorrectionNoticeDays, "between 0 and the days of art. 32", 5);
        if (draft.Warnings is { AreSound: false })
            yield return Refusal.Input("warnings", "item_warnings_unsound", "Expected percentages between 1 and 100, blue not after yellow and no negative days or hours, but they are not.");
        foreach (var (at, branch) in draft.Branches.Index())
        {
            if (branch.PromisedDay < 0 || branch.PromisedDay > branch.LegalDays)
                yield return TimeFault($"branches[{at}].promisedDay", branch.PromisedDay, "between 0 and the legal days", branch.LegalDays);
            if (branch.PromisedDay > draft.PromisedDays)
                yield return TimeFault($"branches[{at}].promisedDay", branch.PromisedDay, "at most the promised days of the item", draft.PromisedDays);
            if (branch.SerialDays < 0)
                yield return TimeFault($"branches[{at}].serialDays", branch.SerialDays, "at least", 0);
            if (branch.Fee < 0)
                yield return Refusal.Input($"branches[{at}].fee", "item_fee_negative", "Expected a fee of 0 or more, but it is {fee}.", ("fee", branch.Fee));
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
                _ => branch is { Kind: BranchKind.Certificate, Pilot: { TouchesNoSafety: true } rule } && !string.IsNullOrWhiteSpace(rule.DocumentNumber) && pilots.ItemCodes.Contains(draft.ItemCode),
            };
            if (!isLawful)
                yield return Refusal.Input($"branches[{at}].onTimeout", "item_timeout_rule_unlawful",
                    "Expected silence to count as consent only for an opinion, or by a local pilot rule with its safeguards, but {rule} was chosen for branch {branch}.",
                    ("rule", branch.OnTimeout), ("branch", branch.Number));
        }
    }

    private static IEnumerable<Error> Departments(ItemDraft draft, IReadOnlyDictionary<string, Department> known) =>
        draft.Branches.Index().Select(branch => (Field: $"branches[{branch.Index}].departmentCode", Code: branch.Item.DepartmentCode))
            .Append((Field: "leadDepartmentCode", Code: draft.LeadDepartmentCode))
            .Append((Field: "intakeDepartmentCode", Code: draft.IntakeDepartmentCode))
            .Where(named => !known.ContainsKey(named.Code))
            .Select(named => Refusal.Input(named.Field, "department_unknown",
                "Expected a department of the district, but there is none with the code {department}.", ("department", named.Code)));

    private static IEnumerable<Error> Numbering(ItemDraft draft)
    {
        if (draft.Branches.Count == 0)
            yield return Refusal.Input("branches", "item_without_branch", "Expected at least one branch, but there is none.");
        foreach (var (at, branch) in draft.Branches.Index())
            if (branch.Number != at + 1)
                yield return Refusal.Input($"branches[{at}].number", "branch_number_wrong",
                    "Expected the branches to be numbered 1 to {count} in order, but number {wanted} is {number}.",
                    ("count", draft.Branches.Count), ("wanted", at + 1), ("number", branch.Number));
    }

    private static IEnumerable<Error> UnknownPapers(ItemDraft draft, IReadOnlyDictionary<string, Material> library) =>
        from use in draft.Materials.Index()
        where !library.ContainsKey(use.Item.Code)
        select Refusal.Input($"materials[{use.Index}].code", "material_unknown", "Expected a paper of the library, but there is none with the code {material}.", ("material", use.Item.Code));

    private static IEnumerable<Error> Form(ItemDraft draft)
    {
        if (draft.Form.Count > FormRules.MostFields) yield return InputRefusals.ListTooLong("form", FormRules.MostFields, draft.Form.Count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (at, field) in draft.Form.Index())
        {
            if (!FieldKey().IsMatch(field.Key)) yield return Malformed($"form[{at}].key", field.Key, "1 to 40 letters and digits that begin with a lower-case letter");
            if (!seen.Add(field.Key)) yield return Refusal.Input($"form[{at}].key", "form_field_twice", "Expected each field once, but {field} stands twice.", ("field", field.Key));
            if (field.Kind is FormFieldKind.Choice != field.Choices is { Count: > 0 })
                yield return Refusal.Input($"form[{at}].choices", "form_choices_wrong", "Expected choices for a field that offers some and for no other, but {field} is otherwise.", ("field", field.Key));
        }
    }

    private static IEnumerable<Error> Papers(ItemDraft draft)
    {
        if (draft.Materials.Count == 0)
            yield return Refusal.Input("materials", "item_field_empty", "Expected {field} to be filled in, but it is empty.", ("field", "materials"));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (at, use) in draft.Materials.Index())
        {
            var branches = use.UsedBy.Concat(use.OutputOfBranch is { } maker ? [maker] : []);
            if (!seen.Add(use.Code))
                yield return Refusal.Input($"materials[{at}].code", "material_twice", "Expected each paper once, but {material} stands twice.", ("material", use.Code));
            if (use.UsedBy.Count == 0 || branches.Any(number => number < 1 || number > draft.Branches.Count))
                yield return Refusal.Input($"materials[{at}].usedBy", "material_branch_unknown",
                    "Expected {material} to name branches of this item, but it names none, or one that is not there.", ("material", use.Code));
        }
    }

    private static Error Malformed(string field, string text, string expected) => Refusal.Input(field, "item_code_malformed",
        "Expected {field} to be {expected}, but it is \"{text}\".", ("field", field), ("expected", expected), ("text", text));

    private static Error TimeFault(string field, int days, string expected, int limit) => Refusal.Input(field, "item_days_wrong",
        "Expected {field} to be {expected} ({limit}), but it is {days}.", ("field", field), ("expected", expected), ("limit", limit), ("days", days));

    private static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    [GeneratedRegex(@"^[0-9A-Z][0-9A-Z-]{2,39}\z")]
    private static partial Regex ItemCode();

    [GeneratedRegex(@"^[a-z][A-Za-z0-9]{0,39}\z")]
    private static partial Regex FieldKey();

    [GeneratedRegex(@"^[0-9]{11}[0-9Y]\z")]
    private static partial Regex BasicCode();
}
