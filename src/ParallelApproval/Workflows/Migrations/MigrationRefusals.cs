using ErrorOr;
using ParallelApproval.Identities;
using ParallelApproval.Refusals;

namespace ParallelApproval.Workflows;

/// <summary>What is refused to somebody who moves cases to another version.</summary>
internal static class MigrationRefusals
{
    public static Error NoSuchCase(CaseNumber number) => Refusal.NotFound(RefusalCode.CaseNotFound, ("case", number));

    public static Error RunStays(CaseNumber number) => Refusal.Conflict(RefusalCode.RunNotMoved, ("run", number));

    public static Error NumberOfCases(int count) =>
        Refusal.Input("cases", RefusalCode.NumberOfCases, ("limit", PlanMigration.MostCases), ("count", count));

    public static Error ReasonMissing() => Refusal.Input("reason", RefusalCode.MigrationReasonMissing);

    public static Error NoSuchMigration(string id) => Refusal.NotFound(RefusalCode.MigrationNotFound, ("migration", id));

    public static Error SecondPersonNeeded(MigrationRow migration) =>
        Refusal.Forbidden(RefusalCode.SecondPersonNeeded, ("by", migration.ProposedBy));

    public static Error AlreadyCarriedOut(MigrationRow migration) =>
        Refusal.Conflict(RefusalCode.MigrationCarriedOut, ("migration", migration.Id), ("by", migration.ApprovedBy));

    public static Error AlreadyRejected(MigrationRow migration) =>
        Refusal.Conflict(
            RefusalCode.MigrationRejected,
            ("migration", migration.Id),
            ("by", migration.RejectedBy),
            ("reason", migration.RejectedBecause)
        );

    public static Error RejectionWithoutReason() => Refusal.Input("reason", RefusalCode.RejectionReasonMissing);
}
