using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Scans;
using ParallelApproval.Workflows;

namespace ParallelApproval.Disposals;

/// <summary>The file of a case was destroyed; its own chain says so, too.</summary>
public sealed record FileDisposed(string Case, string List) : HouseEvent;

/// <summary>A case was taken off an approved list: something held it before it was its turn.</summary>
public sealed record DisposalDropped(string Case, string List, string For) : HouseEvent;

/// <summary>
/// Destroys the files on approved lists (销毁执行): each case in one transaction, so that a crash leaves all of it or nothing, and the next run
/// goes on. Under its lock everything is asked again that was asked when the list was approved.
/// </summary>
public sealed class CarryOutDisposals(
    HouseStore house,
    CaseStore store,
    NpgsqlDataSource source,
    Holds holds,
    CatalogueRegister catalogue,
    RegisterCache registers,
    TimeProvider time,
    ILogger<CarryOutDisposals> log
)
{
    private const int AtOnce = 500;

    private const string Waiting =
        "SELECT list, case_key FROM disposals WHERE disposed_at IS NULL AND dropped_at IS NULL ORDER BY case_key LIMIT $1";

    private const string Take = """
        SELECT proposed_by, approved_by FROM disposals
        WHERE list = $1 AND case_key = $2 AND disposed_at IS NULL AND dropped_at IS NULL FOR UPDATE SKIP LOCKED
        """;

    private const string Drop = "UPDATE disposals SET dropped_at = $3, dropped_for = $4 WHERE list = $1 AND case_key = $2";

    // By a statement of its own and not through the context, whose savepoint would make it another transaction for the erasure.
    private const string Dispose = "UPDATE disposals SET disposed_at = $3 WHERE list = $1 AND case_key = $2";

    private const string Erase = "SELECT erase_case($1, $2, $3, $4::json, $5, $6, $7::json)";

    private const string Forget = "DELETE FROM retentions WHERE case_key = $1";

    /// <summary>Destroys what waits; doing it again does nothing.</summary>
    /// <returns>How many files were destroyed.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        var query = new Query<Line>(Waiting, rows => new(rows.GetString(0), new(rows.GetInt64(1))), Statements.Value(AtOnce));
        var done = 0;
        foreach (var line in await source.ReadAsync(query, cancellation))
        {
            try
            {
                var act = Act.OfSystem(time);
                var outcome = await house.ActAsync(act, db => DisposeAsync(db, line, act, cancellation), cancellation);
                if (outcome.IsError)
                    log.LogError("{Case} on list {List} was not destroyed: {Why}", line.Case, line.List, outcome.FirstError.Description);
                else if (outcome.Value)
                    done++;
            }
            catch (PostgresException fault)
            {
                // Nothing of it is stored; the others need not wait for it.
                log.LogError(fault, "{Case} on list {List} was not destroyed.", line.Case, line.List);
            }
        }

        return done;
    }

    private async Task<ErrorOr<Entry<bool>>> DisposeAsync(ApprovalDbContext db, Line line, Act act, CancellationToken cancellation)
    {
        await registers.RefreshAsync(cancellation);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        if (await db.LockCaseAsync(line.Case, cancellation) is not { } fact)
            return StoreRefusals.NoSuchCase(line.Case);
        var approved = await connection.ReadAsync(
            new Query<(string, string)>(
                Take,
                rows => (rows.GetString(0), rows.GetString(1)),
                Statements.Text(line.List),
                Statements.Value(line.Case.Key)
            ),
            cancellation
        );
        // Another node has it in hand, or has done it.
        if (approved is not [var (proposedBy, approvedBy)])
            return new Entry<bool>(false, []);
        var due = catalogue.DueOf(fact.ItemCode, fact.ItemVersion, fact.Status, fact.ClosedAt);
        var held = (await holds.AmongAsync(connection, [line.Case.Key], cancellation))[line.Case.Key].Select(ground => ground.ToString());
        var isDue = due is { } term && term.DueOn <= act.Today;
        if ((held.FirstOrDefault() ?? (isDue ? null : "NotDue")) is { } why)
        {
            await DoAsync(connection, Drop, line, act, cancellation, Statements.Text(why));
            return new Entry<bool>(false, new DisposalDropped(line.Case.ToString(), line.List, why));
        }

        await DoAsync(connection, Dispose, line, act, cancellation);
        var erased = await store.EraseWithinAsync(
            connection,
            line.Case,
            act,
            file => Decide(file, new(line.List, due!.Value.DueOn, proposedBy, approvedBy, file.Section<ScanSection>().Scans.Count)),
            (file, statements) => EraseRows(file, statements, act),
            cancellation
        );
        if (erased.IsError)
            return erased.Errors;
        return new Entry<bool>(true, new FileDisposed(line.Case.ToString(), line.List));
    }

    private static ErrorOr<Success> Decide(CaseFile file, CaseDisposed disposed)
    {
        ForgetPersons.Of(file);
        file.Record(disposed);
        return Result.Success;
    }

    private static void EraseRows(CaseFile file, Statements statements, Act act)
    {
        var vault = file.Rows!.Vault;
        var (papers, facts) = file.Section<DocumentSection>().Erased(file.Number, vault);
        statements.Add(
            Erase,
            Statements.Value(file.Number.Key),
            Statements.Text(DisposedCases.Erased),
            Statements.InstantValue(act.At),
            Statements.Text(file.Section<ApplicationSection>().Erased(file.Number, vault)),
            Statements.Value(papers),
            Statements.Value(facts),
            Statements.Text(file.BlankFlowState)
        );
        statements.Add(Forget, Statements.Value(file.Number.Key));
    }

    private static async Task DoAsync(
        NpgsqlConnection connection,
        string statement,
        Line line,
        Act act,
        CancellationToken cancellation,
        params NpgsqlParameter[] more
    )
    {
        await using var command = new NpgsqlCommand(statement, connection)
        {
            Parameters = { Statements.Text(line.List), Statements.Value(line.Case.Key), Statements.InstantValue(act.At) },
        };
        command.Parameters.AddRange(more);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private sealed record Line(string List, CaseNumber Case);
}
