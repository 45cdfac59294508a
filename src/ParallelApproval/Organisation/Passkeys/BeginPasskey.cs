using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>登记通行密钥（发起）: asks one's own device for a new passkey.</summary>
/// <param name="Password">As it is now: who finds an open screen adds no key of his own.</param>
[Authority("Ask one's own device for a new passkey", InPerson = true)]
public sealed record BeginPasskey(string Password);

internal sealed class BeginPasskeyValidator : AbstractValidator<BeginPasskey>
{
    public BeginPasskeyValidator() => RuleFor(command => command.Password).IsPassword();
}

/// <summary>Refuses a wrong password, counted as that of <see cref="ChangePassword"/>, and a house that is reached by a bare
/// number.</summary>
public sealed class BeginPasskeyHandler(PasswordProof proof, PasskeyProof passkeys) : Handler<BeginPasskey, PasskeyQuestion>
{
    protected override async Task<ErrorOr<PasskeyQuestion>> CarryOutAsync(BeginPasskey command, Act act, CancellationToken cancellation)
    {
        var known = await proof.ProveSelfAsync(act, command.Password, cancellation);
        return known.IsError ? known.Errors : await passkeys.AskForNewAsync(known.Value, cancellation);
    }
}
