using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Identities;

namespace ParallelApproval.Synthesis;

/// <summary>Numbers of played cases: the running number of the day is the one that the script has given.</summary>
internal sealed class PlayedNumbers(NpgsqlDataSource source) : CaseNumbers(source)
{
    private readonly AsyncLocal<int> _running = new();

    /// <summary>The running number of the next case in this flow of execution.</summary>
    public void Deal(int running) => _running.Value = running;

    public override ValueTask<CaseNumber> NextAsync(string region, DateOnly today, CancellationToken cancellation) =>
        new(CaseNumber.Of(region, today, _running.Value));
}
