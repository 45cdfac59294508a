using System.Text.Encodings.Web;
using ErrorOr;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Workbench;

namespace ParallelApproval.Web.Session;

/// <summary>
/// What the outside provider answers (统一身份认证应答). The token has been judged by the framework; who it is of the house, the house says, and
/// the session is the house's own.
/// </summary>
internal sealed class ProviderAnswers(SignInByProviderHandler house, OutsideProvider provider, SessionTicket tickets)
{
    private const string Methods = "amr";

    /// <summary>Sends a reader to the provider, or tells him that it does not answer.</summary>
    public static async Task BeginAsync(HttpContext context, string? next)
    {
        try
        {
            await context.ChallengeAsync(OpenIdSetup.Scheme, new() { RedirectUri = PageAddress.Ours(next) ?? "/" });
        }
        catch (Exception away) when (IsAway(away))
        {
            await ShownRefusal.AnswerAsync(context, Unavailable());
        }
    }

    /// <summary>Ends the provider's session, too, where this one was begun by it; false where that cannot be done.</summary>
    public static async Task<bool> SignOutAsync(HttpContext context)
    {
        if (await context.GetTokenAsync(SessionSetup.Cookie, OpenIdConnectParameterNames.IdToken) is null)
            return false;
        try
        {
            await context.SignOutAsync(OpenIdSetup.Scheme, new() { RedirectUri = "/login" });
            return context.Response.HasStarted;
        }
        catch (Exception away) when (IsAway(away))
        {
            return false;
        }
    }

    /// <summary>The token holds: begins the session of whom it is bound to.</summary>
    public async Task EnterAsync(TokenValidatedContext context)
    {
        var request = context.HttpContext;
        // What comes by the back channel the framework lets pass unsigned, as the standard allows; the house does not.
        var isSigned = context.TokenEndpointResponse?.IdToken?.Split('.') is [_, _, { Length: > 0 }];
        if (!isSigned || context.Principal?.FindFirst("sub")?.Value is not { Length: > 0 } subject)
        {
            context.Fail("The token is not signed, or names no subject.");
            return;
        }

        var methods = context.Principal!.FindAll(Methods).Select(claim => claim.Value).ToList();
        var opened = await house.HandleAsync(new(provider.Issuer!, subject, methods), ClientPlace.PlaceOf(request), request.RequestAborted);
        if (opened.IsError)
        {
            await ShownRefusal.AnswerAsync(request, opened.FirstError);
            context.HandleResponse();
            return;
        }

        context.Principal = tickets.Principal(opened.Value);
        // Only to be shown to the provider again, at sign-out; the cookie is encrypted.
        context.Properties!.StoreTokens([
            new() { Name = OpenIdConnectParameterNames.IdToken, Value = context.TokenEndpointResponse?.IdToken ?? "" },
        ]);
    }

    /// <summary>
    /// Brings the reader to where he wanted. By a page of our own: after a redirect from another site a browser would keep the cookie of
    /// the session, which is for this site alone, to itself.
    /// </summary>
    public async Task LandAsync(TicketReceivedContext context)
    {
        var wanted = PageAddress.Ours(context.ReturnUri) is { } next and not ("/" or "/login" or "/staff") ? next : "/login";
        await context.HttpContext.SignInAsync(SessionSetup.Cookie, context.Principal!, context.Properties);
        context.HandleResponse();
        await SendAsync(context.HttpContext, wanted);
    }

    /// <summary>The answer does not hold: one word for whatever it was, the particulars are in the log.</summary>
    public static async Task RefuseAsync(RemoteFailureContext context)
    {
        await ShownRefusal.AnswerAsync(
            context.HttpContext,
            IsAway(context.Failure) ? Unavailable() : Refusal.Forbidden(RefusalCode.ProviderRefused)
        );
        context.HandleResponse();
    }

    /// <summary>To the provider by a page of our own: the policy of our forms lets none lead to another host.</summary>
    public static async Task LeaveAsync(RedirectContext context)
    {
        context.ProtocolMessage.ClientId = context.Options.ClientId;
        context.ProtocolMessage.State = context.Options.StateDataFormat.Protect(context.Properties);
        context.HandleResponse();
        if (context.ProtocolMessage.IssuerAddress is { Length: > 0 })
            await SendAsync(context.HttpContext, context.ProtocolMessage.CreateLogoutRequestUrl());
    }

    private static Task SendAsync(HttpContext context, string address)
    {
        var written = HtmlEncoder.Default.Encode(address);
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            $"""<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={written}"><title>…</title><a href="{written}">→</a></html>""",
            context.RequestAborted
        );
    }

    private static Error Unavailable() => Refusal.OfType((int)ProblemType.Unavailable, RefusalCode.ProviderUnavailable);

    // The framework wraps what went wrong on the way to the provider.
    private static bool IsAway(Exception? fault) =>
        fault is HttpRequestException or TaskCanceledException or IOException
        || (fault is InvalidOperationException && fault.Message.StartsWith("IDX208", StringComparison.Ordinal))
        || (fault?.InnerException is { } inner && IsAway(inner));
}
