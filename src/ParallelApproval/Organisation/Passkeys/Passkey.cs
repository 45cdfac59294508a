namespace ParallelApproval.Organisation;

/// <summary>
/// A key pair by which an officer signs in (通行密钥, WebAuthn level 3): its private half never leaves his device, and the device signs for the
/// name of this house alone, so that no look-alike site can ask for it. Only the public half lies here.
/// </summary>
public sealed class Passkey
{
    /// <summary>Most of one officer.</summary>
    public const int Most = 10;

    public required Guid Id { get; init; }

    public required Guid OfficerId { get; init; }

    /// <summary>What his device calls it; unique in the house.</summary>
    public required byte[] CredentialId { get; init; }

    /// <summary>As a COSE key.</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>As its officer calls it.</summary>
    public required string Name { get; set; }

    /// <summary>How it is reached (<c>usb</c>, <c>internal</c> …), as the device said.</summary>
    public required List<string> Transports { get; init; }

    /// <summary>
    /// Whether its device asked its owner for a PIN or a finger when it was made. A key that did not is a second factor for ever: who finds
    /// it could give it a PIN of his own.
    /// </summary>
    public bool AsksOwner { get; init; }

    /// <summary>Whether it may be on several devices of its officer.</summary>
    public bool IsBackupEligible { get; init; }

    public bool IsBackedUp { get; set; }

    /// <summary>Signatures so far, as the device counts; it never goes back, or there are two of one key. 0 for who counts none.</summary>
    public long SignCount { get; set; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>When he signed in with it last; null before the first time.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}

/// <summary>What a device is asked to sign (挑战): good once, for five minutes.</summary>
internal sealed class PasskeyChallenge
{
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);

    public required Guid Id { get; init; }

    /// <summary>Who makes a key; null for whoever signs in.</summary>
    public Guid? OfficerId { get; init; }

    /// <summary>What was asked, as the handler of ASP.NET Core wants it back.</summary>
    public required string State { get; init; }

    public required DateTimeOffset LapsesAt { get; init; }
}

/// <summary>What a browser hands its device.</summary>
/// <param name="Challenge">Which question it is; to be sent back with the answer.</param>
/// <param name="Options">JSON text for <c>PublicKeyCredential.parseCreationOptionsFromJSON</c> or
/// <c>parseRequestOptionsFromJSON</c>.</param>
public sealed record PasskeyQuestion(Guid Challenge, string Options);
