using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using ErrorOr;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ParallelApproval.Database;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>Whose passkey was shown.</summary>
/// <param name="IsVerified">
/// The device made sure that its owner holds it, by a PIN or a finger, now and when the key was made: the key alone is two factors then.
/// </param>
internal sealed record ShownPasskey(Officer Officer, bool IsVerified);

/// <summary>
/// Asks devices for passkeys and judges their answers (通行密钥核验), by the passkey handler of ASP.NET Core Identity over the house's own
/// table: origin, name of the house, challenge, signature, and that the counter did not go back. A challenge is taken out of its table
/// before its answer is looked at, so that of two who send one answer at once one is judged.
/// </summary>
public sealed class PasskeyProof(IDbContextFactory<ApprovalDbContext> contexts, Sessions sessions, IKnowOrigin house)
{
    /// <summary>Longest answer of a device that is looked at, in characters.</summary>
    public const int LongestAnswer = 16_000;

    // Byte 32 of what an authenticator signs holds its flags; the third is "user verified".
    private const int FlagsAt = 32;
    private const int UserVerified = 0x04;

    private static readonly IServiceProvider Nothing = new ServiceCollection().BuildServiceProvider();

    internal static Error Refused => Refusal.Forbidden(RefusalCode.PasskeyRefused);

    /// <summary>The passkeys of an officer, the oldest first.</summary>
    public async Task<IReadOnlyList<Passkey>> OfAsync(Officer officer, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<Passkey>()
            .AsNoTracking()
            .Where(key => key.OfficerId == officer.Id)
            .OrderBy(key => key.MadeAt)
            .ToListAsync(cancellation);
    }

    /// <summary>Whether an officer has an authenticator, beside his passkeys or without any.</summary>
    public async Task<bool> HasAuthenticatorAsync(Officer officer, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<SecondFactor>().AnyAsync(held => held.OfficerId == officer.Id && held.ShownAt != null, cancellation);
    }

    /// <summary>A question to whoever wants in: his device knows which of its keys are of this house. Names no account.</summary>
    public async Task<ErrorOr<PasskeyQuestion>> AskAsync(CancellationToken cancellation)
    {
        if (Domain() is not { } domain)
            return NameNeeded();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        using var users = Users(db);
        var asked = await Handler(users, domain).MakeRequestOptionsAsync(null, new DefaultHttpContext());
        return await KeepAsync(db, null, asked.AssertionState!, asked.RequestOptionsJson, cancellation);
    }

    /// <summary>A question to an officer's device that shall make a key.</summary>
    internal async Task<ErrorOr<PasskeyQuestion>> AskForNewAsync(Officer officer, CancellationToken cancellation)
    {
        if (Domain() is not { } domain)
            return NameNeeded();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        using var users = Users(db);
        var asked = await Handler(users, domain)
            .MakeCreationOptionsAsync(
                new()
                {
                    Id = PasskeyStore.HandleOf(officer),
                    Name = officer.UserName,
                    DisplayName = officer.Name,
                },
                new DefaultHttpContext()
            );
        return await KeepAsync(db, officer.Id, asked.AttestationState!, asked.CreationOptionsJson, cancellation);
    }

    /// <summary>The key that the officer's device has made.</summary>
    internal async Task<ErrorOr<UserPasskeyInfo>> MadeAsync(
        Officer officer,
        Guid challenge,
        string credential,
        CancellationToken cancellation
    )
    {
        if (Domain() is not { } domain)
            return NameNeeded();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await TakeAsync(db, challenge, officer.Id, cancellation) is not { } state)
            return Refusal.Conflict(RefusalCode.PasskeyChallengeOver);
        using var users = Users(db);
        var made = await Handler(users, domain)
            .PerformAttestationAsync(
                new()
                {
                    HttpContext = new DefaultHttpContext(),
                    CredentialJson = credential,
                    AttestationState = state,
                }
            );
        return made.Succeeded && made.UserEntity.Id == PasskeyStore.HandleOf(officer)
            ? made.Passkey
            : Refusal.Input("credential", RefusalCode.PasskeyNotMade);
    }

    /// <summary>Whose key answers the challenge. It is noted as used.</summary>
    internal async Task<ErrorOr<ShownPasskey>> ShownAsync(Guid challenge, string credential, CancellationToken cancellation)
    {
        if (Domain() is not { } domain)
            return NameNeeded();
        if (credential.Length > LongestAnswer)
            return Refused;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await TakeAsync(db, challenge, null, cancellation) is not { } state)
            return Refusal.Forbidden(RefusalCode.PasskeyChallengeOver);
        using var users = Users(db);
        var shown = await Handler(users, domain)
            .PerformAssertionAsync(
                new()
                {
                    HttpContext = new DefaultHttpContext(),
                    CredentialJson = credential,
                    AssertionState = state,
                }
            );
        if (!shown.Succeeded || shown.User is not { IsEnabled: true } officer)
            return Refused;
        var (id, count, now) = (shown.Passkey.CredentialId, (long)shown.Passkey.SignCount, sessions.Now);
        // Of two answers of one device that come at once, the counter lets the one through that is higher.
        var used = await db.Set<Passkey>()
            .Where(key => key.OfficerId == officer.Id && key.CredentialId == id && (key.SignCount < count || count == 0))
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(key => key.SignCount, count)
                        .SetProperty(key => key.LastUsedAt, (DateTimeOffset?)now)
                        .SetProperty(key => key.IsBackedUp, shown.Passkey.IsBackedUp),
                cancellation
            );
        if (used != 1)
            return Refused;
        return new ShownPasskey(officer, shown.Passkey.IsUserVerified && IsVerified(credential));
    }

    /// <summary>Of which officer the key is that an answer names, true or not; for the trail.</summary>
    internal async Task<Officer?> NamedAsync(string credential, CancellationToken cancellation)
    {
        if (credential.Length > LongestAnswer || CredentialIdOf(credential) is not { } id)
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        using var store = new PasskeyStore(db);
        return await store.FindByPasskeyIdAsync(id, cancellation);
    }

    private string? Domain() =>
        Uri.TryCreate(house.Origin, UriKind.Absolute, out var origin) && !IPAddress.TryParse(origin.IdnHost.Trim('[', ']'), out _)
            ? origin.IdnHost
            : null;

    private PasskeyHandler<Officer> Handler(UserManager<Officer> users, string domain) =>
        new(
            users,
            Options.Create(
                new IdentityPasskeyOptions
                {
                    ServerDomain = domain,
                    // A key without PIN or finger is let in beside the password, as the second factor that it is.
                    UserVerificationRequirement = "preferred",
                    ResidentKeyRequirement = "required",
                    AttestationConveyancePreference = "none",
                    AuthenticatorTimeout = PasskeyChallenge.Lasts,
                    ValidateOrigin = asked =>
                        ValueTask.FromResult(!asked.CrossOrigin && string.Equals(asked.Origin, house.Origin, StringComparison.Ordinal)),
                }
            )
        );

    private static UserManager<Officer> Users(ApprovalDbContext db) =>
        new(
            new PasskeyStore(db),
            Options.Create(new IdentityOptions()),
            new PasswordHasher<Officer>(),
            [],
            [],
            new UpperInvariantLookupNormalizer(),
            new IdentityErrorDescriber(),
            Nothing,
            NullLogger<UserManager<Officer>>.Instance
        );

    private async Task<PasskeyQuestion> KeepAsync(
        ApprovalDbContext db,
        Guid? officer,
        string state,
        string options,
        CancellationToken cancellation
    )
    {
        var now = sessions.Now;
        await db.Set<PasskeyChallenge>().Where(old => old.LapsesAt < now).ExecuteDeleteAsync(cancellation);
        var challenge = new PasskeyChallenge
        {
            Id = Guid.NewGuid(),
            OfficerId = officer,
            State = state,
            LapsesAt = now + PasskeyChallenge.Lasts,
        };
        db.Add(challenge);
        await db.SaveChangesAsync(cancellation);
        return new(challenge.Id, options);
    }

    // Once: who takes it out of the table has it.
    private async Task<string?> TakeAsync(ApprovalDbContext db, Guid id, Guid? officer, CancellationToken cancellation)
    {
        var now = sessions.Now;
        var held = await db.Set<PasskeyChallenge>()
            .AsNoTracking()
            .FirstOrDefaultAsync(one => one.Id == id && one.OfficerId == officer && one.LapsesAt > now, cancellation);
        return held is not null && await db.Set<PasskeyChallenge>().Where(one => one.Id == id).ExecuteDeleteAsync(cancellation) == 1
            ? held.State
            : null;
    }

    // It was verified before; here it is only read again.
    private static bool IsVerified(string credential)
    {
        using var answer = JsonDocument.Parse(credential);
        var signed = answer.RootElement.GetProperty("response").GetProperty("authenticatorData").GetString()!;
        return (Base64Url.DecodeFromChars(signed)[FlagsAt] & UserVerified) != 0;
    }

    private static byte[]? CredentialIdOf(string credential)
    {
        try
        {
            using var answer = JsonDocument.Parse(credential);
            return
                answer.RootElement.ValueKind is JsonValueKind.Object
                && answer.RootElement.TryGetProperty("id", out var id)
                && id.ValueKind is JsonValueKind.String
                ? Base64Url.DecodeFromChars(id.GetString())
                : null;
        }
        catch (Exception rubbish) when (rubbish is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Error NameNeeded() => Refusal.Conflict(RefusalCode.PasskeyNeedsName);
}
