using System.Text.RegularExpressions;
using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Library;

/// <summary>登记签名者: trusts the key of another house, known by its fingerprint, or ends that trust. What was adopted stays.</summary>
/// <param name="Fingerprint">64 hexadecimal digits; blanks and colons between them are left aside.</param>
/// <param name="Name">Whose key it is.</param>
[Authority("Trust the key with which another house signs its bundles, or end that trust", Role.Administrator, InDistrictOnly = true)]
public sealed record KeepSigner(string Fingerprint, string Name, bool IsTrusted);

/// <summary>Somebody decided whether a key is trusted.</summary>
public sealed record SignerKept(string Fingerprint, string Name, bool IsTrusted) : HouseEvent;

internal sealed partial class KeepSignerValidator : AbstractValidator<KeepSigner>
{
    public KeepSignerValidator()
    {
        RuleFor(command => command.Fingerprint)
            .Refuses((text, _) => Digits().IsMatch(Plain(text)) ? null : Refusal.Input("fingerprint", RefusalCode.FingerprintMalformed));
        RuleFor(command => command.Name).IsOrganisationName();
    }

    /// <summary>As it is kept.</summary>
    public static string Plain(string? text) =>
        (text ?? "").Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();

    [GeneratedRegex(@"^[0-9a-f]{64}\z")]
    private static partial Regex Digits();
}

/// <inheritdoc cref="KeepSigner"/>
public sealed class KeepSignerHandler(HouseStore house) : Handler<KeepSigner, BundleSigner>
{
    protected override Task<ErrorOr<BundleSigner>> CarryOutAsync(KeepSigner command, Act act, CancellationToken cancellation) =>
        house.ActAsync(act, db => KeepAsync(db, command, act, cancellation), cancellation, oneAtATime: "bundle-signers");

    private static async Task<ErrorOr<Entry<BundleSigner>>> KeepAsync(
        ApprovalDbContext db,
        KeepSigner command,
        Act act,
        CancellationToken cancellation
    )
    {
        var (fingerprint, name) = (KeepSignerValidator.Plain(command.Fingerprint), command.Name.Trim());
        var held = await db.Set<BundleSigner>().FirstOrDefaultAsync(row => row.Fingerprint == fingerprint, cancellation);
        if (held is not null && held.Name == name && held.IsTrusted == command.IsTrusted)
            return new Entry<BundleSigner>(held, []);
        var kept = held
            ?? new BundleSigner
            {
                Fingerprint = fingerprint,
                Name = name,
                EnteredBy = act.UserName,
            };
        (kept.Name, kept.IsTrusted, kept.EnteredBy, kept.EnteredAt) = (name, command.IsTrusted, act.UserName, act.At);
        if (held is null)
            db.Add(kept);
        return new Entry<BundleSigner>(kept, new SignerKept(fingerprint, name, command.IsTrusted));
    }
}
