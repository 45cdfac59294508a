using Microsoft.AspNetCore.SignalR;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Studio;

/// <summary>Through this the viewer of a case learns that the case has moved (实时更新).</summary>
internal sealed class InstanceHub(InstanceWatch watch, Sessions sessions) : Hub
{
    /// <summary>The connection ends with the session by which it was opened.</summary>
    public override Task OnConnectedAsync()
    {
        if (Context.User?.Identity is OfficerIdentity identity)
            Context.Items[nameof(Sessions)] = sessions.Watch(identity.Session, Context.Abort);
        return base.OnConnectedAsync();
    }

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
        (Context.Items[nameof(Sessions)] as IDisposable)?.Dispose();
        return Task.CompletedTask;
    }
}
