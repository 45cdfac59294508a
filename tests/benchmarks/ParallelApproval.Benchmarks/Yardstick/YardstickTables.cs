using Npgsql;

namespace ParallelApproval.Benchmarks.Yardstick;

/// <summary>Four tables and two statements. The form stands apart from the row that is updated seven times.</summary>
internal sealed class YardstickTables(NpgsqlDataSource source)
{
    private const string Schema = """
        CREATE TABLE cases (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, open_tasks smallint NOT NULL, received_at timestamptz NOT NULL, due_at timestamptz NOT NULL, decided_at timestamptz);
        CREATE INDEX cases_due ON cases (due_at) WHERE decided_at IS NULL;
        CREATE TABLE forms (number bigint PRIMARY KEY, form text NOT NULL);
        CREATE TABLE tasks (number bigint, branch smallint, decision text, opinion text, decided_at timestamptz, PRIMARY KEY (number, branch));
        CREATE INDEX tasks_inbox ON tasks (branch, number) WHERE decided_at IS NULL;
        CREATE TABLE trail (number bigint NOT NULL, branch smallint NOT NULL, at timestamptz NOT NULL, act text NOT NULL, note text);
        CREATE INDEX trail_of_case ON trail (number);
        """;

    private const string Receive = """
        WITH received AS (INSERT INTO cases (open_tasks, received_at, due_at) VALUES (6, now(), now() + interval '7 days') RETURNING number),
             form AS (INSERT INTO forms SELECT number, $1 FROM received),
             opened AS (INSERT INTO tasks (number, branch) SELECT number, branch FROM received, generate_series(1, 6) AS branch)
        SELECT number FROM received
        """;

    // The case is updated, and so locked, by whoever has got his task; the counter cannot miss one of two that come last together.
    private const string Decide = """
        WITH task AS (UPDATE tasks SET decision = $3, opinion = $4, decided_at = now() WHERE number = $1 AND branch = $2 AND decided_at IS NULL RETURNING number),
             trail AS (INSERT INTO trail SELECT number, $2, now(), $3, $4 FROM task)
        UPDATE cases SET open_tasks = open_tasks - 1, decided_at = CASE WHEN open_tasks = 1 THEN now() END
        WHERE number = (SELECT number FROM task) RETURNING open_tasks
        """;

    public async Task CreateAsync()
    {
        await using var create = source.CreateCommand("DROP TABLE IF EXISTS cases, forms, tasks, trail; " + Schema);
        await create.ExecuteNonQueryAsync();
    }

    public async Task<long> ReceiveAsync(string form)
    {
        await using var command = source.CreateCommand(Receive);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = form });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>How many tasks are open now; null if this one was not.</summary>
    public async Task<short?> DecideAsync(long number, short branch, Verdict verdict)
    {
        await using var command = source.CreateCommand(Decide);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = branch });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = verdict.Decision });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = verdict.Opinion });
        return (short?)await command.ExecuteScalarAsync();
    }

    public async Task<string> StatusAsync(long number)
    {
        await using var command = source.CreateCommand(
            "SELECT CASE WHEN decided_at IS NULL THEN 'inApproval' ELSE 'decided' END FROM cases WHERE number = $1"
        );
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
