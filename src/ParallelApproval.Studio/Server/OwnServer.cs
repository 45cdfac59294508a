using Elsa.Studio.Contracts;
using Elsa.Studio.Models;
using Microsoft.AspNetCore.Components;

namespace ParallelApproval.Studio.Server;

/// <summary>The server that this page came from.</summary>
internal sealed class OwnServer(NavigationManager page) : IRemoteBackendAccessor
{
    public RemoteBackend RemoteBackend => new(new Uri(new Uri(page.BaseUri), "/elsa/api"));
}
