using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>The outside provider says who wants in (统一身份认证登录); its token has been judged before.</summary>
/// <param name="Methods">How it has asked him (<c>amr</c>, RFC 8176).</param>
public sealed record SignInByProvider(string Issuer, string Subject, IReadOnlyCollection<string> Methods);

/// <summary>
/// Opens the door for an identity that is bound to an open account, and begins a session of the house. Refuses an identity that nobody has
/// bound, telling its subject so that an administrator can; a closed account in the same words; and, for an account with a second factor,
/// a provider that does not say it has asked for one.
/// </summary>
public sealed class SignInByProviderHandler(OutsideIdentities identities, OutsideProvider provider, SignInHandler signIn)
{
    public async Task<ErrorOr<OpenedSession>> HandleAsync(
        SignInByProvider command,
        SignInPlace place,
        CancellationToken cancellation = default
    )
    {
        if (
            command.Issuer != provider.Issuer
            || await identities.FindAsync(command.Issuer, command.Subject, cancellation) is not { IsEnabled: true } officer
        )
            return Refusal.Forbidden(RefusalCode.IdentityUnknown, ("subject", command.Subject));
        if (officer.HasSecondFactor && !command.Methods.Any(provider.Vouching.Contains))
            return Refusal.Forbidden(RefusalCode.ProviderFactorMissing);
        return await signIn.BeginAsync(officer, place, SessionKind.Browser, SignInMeans.Provider, cancellation);
    }
}
