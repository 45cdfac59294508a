using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Synthesis;

/// <summary>
/// Where played cases wait until enough of them are stored together (待存仿真办件); one connection, which does not wait for the disk.
/// </summary>
internal sealed class PlayedBatch : IAsyncDisposable
{
    private const int CasesInOneCommit = 60;

    private readonly NpgsqlConnection _connection;
    private readonly List<CasePlay> _plays = [];

    private readonly CaseStore _store;

    private PlayedBatch(NpgsqlConnection connection, CaseStore store) => (_connection, _store) = (connection, store);

    public static async Task<PlayedBatch> OpenAsync(NpgsqlDataSource source, CaseStore store, CancellationToken cancellation)
    {
        var shelf = new PlayedBatch(await source.OpenConnectionAsync(cancellation), store);
        await shelf.DoAsync("SET synchronous_commit = off", cancellation);
        return shelf;
    }

    /// <returns>How many had to be left out, if this was the time to store.</returns>
    public async Task<int> PutAsync(CasePlay play, CancellationToken cancellation)
    {
        _plays.Add(play);
        return _plays.Count < CasesInOneCommit ? 0 : await StoreAsync(cancellation);
    }

    // The connection goes back to the pool as it came, even out of the middle of a store that was broken off.
    public async ValueTask DisposeAsync()
    {
        if (_connection.State is System.Data.ConnectionState.Open)
            await DoAsync("ROLLBACK; RESET synchronous_commit", CancellationToken.None);
        await _connection.DisposeAsync();
    }

    // Two open cases of one person for one matter cannot be; whichever comes second is left out.
    /// <returns>How many were left out.</returns>
    public async Task<int> StoreAsync(CancellationToken cancellation)
    {
        if (_plays.Count == 0)
            return 0;
        var refused = 0;
        try
        {
            await StoreTogetherAsync(_plays, cancellation);
        }
        catch (PostgresException twice) when (twice.SqlState is PostgresErrorCodes.UniqueViolation)
        {
            await DoAsync("ROLLBACK", cancellation);
            foreach (var play in _plays)
                refused += await TryStoreAsync(play, cancellation) ? 0 : 1;
        }

        _plays.Clear();
        return refused;
    }

    private async Task<bool> TryStoreAsync(CasePlay play, CancellationToken cancellation)
    {
        try
        {
            await StoreTogetherAsync([play], cancellation);
            return true;
        }
        catch (PostgresException twice) when (twice.SqlState is PostgresErrorCodes.UniqueViolation)
        {
            await DoAsync("ROLLBACK", cancellation);
            return false;
        }
    }

    private Task StoreTogetherAsync(IReadOnlyCollection<CasePlay> plays, CancellationToken cancellation) =>
        _store.LoadAsync(_connection, plays.SelectMany(play => play.Script), cancellation);

    private async Task DoAsync(string statement, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(statement, _connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
