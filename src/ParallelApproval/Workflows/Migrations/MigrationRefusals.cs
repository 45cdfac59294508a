using ErrorOr;
using ParallelApproval.Identities;
using ParallelApproval.Refusals;

namespace ParallelApproval.Workflows;

/// <summary>What is refused to somebody who moves cases to another version.</summary>
internal static class MigrationRefusals
{
    public static Error NoSuchCase(CaseNumber number) => Refusal.NotFound("case_not_found", "Expected a case {case}, but there is none.", ("case", number));

    public static Error NumberOfCases(int count) =>
        Refusal.Input("cases", "number_of_cases", "Expected 1 to {limit} cases, but there are {count}.", ("limit", PlanMigration.MostCases), ("count", count));

    public static Error ReasonMissing() => Refusal.Input("reason", "migration_reason_missing", "Expected a reason for moving the cases, but there is none.");

    public static Error NoSuchMigration(string id) => Refusal.NotFound("migration_not_found", "Expected a migration {migration}, but there is none.", ("migration", id));

    public static Error SecondPersonNeeded(MigrationRow migration) =>
        Refusal.Forbidden("second_person_needed", "Expected somebody other than {by}, who proposed the migration, to approve it.", ("by", migration.ProposedBy));

    public static Error AlreadyCarriedOut(MigrationRow migration) =>
        Refusal.Conflict("migration_carried_out", "Expected migration {migration} to be open, but {by} has approved it and it is carried out.", ("migration", migration.Id), ("by", migration.ApprovedBy));

    public static Error AlreadyRejected(MigrationRow migration) =>
        Refusal.Conflict("migration_rejected", "Expected migration {migration} to be open, but {by} has rejected it: {reason}", ("migration", migration.Id), ("by", migration.RejectedBy), ("reason", migration.RejectedBecause));

    public static Error RejectionWithoutReason() => Refusal.Input("reason", "rejection_reason_missing", "Expected a reason for rejecting the migration, but there is none.");
}
