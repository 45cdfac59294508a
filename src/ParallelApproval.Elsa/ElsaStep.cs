using System.Text.Json;
using Elsa.Common;
using Elsa.Workflows;
using Elsa.Workflows.Pipelines.ActivityExecution;
using Elsa.Workflows.Pipelines.WorkflowExecution;
using ParallelApproval.Engine;

namespace ParallelApproval.Elsa;

/// <summary>How a step of the host is left: by which ports, with which outputs.</summary>
internal sealed record Left(IReadOnlyList<string> Outcomes, JsonElement? Outputs = null)
{
    public static readonly Left Done = new(["Done"]);

    /// <summary>It is not left but asks for the same once more.</summary>
    public static readonly Left AsksAgain = new([]);
}

/// <summary>A request of a step of the host, or why it could not be made.</summary>
internal sealed record Asked(RequestKind Kind, JsonElement Inputs, string? Name, DateTimeOffset? Due, ActivityFailure? Failure = null);

/// <summary>
/// One command being carried out: the host's instant and facts, and numbers for what comes into being, so that the same history gives the
/// same ids.
/// </summary>
internal sealed class ElsaStep(WorkflowCommand command, int next, Left? left)
{
    private static readonly AsyncLocal<ElsaStep?> Running = new();

    private readonly Dictionary<int, Asked> _asked = [];
    private readonly List<(int Run, string Text)> _lines = [];
    private int _begun,
        _at;
    private bool _isTriggered;

    /// <summary>The one that is being carried out on this flow of control.</summary>
    public static ElsaStep Current => Running.Value ?? throw new InvalidOperationException("Expected a command to be carried out.");

    /// <summary>Whether one is; outside of a command definitions are made ready.</summary>
    public static ElsaStep? CurrentOrNull => Running.Value;

    public DateTimeOffset Now => command.Now;

    public JsonElement? Facts => command.Facts;

    /// <summary>The next number that is free.</summary>
    public int Next { get; private set; } = next;

    public Left? Left => left;

    /// <summary>What steps of the host asked for, by the number of their run.</summary>
    public IReadOnlyDictionary<int, Asked> Asked => _asked;

    /// <summary>Lines that steps wrote, with the number of their run.</summary>
    public IEnumerable<string> LinesOf(int run) => _lines.Where(line => line.Run == run).Select(line => line.Text);

    public void Write(string line) => _lines.Add((_at, line));

    /// <summary>How the step that starts the flow is left; null when it is none, or has been it already.</summary>
    public Left? TakeTrigger(string activity)
    {
        if (_isTriggered || command is not WorkflowCommand.Start { Trigger: { } trigger } start || trigger != activity)
            return null;
        _isTriggered = true;
        var payload = start.Payload is { ValueKind: not JsonValueKind.Undefined } given ? given : (JsonElement?)null;
        return new(["Done"], JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement?> { ["Result"] = payload }));
    }

    public int Take() => Next++;

    public void Ask(int run, Asked asked) => _asked[run] = asked;

    public void Begin(string activity, int run)
    {
        _at = run;
        if (++_begun > WorkflowEngine.MaxActivitiesPerDecision)
            throw new EndlessFlow(activity);
    }

    public T Carry<T>(Func<T> work)
    {
        Running.Value = this;
        try
        {
            return work();
        }
        finally
        {
            Running.Value = null;
        }
    }
}

/// <summary>The flow would not come to rest.</summary>
internal sealed class EndlessFlow(string activity)
    : Exception($"Expected the flow to wait somewhere, but it goes round through '{activity}' without end.")
{
    public string Activity => activity;
}

/// <summary>Numbers in the order in which things begin.</summary>
internal sealed class StepNumbers : IIdentityGenerator
{
    private static int _outside;

    public string GenerateId() =>
        ElsaStep.CurrentOrNull is { } step
            ? step.Take().ToString(System.Globalization.CultureInfo.InvariantCulture)
            : $"d{Interlocked.Increment(ref _outside)}";
}

/// <summary>The host's clock.</summary>
internal sealed class StepClock : ISystemClock
{
    public DateTimeOffset UtcNow => ElsaStep.CurrentOrNull?.Now.ToUniversalTime() ?? DateTimeOffset.UnixEpoch;
}

/// <summary>What WriteLine writes goes into the journal, and not to the console of the server.</summary>
internal sealed class StepLines : IStandardOutStreamProvider
{
    private static readonly Writer Lines = new();

    public TextWriter GetTextWriter() => Lines;

    private sealed class Writer : TextWriter
    {
        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void WriteLine(string? value) => ElsaStep.Current.Write(value ?? "");
    }
}

/// <summary>Stands before everything that catches, so that a loop without a wait ends the command and not only a step.</summary>
internal sealed class CountActivities(ActivityMiddlewareDelegate next) : IActivityExecutionMiddleware
{
    public ValueTask InvokeAsync(ActivityExecutionContext context)
    {
        ElsaStep.Current.Begin(context.Activity.Id, HostActivity.NumberOf(context));
        return next(context);
    }
}

/// <summary>Variables are kept in the state; outside of its own runtime Elsa leaves that to the host.</summary>
internal sealed class KeepVariables(WorkflowMiddlewareDelegate next, IVariablePersistenceManager variables) : IWorkflowExecutionMiddleware
{
    public async ValueTask InvokeAsync(WorkflowExecutionContext context)
    {
        await variables.LoadVariablesAsync(context);
        await next(context);
        await variables.SaveVariablesAsync(context);
    }
}
