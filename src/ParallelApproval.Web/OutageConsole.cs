using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using ParallelApproval.Database;

namespace ParallelApproval.Web;

/// <summary>
/// How lines of the log look (控制台日志): when, with the distance from universal time, how bad, who, what. While the database is away many
/// find the same out many times a second; of each kind one line a minute is written, without the stack, which would say nothing.
/// </summary>
internal sealed class OutageConsole(IOptions<ConsoleFormatterOptions> options) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "house";

    private const string When = "yyyy-MM-dd HH:mm:ss.fff zzz";
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Told> _told = new(StringComparer.Ordinal);
    private readonly bool _isUtc = options.Value.UseUtcTimestamp;

    private sealed class Told
    {
        public long Stamp;
        public int Passed;
    }

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (KindOf(logEntry) is { } kind)
        {
            if (!IsToBeTold(kind + logEntry.Category, out var passed))
                return;
            Head(logEntry.LogLevel, logEntry.Category, logEntry.EventId, " ", textWriter);
            textWriter.Write(string.IsNullOrEmpty(message) ? "" : OneLine(message) + " ");
            textWriter.Write(string.Create(CultureInfo.InvariantCulture, $"[{kind}] {OneLine(Innermost(logEntry.Exception!).Message)}"));
            textWriter.WriteLine(passed == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({passed} more in the last minute)"));
            return;
        }

        if (string.IsNullOrEmpty(message) && logEntry.Exception is null)
            return;
        Head(logEntry.LogLevel, logEntry.Category, logEntry.EventId, Environment.NewLine + "      ", textWriter);
        textWriter.WriteLine(message);
        if (logEntry.Exception is { } fault)
            textWriter.WriteLine(fault.ToString());
    }

    // The jobs go on using a connection that is gone.
    private static string? KindOf<TState>(in LogEntry<TState> logEntry) =>
        Outage.KindOf(logEntry.Exception)
        ?? (
            logEntry.Exception is InvalidOperationException { Source: nameof(Npgsql) }
            && logEntry.Category.StartsWith(nameof(Hangfire), StringComparison.Ordinal)
                ? "connection"
                : null
        );

    private bool IsToBeTold(string kind, out int passed)
    {
        var told = _told.GetOrAdd(kind, _ => new());
        lock (told)
        {
            passed = told.Passed;
            if (told.Stamp != 0 && Stopwatch.GetElapsedTime(told.Stamp) < Quiet)
            {
                told.Passed++;
                return false;
            }

            (told.Stamp, told.Passed) = (Stopwatch.GetTimestamp(), 0);
            return true;
        }
    }

    private void Head(LogLevel level, string category, EventId id, string after, TextWriter line)
    {
        var now = _isUtc ? TimeProvider.System.GetUtcNow() : TimeProvider.System.GetLocalNow();
        line.Write(string.Create(CultureInfo.InvariantCulture, $"{now.ToString(When, CultureInfo.InvariantCulture)} "));
        line.Write(string.Create(CultureInfo.InvariantCulture, $"{Word(level)}: {category}[{id.Id}]{after}"));
    }

    private static string Word(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => "trce",
            LogLevel.Debug => "dbug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "fail",
            _ => "crit",
        };

    private static Exception Innermost(Exception fault) => fault.InnerException is { } inner ? Innermost(inner) : fault;

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
