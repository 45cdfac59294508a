// A process that uses the private PostgreSQL of a folder, so that tests can kill one. It says LOG lines, then one UP line with its facts,
// stays until its input ends, leaves the cluster and says DOWN.
using System.Text.Json;
using Microsoft.Extensions.Logging;
using ParallelApproval.Database;

var options = new EmbeddedPostgresOptions
{
    DataFolder = args[0],
    Durability = Enum.Parse<Durability>(args[1]),
    Sources = Enum.Parse<PostgresSource>(args[2]),
};
await using (var postgres = await EmbeddedPostgres.StartAsync(options, new LineLogger()))
{
    Say(
        "UP "
            + JsonSerializer.Serialize(
                new
                {
                    postgres.ConnectionString,
                    postgres.Port,
                    postgres.ServerProcessId,
                    postgres.IsAdopted,
                    postgres.Folder,
                }
            )
    );
    if (args is [_, _, _, "exit"])
        Environment.Exit(0);
    await Console.In.ReadToEndAsync();
}
Say("DOWN");

static void Say(string line)
{
    Console.Out.WriteLine(line);
    Console.Out.Flush();
}

internal sealed class LineLogger : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        Console.Out.WriteLine("LOG " + formatter(state, exception).ReplaceLineEndings(" / "));
        Console.Out.Flush();
    }
}
