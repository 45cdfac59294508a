using Microsoft.JSInterop;

namespace ParallelApproval.Studio.Server;

/// <summary>
/// The token with which Studio shows who is at the keyboard (会话令牌). The page gets it from the session of the product and gets a new one
/// before it ends; when the session itself is over, the page goes to the sign-in and comes back.
/// </summary>
internal sealed class SessionToken(IJSRuntime page)
{
    public ValueTask<string> AskAsync(CancellationToken cancellation = default) =>
        page.InvokeAsync<string>("parallelApproval.token", cancellation, []);

    /// <summary>The server does not take the token any more: the next one is a fresh one.</summary>
    public ValueTask<string> ForgetAsync(CancellationToken cancellation = default) =>
        page.InvokeAsync<string>("parallelApproval.forgetToken", cancellation, []);
}
