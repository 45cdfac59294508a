using System.Net;
using System.Net.Http.Headers;

namespace ParallelApproval.Studio.Server;

/// <summary>Puts the token on every request.</summary>
internal sealed class SessionHandler(SessionToken token) : DelegatingHandler
{
    // Not async: the .NET of the package has been trimmed of what `async Task<T>` is compiled to.
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        _ = SendAsync(request, answer, cancellationToken);
        return answer.Task;
    }

    private async Task SendAsync(
        HttpRequestMessage request,
        TaskCompletionSource<HttpResponseMessage> answer,
        CancellationToken cancellation
    )
    {
        try
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await token.AskAsync(cancellation));
            var received = await base.SendAsync(request, cancellation);
            if (received.StatusCode == HttpStatusCode.Unauthorized)
                await token.ForgetAsync(cancellation);
            answer.SetResult(received);
        }
        catch (Exception fault)
        {
            answer.SetException(fault);
        }
    }
}
