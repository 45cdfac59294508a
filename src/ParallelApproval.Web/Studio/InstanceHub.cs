using Microsoft.AspNetCore.SignalR;
using ParallelApproval.Identities;

namespace ParallelApproval.Web.Studio;

/// <summary>Through this the viewer of a case learns that the case has moved (实时更新).</summary>
internal sealed class InstanceHub(InstanceWatch watch) : Hub
{
    /// <summary>From now on the caller is told of that case; an unknown number is never heard of.</summary>
    public async Task ObserveInstanceAsync(string instanceId)
    {
        if (!CaseNumber.TryParse(instanceId, out var number))
            return;
        await watch.ObserveAsync(Context.ConnectionId, number, Context.ConnectionAborted);
        await Groups.AddToGroupAsync(Context.ConnectionId, number.ToString(), Context.ConnectionAborted);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        watch.Leave(Context.ConnectionId);
        return Task.CompletedTask;
    }
}
