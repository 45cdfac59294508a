using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>绑定动态口令: makes a secret for one's own authenticator; it is asked for from the first code on that is shown.</summary>
/// <param name="Password">As it is now: who finds an open screen binds nothing.</param>
[Authority("Make a secret for one's own authenticator, told this once", InPerson = true)]
public sealed record BeginSecondFactor(string Password);

/// <summary>An officer began to set up his authenticator; the secret stands nowhere in the trail.</summary>
public sealed record SecondFactorBegun(string Officer) : HouseEvent;

/// <summary>What his authenticator takes in, told this once.</summary>
/// <param name="Secret">In Base32, to be typed.</param>
/// <param name="Address">The same as an address (<c>otpauth</c>), to be shown as a picture.</param>
public sealed record FactorToShow(string Secret, string Address);

internal sealed class BeginSecondFactorValidator : AbstractValidator<BeginSecondFactor>
{
    public BeginSecondFactorValidator() => RuleFor(command => command.Password).IsPassword();
}

/// <summary>
/// Refuses a wrong password, which is counted as that of <see cref="ChangePassword"/> is, and whoever has an authenticator already: another
/// one takes <see cref="ResetSecondFactor"/>.
/// </summary>
public sealed class BeginSecondFactorHandler(PasswordProof proof, Registrar registrar, TrailKeys keys)
    : Handler<BeginSecondFactor, FactorToShow>
{
    private const string Issuer = "ParallelApproval";

    private readonly FactorSecrets _secrets = new(keys);

    protected override async Task<ErrorOr<FactorToShow>> CarryOutAsync(BeginSecondFactor command, Act act, CancellationToken cancellation)
    {
        var known = await proof.ProveSelfAsync(act, command.Password, cancellation);
        if (known.IsError)
            return known.Errors;
        return await registrar.EnterAsync(act, db => EnterAsync(db, known.Value, cancellation), cancellation);
    }

    private async Task<ErrorOr<Entry<FactorToShow>>> EnterAsync(ApprovalDbContext db, Officer officer, CancellationToken cancellation)
    {
        var held = await db.Set<SecondFactor>().FirstOrDefaultAsync(one => one.OfficerId == officer.Id, cancellation);
        if (held is { ShownAt: not null })
            return Refusal.Conflict(RefusalCode.SecondFactorThere);
        var secret = OneTimeCodes.MakeSecret();
        var written = _secrets.Seal(secret, officer.Id);
        if (held is null)
            db.Add(
                new SecondFactor
                {
                    OfficerId = officer.Id,
                    Secret = written,
                    RecoveryHashes = [],
                }
            );
        else
            (held.Secret, held.LastStep) = (written, 0);
        return new Entry<FactorToShow>(
            new(OneTimeCodes.Write(secret), OneTimeCodes.Address(secret, Issuer, officer.UserName)),
            new SecondFactorBegun(officer.UserName)
        );
    }
}
