using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using ErrorOr;
using Microsoft.Extensions.Logging;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Outbound;

namespace ParallelApproval.Workflows;

/// <summary>
/// Carries out what flows want of others (外呼执行), after the commit of the command that wanted it: at least once, on whatever node takes it.
/// Whoever takes one up has it for <see cref="Term"/>; a node that dies leaves it to the next. What comes of it is a step of the flow, and
/// that happens once. Within the house and outside are two lanes, and of one host at most <see cref="MostOfOneHost"/> are under way at a
/// time, so that nobody waits for somebody else's host that hangs.
/// </summary>
public sealed class MakeCalls(
    CaseStore store,
    NpgsqlDataSource source,
    RegisterCache registers,
    WorkflowRunner runner,
    FlowStarts starts,
    FlowEvents events,
    HttpSender http,
    MailSender mail,
    OutboundSettings settings,
    TimeProvider time,
    ILogger<MakeCalls> log
) : IAwait
{
    /// <summary>How many to one host a node sends at a time.</summary>
    public const int MostOfOneHost = 2;

    private const int MostAtATime = 16;
    private const int BatchSize = 50;

    /// <summary>How long one that was taken up is left to who took it, by the clock of the house.</summary>
    public static readonly TimeSpan Term = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);

    private const string Take = """
        UPDATE workflow_calls SET next_at = $1::timestamptz + $2::interval, attempts = attempts + 1
        WHERE (case_key, bookmark, item) IN (
            SELECT case_key, bookmark, item FROM workflow_calls
            WHERE next_at <= $1 AND (host = '') = $3 AND host <> ALL ($4)
            ORDER BY next_at LIMIT $5 FOR UPDATE SKIP LOCKED)
        RETURNING case_key, bookmark, item, kind, host, request, made_at, attempts
        """;

    string IAwait.Question => "(EXISTS (SELECT FROM workflow_calls WHERE next_at <= $1))::int::bigint";

    bool IAwait.IsWanted(long told) => told > 0;

    private const string End =
        "UPDATE workflow_calls SET next_at = NULL, ended_at = $5, outcome = $6 "
        + "WHERE case_key = $1 AND bookmark = $2 AND item = $3 AND made_at = $4";

    private const string PutOff =
        "UPDATE workflow_calls SET next_at = $5, outcome = $6 WHERE case_key = $1 AND bookmark = $2 AND item = $3 AND made_at = $4";

    private readonly ConcurrentDictionary<Task, string> _under = new();

    private sealed record Call(
        CaseNumber File,
        string Bookmark,
        int Item,
        CallKind Kind,
        string Host,
        string Request,
        DateTimeOffset MadeAt,
        int Attempts
    )
    {
        /// <summary>The same for every try, and for no other call.</summary>
        public string Key => string.Create(CultureInfo.InvariantCulture, $"{File}.{Bookmark}.{Item}");

        /// <summary>How many calls in a row have led to what it brings about.</summary>
        public int Hops => CallHops.Of(Request) + 1;

        public T Read<T>() => JsonSerializer.Deserialize<T>(Request, CallSection.Written)!;
    }

    /// <summary>Carries out all that is due now, and what that brings with it.</summary>
    /// <returns>How many were taken up.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        var taken = 0;
        while (true)
        {
            var inside = await RunInsideAsync(cancellation);
            var outside = await SendAsync(cancellation);
            while (!_under.IsEmpty)
                await Task.WhenAll(_under.Keys);
            if (inside + outside == 0)
                return taken;
            taken += inside + outside;
        }
    }

    /// <summary>Carries out what is due within the house.</summary>
    /// <returns>How many were taken up.</returns>
    public async Task<int> RunInsideAsync(CancellationToken cancellation)
    {
        var taken = 0;
        while (await TakeAsync(true, [], BatchSize, cancellation) is { Count: > 0 } calls)
        {
            await registers.RefreshAsync(cancellation);
            foreach (var call in calls)
                await CarryOutAsync(call, cancellation);
            taken += calls.Count;
        }

        return taken;
    }

    /// <summary>Begins to send what is due outside, as far as this node has places free; waits for no answer.</summary>
    /// <returns>How many were taken up.</returns>
    public async Task<int> SendAsync(CancellationToken cancellation)
    {
        var taken = 0;
        while (_under.Count < MostAtATime)
        {
            var busy = _under.Values.GroupBy(host => host).Where(host => host.Count() >= MostOfOneHost).Select(host => host.Key).ToArray();
            // One after the other, so that none is taken up for whose host there is no place.
            if (await TakeAsync(false, busy, 1, cancellation) is not [var call])
                break;
            taken++;
            var sending = CarryOutAsync(call, cancellation);
            _under[sending] = call.Host;
            _ = sending.ContinueWith(
                done => _under.TryRemove(done, out _),
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default
            );
            if (sending.IsCompleted)
                _under.TryRemove(sending, out _);
        }

        return taken;
    }

    private async Task CarryOutAsync(Call call, CancellationToken cancellation)
    {
        try
        {
            var outcome = call.Kind switch
            {
                CallKind.Event or CallKind.Workflow when call.Hops > CallHops.Most => await GoesRoundAsync(call, cancellation),
                CallKind.Event => await RaiseAsync(call, cancellation),
                CallKind.Workflow => await StartAsync(call, cancellation),
                CallKind.Told => await TellAsync(call, cancellation),
                CallKind.Http => await RequestAsync(call, cancellation),
                _ => await MailAsync(call, cancellation),
            };
            if (outcome is not null)
                await NoteAsync(End, call, time.GetUtcNow(), outcome, cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogError(fault, "Call {Call} of kind {Kind} failed and is tried again", call.Key, call.Kind);
            await PutOffAsync(call, fault.Message, CancellationToken.None);
        }
    }

    // Flows in a circle: what waits there stands failed, and the others come to rest.
    private async Task<string?> GoesRoundAsync(Call call, CancellationToken cancellation)
    {
        log.LogWarning("Call {Call} was not made: {Why}", call.Key, CallHops.Sentence);
        await AnswerAsync(call, file => runner.Fail(file, call.Bookmark, CallHops.Code, CallHops.Sentence), cancellation);
        return CallHops.Code;
    }

    private async Task<string?> RaiseAsync(Call call, CancellationToken cancellation)
    {
        var wanted = call.Read<EventRequest>();
        var (raised, stuck) = await events.RaiseAsync(
            new(wanted.EventName, wanted.CorrelationId, wanted.IsLocal ? call.File : null, wanted.Payload),
            Act.OfSystem(time),
            $"event {call.Key}",
            cancellation,
            call.Hops
        );
        // Those that have heard it do not hear it again.
        return stuck is { } error
            ? throw new InvalidOperationException($"{error.Code}: {error.Description}")
            : $"{raised.WentOn.Count} + {raised.Started.Count}";
    }

    private async Task<string?> StartAsync(Call call, CancellationToken cancellation)
    {
        var wanted = call.Read<StartRequest>();
        var begun = await starts.StartAsync(
            wanted.DefinitionId,
            new(wanted.Input, wanted.CorrelationId, Parent: wanted.Waits ? new(call.File, call.Bookmark) : null, Hops: call.Hops),
            Act.OfSystem(time),
            string.Create(CultureInfo.InvariantCulture, $"start {call.Key} {call.MadeAt.UtcTicks}"),
            cancellation
        );
        if (begun.IsError)
        {
            await AnswerAsync(
                call,
                file => runner.Fail(file, call.Bookmark, begun.FirstError.Code, begun.FirstError.Description),
                cancellation
            );
            return begun.FirstError.Code;
        }

        if (wanted is { Waits: false, Type: "Elsa.ExecuteWorkflow" })
        {
            var run = begun.Value;
            var end = new FlowEnd(0, "", run.Number, run.Status, run.SubStatus, run.Output);
            await AnswerAsync(call, file => runner.Answer(file, call.Bookmark, "Done", end.Whole), cancellation);
        }

        return begun.Value.Number;
    }

    private async Task<string?> TellAsync(Call call, CancellationToken cancellation)
    {
        var end = call.Read<FlowEnd>();
        var parent = new CaseNumber(end.Parent);
        var told = await store.WorkOnAsync<Success>(
            parent,
            FlowStarts.Once(Act.OfSystem(time), $"end {call.Key}"),
            file =>
            {
                // Back from the flow that it started: where that stood one deeper, it stands where it stood.
                file.Section<CallSection>().Hops = Math.Max(0, call.Hops - 2);
                return file.WorkflowState.IsWaitingAt(end.Bookmark) ? runner.HearOf(file, end.Bookmark, end) : Result.Success;
            },
            cancellation,
            parent.Whole
        );
        return !told.IsError ? end.SubStatus
            : told.FirstError.Type is ErrorType.NotFound ? told.FirstError.Code
            : throw new InvalidOperationException($"{told.FirstError.Code}: {told.FirstError.Description}");
    }

    private async Task<string?> RequestAsync(Call call, CancellationToken cancellation)
    {
        var wanted = call.Read<WebRequest>();
        var reply = await http.SendAsync(wanted.ToCall(call.Key), cancellation);
        if (IsForLater(reply) && call.Attempts < settings.Tries)
        {
            await PutOffAsync(call, reply.Said, cancellation);
            return null;
        }

        await AnswerAsync(call, file => Hear(file, call.Bookmark, wanted, reply), cancellation);
        return reply.Said;
    }

    internal ErrorOr<Success> Hear(CaseFile file, string bookmark, WebRequest wanted, HttpReply reply) =>
        wanted.PortOf(reply) is { } port
            ? runner.Answer(file, bookmark, port, WebRequest.Outputs(reply), also: port == "Done" || reply.Status == 0 ? null : "Done")
            : runner.Fail(file, bookmark, "http_" + reply.Fault.ToString().ToLowerInvariant(), reply.Said);

    // What the receiver itself calls passing: too busy, or broken for the moment.
    private static bool IsForLater(HttpReply reply) =>
        reply.Fault is HttpFault.NoConnection or HttpFault.TimedOut || reply.Status is 408 or 429 or 500 or 502 or 503 or 504;

    private async Task<string?> MailAsync(Call call, CancellationToken cancellation)
    {
        var wanted = call.Read<MailRequest>();
        var reply = await mail.SendAsync(wanted.ToMail(call.Key), cancellation);
        if (reply is { IsSent: false, IsForGood: false } && call.Attempts < settings.Tries)
        {
            await PutOffAsync(call, reply.Said, cancellation);
            return null;
        }

        await AnswerAsync(
            call,
            file =>
                reply.IsSent
                    ? runner.Answer(file, call.Bookmark, "Done", null)
                    : runner.Fail(file, call.Bookmark, "mail_not_sent", reply.Said),
            cancellation
        );
        return reply.Said;
    }

    // The flow may no longer wait there; then what came is of no use to anybody.
    private async Task AnswerAsync(Call call, Func<CaseFile, ErrorOr<Success>> answer, CancellationToken cancellation)
    {
        var answered = await store.WorkOnAsync<Success>(
            call.File,
            Act.OfSystem(time),
            file =>
            {
                // What somebody outside has answered is no circle of the house.
                file.Section<CallSection>().Hops = call.Kind is CallKind.Http or CallKind.Email ? 0 : call.Hops - 1;
                return file.WorkflowState.IsWaitingAt(call.Bookmark) ? answer(file) : Result.Success;
            },
            cancellation,
            call.File.Whole
        );
        if (answered.IsError)
            throw new InvalidOperationException($"{answered.FirstError.Code}: {answered.FirstError.Description}");
    }

    private Task PutOffAsync(Call call, string why, CancellationToken cancellation) =>
        NoteAsync(PutOff, call, time.GetUtcNow() + FirstPause * Math.Pow(3, Math.Min(call.Attempts, 6) - 1), why, cancellation);

    private async Task NoteAsync(string note, Call call, DateTimeOffset at, string outcome, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(note);
        command.Parameters.Add(Statements.Value(call.File.Key));
        command.Parameters.Add(Statements.Value(call.Bookmark));
        command.Parameters.Add(Statements.Value(call.Item));
        command.Parameters.Add(Statements.Instant(call.MadeAt));
        command.Parameters.Add(Statements.Instant(at));
        command.Parameters.Add(Statements.Text(outcome.Length > 300 ? outcome[..300] : outcome));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<List<Call>> TakeAsync(bool inside, string[] busy, int most, CancellationToken cancellation)
    {
        await using var take = source.CreateCommand(Take);
        take.Parameters.Add(Statements.Instant(time.GetUtcNow()));
        take.Parameters.Add(Statements.Value(Term));
        take.Parameters.Add(Statements.Value(inside));
        take.Parameters.Add(Statements.Value(busy));
        take.Parameters.Add(Statements.Value(most));
        await using var rows = await take.ExecuteReaderAsync(cancellation);
        var taken = new List<Call>();
        while (await rows.ReadAsync(cancellation))
            taken.Add(
                new(
                    new(rows.GetInt64(0)),
                    rows.GetString(1),
                    rows.GetInt32(2),
                    rows.GetEnum<CallKind>(3),
                    rows.GetString(4),
                    rows.GetString(5),
                    rows.GetInstant(6),
                    rows.GetInt32(7)
                )
            );
        return [.. taken.OrderBy(call => call.MadeAt).ThenBy(call => call.Item)];
    }
}
