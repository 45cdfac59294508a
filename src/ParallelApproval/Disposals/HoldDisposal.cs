using ErrorOr;
using FluentValidation;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Disposals;

/// <summary>暂缓销毁: the file of a case is kept beyond its term, because somebody reviews what was decided or asks for it.</summary>
/// <param name="Ground">One of <see cref="Holds.PutByHand"/>.</param>
[Authority("Keep the file of a case beyond its term", Role.Manager, Role.Supervisor, InDistrictOnly = true)]
public sealed record HoldDisposal(CaseNumber Case, HoldGround Ground, string Reason);

/// <summary>The file of a case is kept beyond its term.</summary>
public sealed record DisposalHeld(string Case, HoldGround Ground, string Reason) : HouseEvent;

internal sealed class HoldDisposalValidator : AbstractValidator<HoldDisposal>
{
    public HoldDisposalValidator()
    {
        RuleFor(command => command.Ground).Refuses((ground, _) => Holds.PutByHand.Contains(ground) ? null : NotByHand(ground));
        RuleFor(command => command.Reason).Given(() => Refusal.Input("reason", RefusalCode.ReasonMissing)).IsOpinion();
    }

    private static Error NotByHand(HoldGround ground) =>
        Refusal.Input("ground", RefusalCode.HoldGroundWrong, ("ground", ground), ("grounds", Holds.PutByHand));
}

/// <summary>Refuses an unknown case, and one whose file is destroyed already.</summary>
public sealed class HoldDisposalHandler(HouseStore house) : Handler<HoldDisposal, DisposalHold>
{
    protected override Task<ErrorOr<DisposalHold>> CarryOutAsync(HoldDisposal command, Act act, CancellationToken cancellation) =>
        house.ActAsync(act, db => HoldAsync(db, command, act, cancellation), cancellation);

    private static async Task<ErrorOr<Entry<DisposalHold>>> HoldAsync(
        ApprovalDbContext db,
        HoldDisposal command,
        Act act,
        CancellationToken cancellation
    )
    {
        // Who destroys it at this moment has the case locked: either the hold is seen, or the file is gone.
        if (await db.LockCaseAsync(command.Case, cancellation) is not { } found)
            return StoreRefusals.NoSuchCase(command.Case);
        if (found.DisposedAt is { } at)
            return DisposedCases.Refusal(command.Case, at);
        var hold = new DisposalHold
        {
            Id = Guid.CreateVersion7(act.At),
            CaseKey = command.Case.Key,
            Ground = command.Ground,
            Reason = command.Reason.Trim(),
            PutBy = act.UserName,
            PutAt = act.At.ToUniversalTime(),
        };
        db.Add(hold);
        return new Entry<DisposalHold>(hold, new DisposalHeld(command.Case.ToString(), hold.Ground, hold.Reason));
    }
}

/// <summary>Locking a case from within an act of the house.</summary>
internal static class LockedCases
{
    /// <summary>What is known of the case, which stays locked until the act ends; null when there is no such case.</summary>
    public static async Task<CaseFact?> LockCaseAsync(this ApprovalDbContext db, CaseNumber number, CancellationToken cancellation)
    {
        var connection = (NpgsqlConnection)Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetDbConnection(db.Database);
        var head = new Query<int>(LockRow.Take, rows => rows.GetInt32(0), Statements.Value(number.Key));
        if ((await connection.ReadAsync(head, cancellation)).Count == 0)
            return null;
        return (await connection.ReadAsync(CaseReading.Of([number]), cancellation)).SingleOrDefault();
    }
}
