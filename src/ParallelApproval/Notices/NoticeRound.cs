using Microsoft.Extensions.Logging;

namespace ParallelApproval.Notices;

/// <summary>
/// One round of the room's duties: who must be reminded, and what must be handed to the gateway. A gateway that is out of order does not
/// hinder the reminders.
/// </summary>
public sealed class NoticeRound
{
    private readonly Uncollected _uncollected;
    private readonly NoticeGateway _gateway;
    private readonly ILogger<NoticeRound> _log;

    internal NoticeRound(Uncollected uncollected, NoticeGateway gateway, ILogger<NoticeRound> log) =>
        (_uncollected, _gateway, _log) = (uncollected, gateway, log);

    /// <returns>How many applicants were reminded, and how many messages handed over.</returns>
    public async Task<(int Reminded, int Handed)> RunOnceAsync(CancellationToken cancellation)
    {
        var reminded = await _uncollected.RunOnceAsync(cancellation);
        try
        {
            return (reminded, await _gateway.RunOnceAsync(cancellation));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _log.LogError(fault, "The messages could not be put into the outbox; they are tried again in the next round.");
            return (reminded, 0);
        }
    }
}
