using ErrorOr;
using ParallelApproval.Identities;
using ParallelApproval.Refusals;

namespace ParallelApproval.Database;

/// <summary>What the store itself refuses.</summary>
internal static class StoreRefusals
{
    public static Error NoSuchCase(CaseNumber number) =>
        Refusal.NotFound("case_not_found", "Expected a case {case}, but there is none.", ("case", number));

    public static Error CaseIsBusy(CaseNumber number) =>
        Refusal.Conflict("case_busy", "Expected case {case} to be free, but somebody else has been working on it for over five seconds.", ("case", number));

    public static Error KeyReused(string key) =>
        Refusal.Conflict("idempotency_key_reused", "Expected idempotency key {key} to come with the request it came with first, but the request differs.", ("key", key));
}
