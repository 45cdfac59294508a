using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>An officer wants in by a passkey (通行密钥登录).</summary>
/// <param name="Challenge">As it was asked.</param>
/// <param name="Credential">What the browser answered (<c>PublicKeyCredential.toJSON()</c>), as JSON text.</param>
/// <param name="Password">Only for a key that does not ask its owner for a PIN or a finger: it is a second factor then.</param>
public sealed record SignInByPasskey(Guid Challenge, string Credential, string? Password = null);

/// <summary>Somebody showed a passkey of an officer that did not hold: another origin, a counter that went back, a closed
/// account.</summary>
/// <param name="Address">From where.</param>
public sealed record PasskeyFailed(string Officer, string Address) : HouseEvent;

/// <summary>
/// Opens the door for a passkey, and begins a session. Whatever is wrong with the answer is refused alike (<c>passkey_refused</c>); a
/// challenge is good once and for five minutes (<c>passkey_challenge_over</c>); who shows a key without PIN or finger gives his password,
/// too (<c>passkey_needs_password</c>).
/// </summary>
public sealed class SignInByPasskeyHandler(
    PasskeyProof passkeys,
    PasswordProof passwords,
    SignInHandler signIn,
    HouseStore house,
    TimeProvider time
)
{
    public async Task<ErrorOr<OpenedSession>> HandleAsync(
        SignInByPasskey command,
        SignInPlace place,
        SessionKind kind,
        CancellationToken cancellation = default
    )
    {
        var credential = command.Credential ?? "";
        var shown = await passkeys.ShownAsync(command.Challenge, credential, cancellation);
        if (shown.IsError)
        {
            if (shown.FirstError.Is(RefusalCode.PasskeyRefused) && await passkeys.NamedAsync(credential, cancellation) is { } named)
                await RecordAsync(new(named.UserName, place.Address), cancellation);
            return shown.Errors;
        }

        var officer = shown.Value.Officer;
        if (!shown.Value.IsVerified)
        {
            if (string.IsNullOrEmpty(command.Password))
                return Refusal.Forbidden(RefusalCode.PasskeyNeedsPassword);
            var known = await passwords.ProveAsync(officer.UserName, command.Password, place.Address, cancellation);
            if (known.IsError)
                return known.Errors;
            officer = known.Value;
        }

        return await signIn.BeginAsync(officer, place, kind, SignInMeans.Passkey, cancellation);
    }

    private Task<ErrorOr<Success>> RecordAsync(PasskeyFailed failed, CancellationToken cancellation) =>
        house.ActAsync(
            Act.OfPublic(time),
            _ => Task.FromResult<ErrorOr<Entry<Success>>>(new Entry<Success>(Result.Success, failed)),
            cancellation
        );
}
