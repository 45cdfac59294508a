using System.Collections.Concurrent;
using System.Text.Json;
using Elsa.Common;
using Elsa.Expressions.Contracts;
using Elsa.Expressions.JavaScript.Contracts;
using Elsa.Expressions.JavaScript.Expressions;
using Elsa.Expressions.JavaScript.Options;
using Elsa.Expressions.JavaScript.Services;
using Elsa.Expressions.Models;
using Elsa.Extensions;
using Elsa.Workflows;
using Elsa.Workflows.Activities;
using Elsa.Workflows.Activities.Flowchart.Activities;
using Elsa.Workflows.Activities.Flowchart.Extensions;
using Elsa.Workflows.IncidentStrategies;
using Elsa.Workflows.Management.Providers;
using Elsa.Workflows.Management.Services;
using Elsa.Workflows.Memory;
using Elsa.Workflows.Middleware.Activities;
using Elsa.Workflows.Middleware.Workflows;
using Elsa.Workflows.Models;
using Elsa.Workflows.Options;
using Elsa.Workflows.Pipelines.ActivityExecution;
using Elsa.Workflows.Pipelines.WorkflowExecution;
using Elsa.Workflows.Serialization.ReferenceHandlers;
using Elsa.Workflows.Serialization.Serializers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ActivityCatalogue = ParallelApproval.Engine.ActivityCatalogue;
using ElsaState = Elsa.Workflows.State.WorkflowState;
using EngineDefinition = ParallelApproval.Engine.WorkflowDefinition;
using JavaScript = ParallelApproval.Engine.JavaScript;
using JavaScriptWorld = ParallelApproval.Engine.JavaScriptWorld;
using JsonParser = Jint.Native.Json.JsonParser;

namespace ParallelApproval.Elsa;

/// <summary>
/// Elsa's services, in a container of their own: the core, the flowchart counting its arrows, and JavaScript. Scopes and the options of its
/// JSON are kept and used again, because making them anew is most of what a step would cost.
/// </summary>
internal sealed class ElsaRuntime
{
    /// <summary>Activities of Elsa's own that a flow may have.</summary>
    public static readonly IReadOnlyList<Type> Own =
    [
        typeof(Flowchart),
        typeof(Start),
        typeof(End),
        typeof(Finish),
        typeof(Complete),
        typeof(Sequence),
        typeof(ForEach),
        typeof(SetVariable),
        typeof(Correlate),
        typeof(WriteLine),
        typeof(Fault),
        typeof(FlowFork),
        typeof(FlowJoin),
        typeof(FlowDecision),
        typeof(FlowSwitch),
    ];

    // The product's own engine runs a slow one twice, because a busy machine is not the script's fault; here there is one try.
    private static readonly TimeSpan MaxScriptTime = JavaScript.MaxTime * 4;

    private readonly ServiceProvider _services = Services();
    private readonly ConcurrentBag<IServiceScope> _scopes = [];
    private readonly ConcurrentBag<(JsonSerializerOptions Options, CrossScopedReferenceHandler Seen)> _json = [];
    private readonly ConcurrentDictionary<(string Type, int Version), bool> _described = new();

    public ElsaRuntime()
    {
        var registry = _services.GetRequiredService<IActivityRegistry>();
        registry.RegisterAsync([.. Own, typeof(Workflow), typeof(NotFoundActivity)]).GetAwaiter().GetResult();
    }

    /// <summary>Reads the definition as Elsa does, and draws its graph.</summary>
    /// <exception cref="Engine.WorkflowFormatException">Elsa cannot read it.</exception>
    public WorkflowGraph Prepare(EngineDefinition definition, ActivityCatalogue catalogue)
    {
        Describe(catalogue);
        using var document = JsonDocument.Parse(definition.ToJson(), new() { MaxDepth = 256 });
        try
        {
            using var scope = _services.CreateScope();
            var root = _services
                .GetRequiredService<IActivitySerializer>()
                .Deserialize(document.RootElement.GetProperty("root").GetRawText());
            var workflow = new Workflow(root)
            {
                Identity = new(definition.DefinitionId, definition.Version, definition.Id),
                Options = new() { IncidentStrategyType = typeof(ContinueWithIncidentsStrategy) },
                Variables = [.. definition.Variables.Select(Of)],
            };
            return scope.ServiceProvider.GetRequiredService<IWorkflowGraphBuilder>().BuildAsync(workflow).GetAwaiter().GetResult();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw new Engine.WorkflowFormatException("$.root", $"Elsa cannot read it: {fault.Message}");
        }
    }

    /// <summary>One command, from the state as it was written to the state after it. Nothing in it waits for anything outside.</summary>
    public (WorkflowExecutionContext Context, ElsaState State) Run(ElsaFlow flow, string state, RunWorkflowOptions options, ElsaStep step)
    {
        if (!_scopes.TryTake(out var scope))
            scope = _services.CreateScope();
        options.WorkflowInstanceId = "flow";
        var runner = scope.ServiceProvider.GetRequiredService<IWorkflowRunner>();
        var result = step.Carry(() =>
            (state.Length == 0 ? runner.RunAsync(flow.Graph, options) : runner.RunAsync(flow.Graph, Read(state), options))
                .GetAwaiter()
                .GetResult()
        );
        // One in which something was thrown is not used again.
        _scopes.Add(scope);
        return (result.WorkflowExecutionContext, result.WorkflowState);
    }

    public string Write(ElsaState state)
    {
        // The host keeps incidents itself.
        state.Incidents.Clear();
        return WithJson(options => JsonSerializer.Serialize(state, options));
    }

    private ElsaState Read(string state) => WithJson(options => JsonSerializer.Deserialize<ElsaState>(state, options)!);

    private T WithJson<T>(Func<JsonSerializerOptions, T> work)
    {
        if (!_json.TryTake(out var kept))
        {
            var seen = new CrossScopedReferenceHandler();
            var made = ((JsonWorkflowStateSerializer)_services.GetRequiredService<IWorkflowStateSerializer>()).GetOptions();
            kept = (new(made) { ReferenceHandler = seen }, seen);
        }

        kept.Seen.Reset();
        var result = work(kept.Options);
        _json.Add(kept);
        return result;
    }

    private void Describe(ActivityCatalogue catalogue)
    {
        var registry = _services.GetRequiredService<IActivityRegistry>();
        foreach (var described in catalogue.Descriptors.Where(one => ElsaChecks.IsOfHost(one.Type)))
            if (_described.TryAdd((described.Type, described.Version), true))
                registry.Register(HostDescriptors.Of(described));
    }

    private static global::Elsa.Workflows.Memory.Variable Of(Engine.Variable variable) =>
        new Variable<object?>
        {
            Id = variable.Id,
            Name = variable.Name,
            Value = variable.Value.ValueKind switch
            {
                JsonValueKind.Null or JsonValueKind.Undefined => null,
                JsonValueKind.String => variable.Value.GetString(),
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Number => variable.Value.GetDecimal(),
                _ => variable.Value,
            },
            StorageDriverType = typeof(WorkflowInstanceStorageDriver),
        };

    private static ServiceProvider Services()
    {
        var services = new ServiceCollection();
        var module = services.CreateModule();
        module
            .UseWorkflows(workflows =>
                workflows
                    .WithIdentityGenerator(_ => new StepNumbers())
                    .WithWorkflowExecutionPipeline(pipeline => pipeline.UseMiddleware<KeepVariables>().UseDefaultActivityScheduler())
                    .WithActivityExecutionPipeline(pipeline =>
                        pipeline.UseMiddleware<CountActivities>().UseExceptionHandling().UseExecutionLogging().UseDefaultActivityInvoker()
                    )
            )
            // Counting tokens instead, a flow with a fork ends suspended and issues nothing.
            .UseFlowchart(flowchart => flowchart.UseCounterBasedExecution());
        module.Apply();
        services
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSingleton<ISystemClock, StepClock>()
            .AddSingleton<IStandardOutStreamProvider, StepLines>()
            .AddMemoryCache()
            .AddSingleton<IExpressionDescriptorRegistry, ExpressionDescriptorRegistry>()
            .AddSingleton<IExpressionDescriptorProvider, DefaultExpressionDescriptorProvider>()
            .AddSingleton<IExpressionDescriptorProvider, Languages>()
            .AddSerializationOptionsConfigurator<SerializationOptionsConfigurator>()
            .AddScoped<IJavaScriptEvaluator, JintJavaScriptEvaluator>()
            .AddNotificationHandlersFrom(typeof(JintJavaScriptEvaluator))
            .Configure<JintOptions>(options =>
                // Without limits a script that never ends would hold the command, and its case, for good.
                options
                    .ConfigureEngineOptions(limits => JavaScript.Limit(limits, ElsaStep.Current.Now, MaxScriptTime))
                    .ConfigureEngine(engine =>
                    {
                        var facts = ElsaStep.Current.Facts is { ValueKind: JsonValueKind.Object } given ? given.GetRawText() : "{}";
                        engine.SetValue("Case", new JsonParser(engine).Parse(facts));
                        JavaScriptWorld.Tame(engine);
                    })
            );
        return services.BuildServiceProvider();
    }

    private sealed class Languages : IExpressionDescriptorProvider
    {
        public IEnumerable<ExpressionDescriptor> GetDescriptors() =>
            [
                new()
                {
                    Type = "JavaScript",
                    DisplayName = "JavaScript",
                    HandlerFactory = ActivatorUtilities.GetServiceOrCreateInstance<JavaScriptExpressionHandler>,
                },
                new()
                {
                    Type = "Condition",
                    DisplayName = "Condition",
                    HandlerFactory = _ => new ConditionHandler(),
                },
            ];
    }

    /// <summary>Conditions without code mean the same on every engine, because the product's own reads them.</summary>
    private sealed class ConditionHandler : IExpressionHandler
    {
        public ValueTask<object?> EvaluateAsync(
            global::Elsa.Expressions.Models.Expression expression,
            Type returnType,
            ExpressionExecutionContext context,
            ExpressionEvaluatorOptions options
        ) => new(Engine.Conditions.Holds(expression.Value?.ToString() ?? "", ElsaStep.Current.Facts));
    }
}
