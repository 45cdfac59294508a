using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using DotLiquid;

namespace ParallelApproval.Engine;

/// <summary>
/// Liquid on DotLiquid; the result is always text. Knows <c>Variables.X</c>, <c>Input.X</c>, <c>case.X</c> and <c>Case.X</c>,
/// <c>Outputs.Activity.X</c>, <c>CorrelationId</c>, <c>WorkflowInstanceId</c> (the number of the case), <c>WorkflowDefinitionId</c>,
/// <c>WorkflowDefinitionVersion</c>; of Elsa's own filters <c>json</c>, <c>keys</c> and <c>base64</c>. Limits: 50 ms (twice: a busy machine
/// is not the template's fault), regular expressions 1 s, 10,000 turns of a loop, 262,144 characters of result and of whatever a filter
/// puts together (<see cref="LiquidLimits"/>). No files, no includes, no <c>now</c>, no <c>tablerow</c>, <c>ifchanged</c>.
/// </summary>
internal sealed class Liquid : IReadyExpression
{
    public const int MaxIterations = 10_000,
        MaxResult = 262_144,
        MaxTextLength = 65_536;
    public const int MaxMilliseconds = 50;

    /// <summary>
    /// Tags of DotLiquid that a designer's template has no use for: two keep what they write apart without an end, three reach beyond the
    /// template.
    /// </summary>
    private static readonly string[] NotOurs = ["block", "extends", "ifchanged", "param", "tablerow"];

    private static readonly Lock Settings = new();
    private readonly Template _template;
    private readonly string _text;

    static Liquid()
    {
        lock (Settings)
        {
            // DotLiquid registers its own tags when it is first touched: ours must come after them, or it is theirs that holds.
            RuntimeHelpers.RunClassConstructor(typeof(DotLiquid.Liquid).TypeHandle);
            Template.DefaultIsThreadSafe = true;
            Template.RegexTimeOut = TimeSpan.FromSeconds(1);
            Template.FileSystem = new NoFiles();
            Template.RegisterTag<BoundedCapture>("capture");
            foreach (var tag in NotOurs)
                Template.RegisterTagFactory(new Unknown(tag));
            LiquidLimits.Impose();
        }
        WarmUp();
    }

    /// <summary>
    /// The first template of a process pays for compiling DotLiquid and its regular expressions; that must not count against its 50 ms.
    /// </summary>
    private static void WarmUp()
    {
        var world = Hash.FromDictionary(
            new Dictionary<string, object?> { ["Variables"] = new Dictionary<string, object?> { ["L"] = new[] { "a" } } }
        );
        Render(Template.Parse("{% if Variables.L %}{% for i in Variables.L %}{{ i | upcase }}{% endfor %}{% endif %}"), world, 60_000);
    }

    private Liquid(Template template, string text) => (_template, _text) = (template, text);

    public static Liquid Prepare(string text)
    {
        if (text.Length > MaxTextLength)
            throw new ActivityFailure(
                "expression_too_long",
                $"Expected a template of at most {MaxTextLength} characters, but it has {text.Length}."
            );
        try
        {
            var template = Template.Parse(text, SyntaxCompatibility.DotLiquid22);
            template.MakeThreadSafe();
            if (LiquidFilters.Unknown(text) is { } unknown)
                throw new ActivityFailure("template_does_not_parse", $"Expected filters that Liquid has, but '{unknown}' is none.");
            return new Liquid(template, text);
        }
        catch (Exception e)
            when (e
                    is DotLiquid.Exceptions.LiquidException
                        or ArgumentException
                        or System.Text.RegularExpressions.RegexMatchTimeoutException
            )
        {
            throw new ActivityFailure("template_does_not_parse", $"Expected a Liquid template, but it does not parse: {e.Message}", e);
        }
    }

    public JsonElement Evaluate(ExpressionScope scope)
    {
        try
        {
            return Json.Of(RenderTwice(World(scope)));
        }
        catch (Exception e) when (e is not ActivityFailure)
        {
            throw new ActivityFailure("template_failed", $"The template failed: {e.Message}", e);
        }
    }

    /// <summary>
    /// Whether the template writes something around its values, such as <c>{{ x }} > 300</c>: a text, never true or false.
    /// </summary>
    public bool ComparesOutside => LiquidFilters.Outside(_text).AsSpan().IndexOfAny("<>=&|") >= 0;

    /// <summary>The template filled with the members of an object, each under its own name.</summary>
    public string Fill(JsonElement facts)
    {
        RefuseNow();
        try
        {
            return RenderTwice((Hash)Clr(facts)!);
        }
        catch (Exception e) when (e is not ActivityFailure)
        {
            throw new ActivityFailure("template_failed", $"The template failed: {e.Message}", e);
        }
    }

    /// <summary>A busy machine is not the template's fault: it has a second chance.</summary>
    private string RenderTwice(Hash world)
    {
        try
        {
            return Render(_template, world, MaxMilliseconds);
        }
        catch (OperationCanceledException)
        {
            return Render(_template, world, MaxMilliseconds);
        }
    }

    private static string Render(Template template, Hash world, int milliseconds)
    {
        using var result = new BoundedWriter(MaxResult);
        using var time = new CancellationTokenSource(milliseconds);
        var context = new Context([world], [], [], ErrorsOutputMode.Rethrow, MaxIterations, CultureInfo.InvariantCulture, time.Token)
        {
            SyntaxCompatibilityLevel = SyntaxCompatibility.DotLiquid22,
        };
        context.AddFilters([typeof(LiquidFilters), typeof(LiquidLimits)]);
        template.Render(
            result,
            new RenderParameters(CultureInfo.InvariantCulture) { Context = context, ErrorsOutputMode = ErrorsOutputMode.Rethrow }
        );
        return result.ToString();
    }

    private Hash World(ExpressionScope scope)
    {
        RefuseNow();
        var facts = Clr(scope.Facts);
        return Hash.FromDictionary(
            new Dictionary<string, object?>
            {
                ["Variables"] = scope.Variables().ToDictionary(v => v.Key, v => Clr(v.Value)),
                ["Input"] = Clr(scope.Inputs() ?? Json.EmptyObject),
                ["case"] = facts,
                ["Case"] = facts,
                ["Outputs"] = scope.Results().ToDictionary(r => r.Key, r => Clr(r.Value)),
                ["CorrelationId"] = scope.CorrelationId,
                ["WorkflowInstanceId"] = scope.InstanceId,
                ["WorkflowDefinitionId"] = scope.Definition.DefinitionId,
                ["WorkflowDefinitionVersion"] = scope.Definition.Version,
            }
        );
    }

    private void RefuseNow()
    {
        if (
            _text.Contains("now", StringComparison.OrdinalIgnoreCase)
            && _text.Contains("date", StringComparison.OrdinalIgnoreCase)
            && NowFilter().IsMatch(_text)
        )
            throw new ActivityFailure(
                "template_failed",
                "Expected the template not to read the wall clock; the host gives the time as a fact."
            );
    }

    private static System.Text.RegularExpressions.Regex NowFilter() =>
        new("""["'](now|today)["']""", System.Text.RegularExpressions.RegexOptions.IgnoreCase, TimeSpan.FromMilliseconds(MaxMilliseconds));

    private static object? Clr(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole
            : value.TryGetDecimal(out var number) ? number
            : value.GetDouble(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Array => value.EnumerateArray().Select(Clr).ToList(),
            JsonValueKind.Object => Hash.FromDictionary(
                value.EnumerateObject().GroupBy(m => m.Name).ToDictionary(g => g.Key, g => Clr(g.Last().Value))
            ),
            _ => null,
        };

    private sealed class NoFiles : DotLiquid.FileSystems.IFileSystem
    {
        public string ReadTemplateFile(Context context, string templateName) =>
            throw new DotLiquid.Exceptions.FileSystemException("Templates cannot include files.");
    }

    /// <summary>Liquid's own <c>capture</c>, with an end.</summary>
    private sealed class BoundedCapture : Block
    {
        private string _name = "";

        public override void Initialize(string tagName, string markup, List<string> tokens)
        {
            _name = markup.Trim().Trim('\'', '"');
            if (_name.Length == 0)
                throw new DotLiquid.Exceptions.SyntaxException("Expected a name after 'capture', but there is none.");
            base.Initialize(tagName, markup, tokens);
        }

        public override void Render(Context context, TextWriter result)
        {
            using var captured = new BoundedWriter(MaxResult);
            base.Render(context, captured);
            context.Scopes[^1][_name] = captured.ToString();
        }
    }

    /// <summary>A tag that no template may use: it does not parse.</summary>
    private sealed class Unknown(string tag) : ITagFactory
    {
        public string TagName => tag;

        public Tag Create() => throw new DotLiquid.Exceptions.SyntaxException($"Expected a tag that templates have, but '{tag}' is none.");
    }

    /// <summary>Stops a template that writes too much.</summary>
    private sealed class BoundedWriter(int limit) : StringWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            Bound(1);
            base.Write(value);
        }

        public override void Write(string? value)
        {
            Bound(value?.Length ?? 0);
            base.Write(value);
        }

        private void Bound(int more)
        {
            if (GetStringBuilder().Length + more > limit)
                throw new InvalidOperationException($"Expected at most {limit} characters, but the template writes more.");
        }
    }
}
