using static ParallelApproval.Web.Languages.Words;

namespace ParallelApproval.Web.Administration;

/// <summary>What the fields of these forms are called, by the path under which refusals name them.</summary>
internal static class FieldNames
{
    private static readonly (string Field, string Name)[] Known =
    [
        ("number", "number_of_paper"),
        ("departmentCode", "department"),
        ("userName", "officer"),
        ("deputy", "deputy"),
        ("from", "from_day"),
        ("to", "to_day"),
        ("on", "ends_on"),
        ("reason", "reason"),
        ("name", "name_zh"),
        ("nameEn", "name_en"),
        ("roles", "roles"),
        ("code", "department_code"),
        ("parentCode", "parent_department"),
        ("unifiedCreditCode", "credit_code"),
        ("tier", "tier"),
        ("target", "item_target"),
        ("promisedDays", "promised_days"),
        ("legalDays", "legal_days"),
        ("retention", "retention_period"),
        ("undecidedRetentionYears", "undecided_retention_years"),
        ("workflowDefinitionId", "item_flow"),
        ("effectiveFrom", "effective_from"),
        ("guide.content", "nine_content"),
        ("guide.conditions", "nine_conditions"),
        ("guide.procedure", "nine_procedure"),
        ("guide.complaints", "nine_complaints"),
        ("cases", "cases"),
        ("opinion", "disposal_opinion"),
        ("ground", "hold_ground"),
        ("caseNumber", "case_number"),
        ("basis", "basis_document"),
        ("idNumber", "block_number"),
        ("until", "block_until"),
        ("keeper", "seal_keeper"),
        ("inscription", "seal_inscription"),
        ("client", "client_system"),
        ("verbs", "api_key_scope"),
        ("bodies", "department"),
        ("expiresOn", "api_key_expires"),
    ];

    /// <summary>In the reader's language.</summary>
    public static IReadOnlyDictionary<string, string> Of() =>
        Known.ToDictionary(known => known.Field, known => Word(known.Name), StringComparer.Ordinal);
}
