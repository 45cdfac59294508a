using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>启用动态口令: shows the first code of one's own authenticator; from now on each sign-in asks for one.</summary>
[Authority("Show the first code of one's own authenticator: from now on each sign-in asks for one", InPerson = true)]
public sealed record ConfirmSecondFactor(string Code);

/// <summary>An officer signs in with a second factor from now on.</summary>
public sealed record SecondFactorConfirmed(string Officer) : HouseEvent;

/// <summary>Codes for the day on which the authenticator is lost; each is good once, and they are told this once.</summary>
public sealed record RecoveryCodes(IReadOnlyList<string> Codes);

internal sealed class ConfirmSecondFactorValidator : AbstractValidator<ConfirmSecondFactor>
{
    public ConfirmSecondFactorValidator() => RuleFor(command => command.Code).IsCode();
}

/// <summary>Refuses who has begun nothing, and a code that is wrong, or of another minute.</summary>
public sealed class ConfirmSecondFactorHandler(Registrar registrar, OfficerRegister officers, Sessions sessions, TrailKeys keys)
    : Handler<ConfirmSecondFactor, RecoveryCodes>
{
    private readonly FactorSecrets _secrets = new(keys);

    protected override Task<ErrorOr<RecoveryCodes>> CarryOutAsync(ConfirmSecondFactor command, Act act, CancellationToken cancellation) =>
        registrar.EnterAsync(act, db => EnterAsync(db, command, act, cancellation), cancellation);

    private async Task<ErrorOr<Entry<RecoveryCodes>>> EnterAsync(
        ApprovalDbContext db,
        ConfirmSecondFactor command,
        Act act,
        CancellationToken cancellation
    )
    {
        var id = officers.Find(act.UserName)?.Id ?? Guid.Empty;
        var held = await db.Set<SecondFactor>().FirstOrDefaultAsync(one => one.OfficerId == id && one.ShownAt == null, cancellation);
        if (held is null || await db.Set<Officer>().FirstOrDefaultAsync(one => one.Id == id, cancellation) is not { } officer)
            return Refusal.Conflict(RefusalCode.SecondFactorNotBegun);
        if (OneTimeCodes.StepOf(_secrets.Open(held.Secret, id), OneTimeCodes.Plain(command.Code), sessions.Now) is not { } step)
            return Refusal.Input("code", RefusalCode.SecondFactorWrong);
        var codes = OneTimeCodes.MakeRecoveryCodes();
        (held.ShownAt, held.LastStep, held.RecoveryHashes) = (act.At.ToUniversalTime(), step, codes.ConvertAll(OneTimeCodes.Hash));
        officer.HasSecondFactor = true;
        return new Entry<RecoveryCodes>(new(codes), new SecondFactorConfirmed(officer.UserName));
    }
}
