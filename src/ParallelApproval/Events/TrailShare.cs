using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>What one listener is told of a reading of the trail, under its lease.</summary>
internal sealed class TrailShare(ListenerPlace place, Lease lease, long reached)
{
    /// <summary>Where it stood when the lease was taken.</summary>
    public ListenerPlace Place => place;

    public Lease Lease => lease;

    /// <summary>Where it stands when it has been told.</summary>
    public long Reached { get; } = Math.Max(reached, place.Position);

    /// <summary>It has heard everything of the reading, or what it failed on is noted.</summary>
    public bool IsTold { get; private set; }

    /// <summary>How many events it has heard.</summary>
    public int Count { get; private set; }

    /// <summary>Tells what it wants of the reading; ends without having told it when the lease is lost.</summary>
    /// <param name="cancellation">The node goes down.</param>
    public async Task TellAsync(IReadOnlyList<Heard> read, CancellationToken cancellation)
    {
        try
        {
            Count = place.HasRetries ? await place.Listener.TellAgainAsync(lease.IsHeld) : 0;
            var wanted = read.Where(place.Wants).ToList();
            if (wanted.Count > 0)
                await place.Listener.TellAsync(wanted, lease.IsHeld);
            Count += wanted.Count;
            IsTold = true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Another node goes on from the place that stands there.
        }
    }
}
