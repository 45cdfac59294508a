using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>A recovery code was used in the place of an authenticator.</summary>
/// <param name="Left">How many are left.</param>
public sealed record RecoveryCodeUsed(string Officer, int Left) : HouseEvent;

/// <summary>
/// Compares the second factor (第二因素核对): the code of an authenticator, of the step of now or the one beside it and never twice; or a
/// recovery code, which is spent by it. Guesses are counted with those of the password, by who asks.
/// </summary>
internal sealed class FactorProof(HouseStore house, TrailKeys keys, TimeProvider time)
{
    private readonly FactorSecrets _secrets = new(keys);

    /// <summary>Why the factor is not shown; null when it is, or the officer has none.</summary>
    public async Task<Error?> RefuseAsync(
        ApprovalDbContext db,
        Officer officer,
        string? typed,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var factor = await db.Set<SecondFactor>()
            .AsNoTracking()
            .FirstOrDefaultAsync(held => held.OfficerId == officer.Id && held.ShownAt != null, cancellation);
        // Whoever has a passkey alone shows that; his password is no way in any more.
        if (factor is null)
            return officer.HasSecondFactor ? Refusal.Forbidden(RefusalCode.PasskeyNeeded) : null;
        var code = OneTimeCodes.Plain(typed ?? "");
        if (code.Length == 0)
            return Needed;
        return await IsCodeOfNowAsync(db, factor, code, now, cancellation) || await SpendAsync(officer, code, cancellation) ? null : Wrong;
    }

    // In one statement, so that of two who show the same code at once one comes in.
    private async Task<bool> IsCodeOfNowAsync(
        ApprovalDbContext db,
        SecondFactor factor,
        string code,
        DateTimeOffset now,
        CancellationToken cancellation
    ) =>
        OneTimeCodes.StepOf(_secrets.Open(factor.Secret, factor.OfficerId), code, now) is { } step
        && await db.Set<SecondFactor>()
            .Where(held => held.OfficerId == factor.OfficerId && held.LastStep < step)
            .ExecuteUpdateAsync(set => set.SetProperty(held => held.LastStep, step), cancellation) == 1;

    private async Task<bool> SpendAsync(Officer officer, string code, CancellationToken cancellation)
    {
        var hash = OneTimeCodes.Hash(code);
        var spent = await house.ActAsync<Success>(
            Act.By(officer.UserName, officer.Name, officer.DepartmentCode ?? "", time),
            async db =>
            {
                var held = await db.Set<SecondFactor>().FirstOrDefaultAsync(one => one.OfficerId == officer.Id, cancellation);
                if (held is null || !held.RecoveryHashes.Contains(hash))
                    return Wrong;
                held.RecoveryHashes = [.. held.RecoveryHashes.Where(one => one != hash)];
                return new Entry<Success>(Result.Success, new RecoveryCodeUsed(officer.UserName, held.RecoveryHashes.Count));
            },
            cancellation,
            // Of two who show the same one at once, one comes in.
            oneAtATime: Registrar.OneAtATime
        );
        return !spent.IsError;
    }

    private static Error Needed => Refusal.Forbidden(RefusalCode.SecondFactorNeeded);

    private static Error Wrong => Refusal.Forbidden(RefusalCode.SecondFactorWrong);
}
