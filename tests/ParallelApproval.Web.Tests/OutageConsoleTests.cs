using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ParallelApproval.Web;

/// <summary>An outage of minutes is some lines in the log, and a fault of the program is told whole.</summary>
public sealed class OutageConsoleTests
{
    private readonly OutageConsole _console = new(Options.Create(new ConsoleFormatterOptions()));

    [Fact]
    public void A_kind_of_outage_is_one_line_a_minute_without_a_stack()
    {
        var lines = Enumerable
            .Range(0, 1_000)
            .Select(_ => Write("The clocks could not be swept.", Thrown(new NpgsqlException("gone"))))
            .ToList();
        lines[0].ShouldContain("The clocks could not be swept. [connection] gone");
        lines[0].Trim().Split('\n').Length.ShouldBe(1);
        lines[0].ShouldNotContain("   at ");
        lines.Skip(1).ShouldAllBe(line => line.Length == 0);

        // Another kind, though hidden in another fault, is news.
        var hidden = new InvalidOperationException("wrapped", Thrown(new PostgresException("no space left", "ERROR", "ERROR", "53100")));
        Write("Not stored.", hidden).ShouldContain("[53100]");
    }

    [Fact]
    public void A_fault_of_the_program_is_told_whole_every_time()
    {
        for (var time = 0; time < 2; time++)
            Write("Broken.", Thrown(new InvalidOperationException("a bug"))).ShouldContain("   at ");
        Write("Twice.", Thrown(new PostgresException("twice", "ERROR", "ERROR", "23505"))).ShouldContain("   at ");
    }

    private string Write(string message, Exception fault)
    {
        using var line = new StringWriter();
        _console.Write(
            new LogEntry<string>(LogLevel.Error, "Sweep", default, message, fault, static (state, _) => state),
            scopeProvider: null,
            line
        );
        return line.ToString();
    }

    private static Exception Thrown(Exception fault)
    {
        try
        {
            throw fault;
        }
        catch (Exception caught)
        {
            return caught;
        }
    }
}
