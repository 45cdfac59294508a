using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>注销通行密钥: one's own passkey opens nothing any more.</summary>
/// <param name="Password">As it is now.</param>
[Authority("Remove one's own passkey", InPerson = true)]
public sealed record RemovePasskey(Guid Passkey, string Password);

/// <summary>A passkey was removed.</summary>
public sealed record PasskeyRemoved(string Officer, Guid Passkey) : HouseEvent;

internal sealed class RemovePasskeyValidator : AbstractValidator<RemovePasskey>
{
    public RemovePasskeyValidator() => RuleFor(command => command.Password).IsPassword();
}

/// <summary>
/// Refuses a wrong password, and a passkey that is not there, or another officer's. Who must have a second factor and has none after it
/// does nothing before he has set up another one.
/// </summary>
public sealed class RemovePasskeyHandler(PasswordProof proof, Registrar registrar) : Handler<RemovePasskey, Guid>
{
    /// <returns>Which one it was.</returns>
    protected override async Task<ErrorOr<Guid>> CarryOutAsync(RemovePasskey command, Act act, CancellationToken cancellation)
    {
        var known = await proof.ProveSelfAsync(act, command.Password, cancellation);
        if (known.IsError)
            return known.Errors;
        return await registrar.EnterAsync<Guid>(
            act,
            async db =>
            {
                var (id, own) = (command.Passkey, known.Value.Id);
                if (
                    await db.Set<Passkey>().FirstOrDefaultAsync(held => held.Id == id && held.OfficerId == own, cancellation)
                        is not { } passkey
                    || await db.Set<Officer>().FirstOrDefaultAsync(held => held.Id == own, cancellation) is not { } officer
                )
                    return Refusal.NotFound(RefusalCode.PasskeyNotFound);
                db.Remove(passkey);
                officer.HasSecondFactor =
                    await db.Set<Passkey>().AnyAsync(held => held.OfficerId == own && held.Id != id, cancellation)
                    || await db.Set<SecondFactor>().AnyAsync(held => held.OfficerId == own && held.ShownAt != null, cancellation);
                return new Entry<Guid>(id, new PasskeyRemoved(officer.UserName, id));
            },
            cancellation
        );
    }
}
