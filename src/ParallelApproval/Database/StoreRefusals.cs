using ErrorOr;
using ParallelApproval.Identities;
using ParallelApproval.Refusals;

namespace ParallelApproval.Database;

/// <summary>What the store itself refuses.</summary>
internal static class StoreRefusals
{
    public static Error NoSuchCase(CaseNumber number) => Refusal.NotFound(RefusalCode.CaseNotFound, ("case", number));

    /// <summary>
    /// What an officer is told of a case outside his reach: the very answer of <see cref="NoSuchCase"/>, so that nobody finds out by trying
    /// numbers which cases there are.
    /// </summary>
    public static Error HiddenCase(CaseNumber number) => NoSuchCase(number);

    public static Error RecordDamaged(CaseNumber number) => Refusal.Conflict(RefusalCode.RecordDamaged, ("case", number));

    public static Error CaseIsBusy(CaseNumber number) => Refusal.Conflict(RefusalCode.CaseBusy, ("case", number));

    /// <summary>What lies there is not what was sealed: it is first to be found out why.</summary>
    public static Error NotAsSealed(CaseNumber number) => Refusal.Conflict(RefusalCode.CaseNotAsSealed, ("case", number));

    public static Error HouseIsBusy() => Refusal.Conflict(RefusalCode.HouseBusy);

    public static Error DiskNearlyFull() => Refusal.Conflict(RefusalCode.DiskNearlyFull);

    public static Error KeyReused(string key) => Refusal.Conflict(RefusalCode.IdempotencyKeyReused, ("key", key));
}
