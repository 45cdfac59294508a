using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using ParallelApproval.Database;

namespace ParallelApproval.Web;

/// <summary>
/// How lines of the log look (控制台日志): when, with the distance from universal time, how bad, who, what. Of each kind of outage one line a
/// minute is written, without the stack, which would say nothing.
/// </summary>
internal sealed class OutageConsole(IOptions<ConsoleFormatterOptions> options) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "house";

    private const string When = "yyyy-MM-dd HH:mm:ss.fff zzz";

    private readonly OutageLines _outages = new();
    private readonly bool _isUtc = options.Value.UseUtcTimestamp;

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (OutageLines.KindOf(logEntry) is { } kind)
        {
            if (_outages.Line(kind, logEntry, message) is not { } line)
                return;
            Head(logEntry.LogLevel, logEntry.Category, logEntry.EventId, " ", textWriter);
            textWriter.WriteLine(line);
            return;
        }

        if (string.IsNullOrEmpty(message) && logEntry.Exception is null)
            return;
        Head(logEntry.LogLevel, logEntry.Category, logEntry.EventId, Environment.NewLine + "      ", textWriter);
        textWriter.WriteLine(message);
        if (logEntry.Exception is { } fault)
            textWriter.WriteLine(fault.ToString());
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
}

/// <summary>The same for machines: one JSON object a line, as the framework writes it.</summary>
internal sealed class OutageJson(IServiceProvider services) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "house-json";

    public const string When = "yyyy-MM-ddTHH:mm:ss.fffzzz";

    private readonly OutageLines _outages = new();

    // It is registered beside this one, so neither can ask for all of them while it is made.
    private readonly Lazy<ConsoleFormatter> _framework = new(() =>
        services.GetServices<ConsoleFormatter>().Single(formatter => formatter.Name == ConsoleFormatterNames.Json)
    );

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (OutageLines.KindOf(logEntry) is not { } kind)
        {
            _framework.Value.Write(logEntry, scopeProvider, textWriter);
            return;
        }

        if (_outages.Line(kind, logEntry, logEntry.Formatter(logEntry.State, logEntry.Exception)) is not { } line)
            return;
        var told = new LogEntry<TState>(logEntry.LogLevel, logEntry.Category, logEntry.EventId, logEntry.State, exception: null, (_, _) =>
            line
        );
        _framework.Value.Write(told, scopeProvider, textWriter);
    }
}

/// <summary>
/// What is written of outages: while the database is away many find the same out many times a second. Of each kind one line a minute is
/// told, and how many were passed over.
/// </summary>
internal sealed class OutageLines
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Told> _told = new(StringComparer.Ordinal);

    private sealed class Told
    {
        public long Stamp;
        public int Passed;
    }

    /// <summary>The kind of outage that an entry tells of; null for one that tells of something else.</summary>
    // The jobs go on using a connection that is gone.
    public static string? KindOf<TState>(in LogEntry<TState> logEntry) =>
        Outage.KindOf(logEntry.Exception)
        ?? (
            logEntry.Exception is InvalidOperationException { Source: nameof(Npgsql) }
            && logEntry.Category.StartsWith(nameof(Hangfire), StringComparison.Ordinal)
                ? "connection"
                : null
        );

    /// <summary>What is told of it, in one line; null when that kind was told within the last minute.</summary>
    public string? Line<TState>(string kind, in LogEntry<TState> logEntry, string? message)
    {
        if (!IsToBeTold(kind + logEntry.Category, out var passed))
            return null;
        var what = string.IsNullOrEmpty(message) ? "" : OneLine(message) + " ";
        var more = passed == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({passed} more in the last minute)");
        return $"{what}[{kind}] {OneLine(Innermost(logEntry.Exception!).Message)}{more}";
    }

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

    private static Exception Innermost(Exception fault) => fault.InnerException is { } inner ? Innermost(inner) : fault;

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
