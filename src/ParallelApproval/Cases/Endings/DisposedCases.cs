using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>
/// 档案销毁: two persons had the file of the case destroyed after its term; what named a person is erased, and what counts stays. The last
/// event of a case.
/// </summary>
/// <param name="List">Number of the list for disposal (销毁清册).</param>
/// <param name="Due">The day from which it could be destroyed.</param>
/// <param name="Scans">How many files of papers were deleted.</param>
public sealed record CaseDisposed(string List, DateOnly Due, string ProposedBy, string ApprovedBy, int Scans) : DomainEvent;

/// <summary>Cases whose files were destroyed (已销毁办件): nobody does anything with one any more.</summary>
public sealed class DisposedCases : IGuardFiles
{
    /// <summary>Stands where a name stood.</summary>
    public const string Erased = "［已销毁］";

    /// <inheritdoc/>
    public Error? Refuse(CaseFile file) =>
        file.Number.IsOfCentre || file.Number.IsOfFlow || file.Case.DisposedAt is not { } at ? null : Refusal(file.Number, at);

    /// <summary>The file was destroyed at that instant.</summary>
    public static Error Refusal(Identities.CaseNumber number, DateTimeOffset at) =>
        Refusals.Refusal.Conflict(RefusalCode.CaseDisposed, ("case", number), ("on", at.OfficialDate()));

    /// <summary>Emptied without an event that says so: found beside the seals.</summary>
    internal static readonly StateCheck Unrecorded = new(
        "disposal_unrecorded",
        $"""
        SELECT c.case_key FROM cases c WHERE (c.disposed_at IS NOT NULL OR c.applicant_name = '{Erased}')
            AND NOT EXISTS (SELECT FROM {EventTable.OfCases} AS e WHERE e.case_key = c.case_key AND e.kind = '{nameof(CaseDisposed)}')
        """
    );

    /// <summary>An event says so, and what named a person is still there.</summary>
    internal static readonly StateCheck NotCarriedOut = new(
        "disposal_not_carried_out",
        $$"""
        SELECT c.case_key FROM cases c JOIN case_applications a USING (case_key)
            JOIN {{EventTable.OfCases}} AS e ON e.case_key = c.case_key AND e.kind = '{{nameof(CaseDisposed)}}'
        WHERE c.disposed_at IS NULL OR c.applicant_name <> '{{Erased}}' OR a.marks <> '{}' OR a.form::text <> '{}'
        """
    );
}
