using System.Text.Json;
using Acornima.Ast;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Runtime;

namespace ParallelApproval.Engine;

/// <summary>
/// JavaScript on Jint without any access to .NET. Limits: 50 ms (twice: a busy machine is not the script's fault), 4 MB, 10,000 statements,
/// recursion 64, lists of 10,000, no <c>eval</c>, no <c>Math.random</c>, no typed arrays, no big integers; the clock stands at the
/// command's instant, zone +08:00.
/// </summary>
/// <remarks>
/// Knows, as in Elsa: <c>getX()</c>, <c>setX(v)</c>, <c>getVariable(n)</c>, <c>setVariable(n, v)</c>, <c>variables.X</c>,
/// <c>getInput(n)</c>, <c>getX()</c> of inputs, <c>getOutputFrom(activity, output)</c>, <c>getCorrelationId()</c>,
/// <c>getWorkflowInstanceId()</c> (the number of the case), <c>getWorkflowInstanceName()</c>, <c>getWorkflowDefinitionId()</c>,
/// <c>getWorkflowDefinitionVersion()</c>, <c>isNullOrWhiteSpace</c>, <c>isNullOrEmpty</c>, <c>toJson</c>; and of this product <c>Case</c>,
/// the facts given with the command.
/// </remarks>
internal sealed class JavaScript : IReadyExpression
{
    public const int MaxStatements = 10_000,
        MaxRecursion = 64,
        MaxTextLength = 65_536;
    public const long MaxMemory = 4 * 1024 * 1024;
    public static readonly TimeSpan MaxTime = TimeSpan.FromMilliseconds(50);

    private readonly Prepared<Script> _script;
    private readonly string _text;

    static JavaScript() => WarmUp();

    private JavaScript(Prepared<Script> script, string text) => (_script, _text) = (script, text);

    public static IReadyExpression Prepare(string text)
    {
        if (text.Length > MaxTextLength)
            throw new ActivityFailure(
                "expression_too_long",
                $"Expected a script of at most {MaxTextLength} characters, but it has {text.Length}."
            );
        try
        {
            var script = Jint.Engine.PrepareScript(text);
            if (script.Program!.DescendantNodes().OfType<BigIntLiteral>().Any())
                throw new ActivityFailure(
                    "script_does_not_parse",
                    "Expected JavaScript without big integers (such as 1n), but it has one."
                );
            return new JavaScript(script, text);
        }
        catch (Exception e) when (e is Acornima.ParseErrorException or ScriptPreparationException)
        {
            throw new ActivityFailure(
                "script_does_not_parse",
                $"Expected JavaScript, but it does not parse: {(e.InnerException ?? e).Message}",
                e
            );
        }
    }

    /// <summary>
    /// Names that the script uses and that neither it, nor the language, nor the engine has; accessors of variables among them.
    /// </summary>
    public IReadOnlyList<string> UnknownNames => ScriptNames.Unknown(_script.Program!);

    public JsonElement Evaluate(ExpressionScope scope)
    {
        try
        {
            return EvaluateOnce(scope, MaxTime);
        }
        catch (TimeoutException)
        {
            scope.Forget();
            return EvaluateGuarded(scope);
        }
        catch (Exception e) when (Failure(e) is { } failure)
        {
            throw failure;
        }
    }

    private JsonElement EvaluateGuarded(ExpressionScope scope)
    {
        try
        {
            return EvaluateOnce(scope, MaxTime);
        }
        catch (Exception e) when (Failure(e) is { } failure)
        {
            throw failure;
        }
    }

    private JsonElement EvaluateOnce(ExpressionScope scope, TimeSpan time)
    {
        using var engine = NewEngine(scope.Now, time);
        var world = new JavaScriptWorld(engine, scope, _text);
        var value = engine.Evaluate(_script);
        world.ReadBack();
        return ToJson(engine, value);
    }

    private static Jint.Engine NewEngine(DateTimeOffset now, TimeSpan time) => new(options => Limit(options, now, time));

    /// <summary>What no script goes beyond, whichever engine runs it; the clock of scripts stands at that instant.</summary>
    internal static void Limit(Options options, DateTimeOffset now, TimeSpan time)
    {
        options.Strict = false;
        options.Host.StringCompilationAllowed = false;
        options.LimitMemory(MaxMemory).MaxStatements(MaxStatements).TimeoutInterval(time).LimitRecursion(MaxRecursion);
        options.Constraints.RegexTimeout = MaxTime;
        options.Constraints.MaxArraySize = 10_000;
        options.TimeZone = CommandTime.Zone;
        options.TimeSystem = new CommandTime(now);
    }

    internal static JsonElement ToJson(Jint.Engine engine, JsValue value)
    {
        if (value.IsNull() || value.IsUndefined())
            return Json.Null;
        if (value.IsBoolean())
            return Json.Of(value.AsBoolean());
        if (value.IsString())
            return Json.Of(value.AsString());
        var json = new Jint.Native.Json.JsonSerializer(engine).Serialize(value);
        return json.IsString() ? Json.Parse(json.AsString()) : Json.Null;
    }

    /// <summary>What a designer is told of what Jint threw; null when that says so itself.</summary>
    internal static ActivityFailure? Failure(Exception e) =>
        e switch
        {
            ActivityFailure => null,
            JavaScriptException js => new ActivityFailure("script_failed", $"The script failed: {js.Message}", e),
            StatementsCountOverflowException => new ActivityFailure(
                "script_too_long_running",
                $"Expected the script to end within {MaxStatements} statements, but it does not.",
                e
            ),
            TimeoutException => new ActivityFailure(
                "script_too_slow",
                $"Expected the script to end within some {MaxTime.TotalMilliseconds} ms, but it does not.",
                e
            ),
            MemoryLimitExceededException or OutOfMemoryException => new ActivityFailure(
                "script_too_big",
                $"Expected the script to need at most {MaxMemory} bytes, but it needs more.",
                e
            ),
            RecursionDepthOverflowException or InsufficientExecutionStackException => new ActivityFailure(
                "script_too_deep",
                $"Expected the script to recurse at most {MaxRecursion} times, but it goes deeper.",
                e
            ),
            _ => new ActivityFailure("script_failed", $"The script failed: {e.Message}", e),
        };

    /// <summary>The first script of a process pays for compiling Jint; that must not count against its 50 ms.</summary>
    private static void WarmUp()
    {
        using var engine = NewEngine(DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(1));
        engine.SetValue("Case", new JsonParser(engine).Parse("""{"a":[1,"b",null,true]}"""));
        ToJson(
            engine,
            engine.Evaluate(
                "var f = x => x * 2; [1, 2].map(f).filter(x => x > 2).length > 0 && Case.a.includes('b') "
                    + "? { d: new Date().toISOString(), s: `t${1}` } : null"
            )
        );
    }
}
