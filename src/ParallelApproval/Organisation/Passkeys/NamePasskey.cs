using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>通行密钥改名: gives one's own passkey another name.</summary>
[Authority("Give one's own passkey another name", InPerson = true)]
public sealed record NamePasskey(Guid Passkey, string Name);

/// <summary>A passkey has another name; the name itself is its officer's affair.</summary>
public sealed record PasskeyNamed(string Officer, Guid Passkey) : HouseEvent;

internal sealed class NamePasskeyValidator : AbstractValidator<NamePasskey>
{
    public NamePasskeyValidator() => RuleFor(command => command.Name).Given().IsName();
}

/// <summary>Refuses a passkey that is not there, or another officer's.</summary>
public sealed class NamePasskeyHandler(Registrar registrar, OfficerRegister officers) : Handler<NamePasskey, Passkey>
{
    protected override Task<ErrorOr<Passkey>> CarryOutAsync(NamePasskey command, Act act, CancellationToken cancellation) =>
        registrar.EnterAsync<Passkey>(
            act,
            async db =>
            {
                var own = officers.Find(act.UserName)?.Id;
                if (
                    await db.Set<Passkey>().FirstOrDefaultAsync(held => held.Id == command.Passkey && held.OfficerId == own, cancellation)
                    is not { } passkey
                )
                    return Refusal.NotFound(RefusalCode.PasskeyNotFound);
                passkey.Name = command.Name.Trim();
                return new Entry<Passkey>(passkey, new PasskeyNamed(act.UserName, passkey.Id));
            },
            cancellation
        );
}
