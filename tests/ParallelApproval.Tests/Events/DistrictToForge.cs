using System.Text;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Scans;
using ParallelApproval.Synthesis;
using ParallelApproval.Testing;

namespace ParallelApproval.Events;

/// <summary>
/// A small district in which something lies in nearly every table, and somebody who has the application's password to its database. What he
/// does is taken back after the verification.
/// </summary>
internal sealed class DistrictToForge : IAsyncDisposable
{
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n");

    private DistrictToForge(TestHouse house, CaseNumber number) => (House, Case) = (house, number);

    public TestHouse House { get; }

    /// <summary>A case with six decisions, papers, certificates and a scan.</summary>
    public CaseNumber Case { get; }

    /// <param name="cases">So many are played beside it, with cards, ratings and the rest.</param>
    public static async Task<DistrictToForge> BuildAsync(TestCluster cluster, CancellationToken cancellation, int cases = 0)
    {
        var house = await TestHouse.BuildAsync(cluster, cancellation);
        if (cases > 0)
            await house.Get<LoadDistrictHandler>().HandleAsync(new(cases, Seed: 7), null, cancellation);
        foreach (var item in (string[])[Catering.Drill, Catering.Item])
            await house.PublishAsync(item, draft => draft with { OnBranchRefusal = OnBranchRefusal.Continue });
        var number = await house.ReceiveAsync();
        for (var branch = 1; branch <= Catering.Departments.Length; branch++)
            (await house.DecideAsync(number, branch)).ErrorsOrEmptyList.ShouldBeEmpty();
        (
            await house.Get<FileScanHandler>().HandleAsync(new(number, "M01", "扫描.pdf", Pdf), house.Clerk(), cancellation)
        ).IsError.ShouldBeFalse();
        await house.HearAsync(cancellation);
        return new(house, number);
    }

    /// <summary>Does that behind the product's back, and asks whether it is found; then it never happened.</summary>
    /// <param name="fromRoot">The line that was printed for the archive; null when nobody has one.</param>
    /// <returns>What was found; null when the database itself refused it.</returns>
    public async Task<AuditVerification?> ForgeAsync(
        Func<NpgsqlConnection, Task> forge,
        CancellationToken cancellation,
        string? fromRoot = null
    )
    {
        await using var connection = await House.Database.Source.OpenConnectionAsync(cancellation);
        await DoAsync(
            connection,
            "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0",
            cancellation
        );
        try
        {
            await forge(connection);
            return await House.Get<AuditQueries>().VerifyOnAsync(connection, fromRoot, cancellation);
        }
        catch (PostgresException refused) when (refused.SqlState[..2] is "22" or "23")
        {
            return null;
        }
        finally
        {
            await DoAsync(connection, "ROLLBACK", CancellationToken.None);
        }
    }

    public static async Task<int> DoAsync(NpgsqlConnection connection, string statement, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The triggers of that table are gone for his transaction.</summary>
    public static Task DisarmAsync(NpgsqlConnection connection, string table, CancellationToken cancellation) =>
        DoAsync(connection, $"ALTER TABLE {table} DISABLE TRIGGER USER", cancellation);

    public ValueTask DisposeAsync() => House.DisposeAsync();
}
