using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using ParallelApproval.Testing;

namespace ParallelApproval.Database;

/// <summary>Counts what is asked of a database by this process.</summary>
internal sealed class Asked : IDisposable
{
    private readonly ConcurrentQueue<string> _asked = [];
    private readonly ActivityListener _listener;

    public Asked(TestDatabase database)
    {
        var name = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database;
        _listener = new()
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TagObjects.Any(tag => tag.Value as string == name))
                    _asked.Enqueue(activity.DisplayName);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public int Count => _asked.Count;

    public void Dispose() => _listener.Dispose();
}
