using Elsa.Studio.Authentication.Abstractions.Contracts;
using Microsoft.AspNetCore.Http.Connections.Client;

namespace ParallelApproval.Studio.Server;

/// <summary>Puts the token on the connections that carry the movements of a running case.</summary>
internal sealed class SessionOnHub(SessionToken token) : IHttpConnectionOptionsConfigurator
{
    public Task ConfigureAsync(HttpConnectionOptions options, CancellationToken cancellationToken = default)
    {
        options.AccessTokenProvider = () => token.AskAsync().AsTask()!;
        return Task.CompletedTask;
    }
}
