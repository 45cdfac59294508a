using static ParallelApproval.Web.Languages.Words;

namespace ParallelApproval.Web.Supervision;

/// <summary>What the fields of these forms are called, by the path under which refusals name them.</summary>
internal static class FieldNames
{
    private static readonly (string Field, string Name)[] Known =
    [
        ("explanation", "explanation"),
        ("measures", "measures"),
        ("signedOffBy", "signed_off_by"),
        ("statement", "appeal_statement"),
        ("reason", "reason"),
        ("findings", "findings"),
        ("responsible", "person_responsible"),
        ("doneOn", "done_on"),
        ("opinion", "review_opinion"),
        ("deduction", "order_deduction"),
        ("days", "working_days"),
        ("facts", "order_facts"),
        ("demand", "order_demand"),
        ("basis", "order_basis"),
        ("source", "order_source"),
        ("department", "department"),
        ("case", "case_number"),
        ("words", "call_words"),
        ("grounds", "appeal_statement"),
        ("reasons", "reason"),
        ("against", "complaint_against"),
        ("answer", "complaint_answer"),
        ("way", "complaint_way"),
        ("remark", "spot_remark"),
        ("count", "spot_count"),
        ("from", "spot_from"),
        ("to", "spot_to"),
    ];

    /// <summary>In the reader's language.</summary>
    public static IReadOnlyDictionary<string, string> Of() =>
        Known.ToDictionary(known => known.Field, known => Find(known.Name) ?? known.Field, StringComparer.Ordinal);
}
