using ErrorOr;
using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>登记通行密钥: takes in the passkey that one's own device has made.</summary>
/// <param name="Challenge">As <see cref="BeginPasskey"/> gave it.</param>
/// <param name="Name">By which one knows it again.</param>
/// <param name="Credential">What the browser answered (<c>PublicKeyCredential.toJSON()</c>), as JSON text.</param>
[Authority("Take in the passkey that one's own device has made: it opens from now on", InPerson = true)]
public sealed record KeepPasskey(Guid Challenge, string Name, string Credential);

/// <summary>An officer has one passkey more.</summary>
public sealed record PasskeyKept(string Officer, Guid Passkey) : HouseEvent;

internal sealed class KeepPasskeyValidator : AbstractValidator<KeepPasskey>
{
    public KeepPasskeyValidator()
    {
        RuleFor(command => command.Name).Given().IsName();
        RuleFor(command => command.Credential).Given().IsText(PasskeyProof.LongestAnswer);
    }
}

/// <summary>
/// Refuses an answer to no question, or to one that was answered or is older than five minutes; one of another origin, or that does not
/// hold; a key that is known already; and an eleventh.
/// </summary>
public sealed class KeepPasskeyHandler(PasskeyProof passkeys, Registrar registrar, OfficerRegister officers) : Handler<KeepPasskey, Passkey>
{
    protected override async Task<ErrorOr<Passkey>> CarryOutAsync(KeepPasskey command, Act act, CancellationToken cancellation)
    {
        if (officers.Find(act.UserName) is not { IsEnabled: true } officer)
            return OrganisationRefusals.OfficerNotFound(act.UserName);
        var made = await passkeys.MadeAsync(officer, command.Challenge, command.Credential, cancellation);
        return made.IsError
            ? made.Errors
            : await registrar.EnterAsync(act, db => EnterAsync(db, officer.Id, command.Name, made.Value, act, cancellation), cancellation);
    }

    private static async Task<ErrorOr<Entry<Passkey>>> EnterAsync(
        ApprovalDbContext db,
        Guid id,
        string name,
        UserPasskeyInfo made,
        Act act,
        CancellationToken cancellation
    )
    {
        if (await db.Set<Officer>().FirstOrDefaultAsync(held => held.Id == id && held.IsEnabled, cancellation) is not { } officer)
            return OrganisationRefusals.OfficerNotFound(act.UserName);
        if (await db.Set<Passkey>().AnyAsync(held => held.CredentialId == made.CredentialId, cancellation))
            return Refusal.Conflict(RefusalCode.PasskeyThere);
        if (await db.Set<Passkey>().CountAsync(held => held.OfficerId == id, cancellation) >= Passkey.Most)
            return Refusal.Conflict(RefusalCode.PasskeysFull, ("most", Passkey.Most));
        var passkey = new Passkey
        {
            Id = Guid.CreateVersion7(act.At),
            OfficerId = id,
            CredentialId = made.CredentialId,
            PublicKey = made.PublicKey,
            Name = name.Trim(),
            Transports = [.. made.Transports ?? []],
            AsksOwner = made.IsUserVerified,
            IsBackupEligible = made.IsBackupEligible,
            IsBackedUp = made.IsBackedUp,
            SignCount = made.SignCount,
            MadeAt = act.At.ToUniversalTime(),
        };
        db.Add(passkey);
        officer.HasSecondFactor = true;
        return new Entry<Passkey>(passkey, new PasskeyKept(officer.UserName, passkey.Id));
    }
}
