using System.Text.Json;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Runtime;

namespace ParallelApproval.Engine;

/// <summary>What a script finds around it. Only what its text mentions is put there.</summary>
internal sealed class JavaScriptWorld
{
    private readonly Jint.Engine _engine;
    private readonly ExpressionScope _scope;
    private readonly string _text;
    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);

    public JavaScriptWorld(Jint.Engine engine, ExpressionScope scope, string text)
    {
        (_engine, _scope, _text) = (engine, scope, text);
        Tame(engine);
        if (Mentions("Case"))
            engine.SetValue("Case", Js(scope.Facts));
        if (Mentions("get") || Mentions("set"))
            Accessors();
        if (Mentions("variables"))
            VariablesObject();
        if (Mentions("isNullOr"))
            Texts();
        if (Mentions("toJson"))
            Function("toJson", arguments => JavaScript.ToJson(engine, At(arguments, 0)).GetRawText());
    }

    /// <summary>Variables changed through <c>variables.X = …</c>.</summary>
    public void ReadBack()
    {
        if (_given.Count == 0 || _engine.GetValue("variables") is not { } variables || !variables.IsObject())
            return;
        foreach (var (name, before) in _given)
        {
            var after = JavaScript.ToJson(_engine, variables.AsObject().Get(name));
            if (after.GetRawText() != before)
                _scope.Set(name, after);
        }
    }

    /// <summary>
    /// The same script on the same state must give the same answer, and one call must not fill the memory before the limits are looked at.
    /// </summary>
    internal static void Tame(Jint.Engine engine) => engine.Execute(Taming);

    private static readonly Prepared<Acornima.Ast.Script> Taming = Jint.Engine.PrepareScript(
        """
        delete Math.random;
        for (const name of ['ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Atomics', 'BigInt', 'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array',
          'Int32Array', 'Uint32Array', 'Float16Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array']) delete globalThis[name];
        (() => {
          'use strict';
          const guard = (type, name, size) => {
            const original = type.prototype[name];
            type.prototype[name] = function (...given) {
              if (size(this, ...given) > 1000000) throw new RangeError('text too long');
              return original.apply(this, given);
            };
          };
          const text = value => typeof value === 'string' ? value.length : 16;
          const replaced = (self, _, by) => text(self) * (text(by) * (typeof by === 'string' && by.includes('$') ? text(self) : 1));
          guard(String, 'repeat', (self, count) => text(self) * count);
          guard(String, 'padStart', (_, count) => +count);
          guard(String, 'padEnd', (_, count) => +count);
          guard(String, 'replace', replaced);
          guard(String, 'replaceAll', replaced);
          guard(Array, 'join', (self, by) => { let all = self.length * text(by ?? ','); for (const one of self) all += text(one); return all; });
        })();
        """
    );

    private void Accessors()
    {
        foreach (var (name, value) in _scope.Variables())
            Accessor(name, value);
        if (_scope.Inputs() is { ValueKind: JsonValueKind.Object } inputs)
            foreach (var input in inputs.EnumerateObject())
                if (Mentions("get" + Pascal(input.Name)) && _scope.Variable(input.Name) is null)
                    Function("get" + Pascal(input.Name), _ => Js(input.Value));
        Function("getVariable", a => Js(_scope.Variable(Text(a, 0))));
        Function("setVariable", a => Set(Text(a, 0), At(a, 1)));
        Function("getInput", a => Js(_scope.Input(Text(a, 0))));
        Function("getOutputFrom", a => Js(_scope.OutputOf(Text(a, 0), a.Length > 1 ? Text(a, 1) : null)));
        Function("getCorrelationId", _ => _scope.CorrelationId ?? JsValue.Null);
        Function("getWorkflowInstanceName", _ => _scope.WorkflowName ?? JsValue.Null);
        Function("getWorkflowInstanceId", _ => _scope.InstanceId ?? JsValue.Null);
        Function("getWorkflowDefinitionId", _ => _scope.Definition.DefinitionId);
        Function("getWorkflowDefinitionVersion", _ => _scope.Definition.Version);
    }

    private void Accessor(string name, JsonElement value)
    {
        if (Mentions("get" + Pascal(name)))
            Function("get" + Pascal(name), _ => Js(_scope.Variable(name)));
        if (Mentions("set" + Pascal(name)))
            Function("set" + Pascal(name), a => Set(name, At(a, 0)));
    }

    private JsValue Set(string name, JsValue value)
    {
        var json = JavaScript.ToJson(_engine, value);
        _scope.Set(name, json);
        return JsValue.Undefined;
    }

    private void VariablesObject()
    {
        var variables = new JsObject(_engine);
        foreach (var (name, value) in _scope.Variables())
        {
            variables.Set(name, Js(value));
            _given[name] = JavaScript.ToJson(_engine, variables.Get(name)).GetRawText();
        }
        _engine.SetValue("variables", variables);
    }

    private void Texts()
    {
        Function("isNullOrWhiteSpace", a =>
            At(a, 0) is var v && (v.IsNull() || v.IsUndefined() || string.IsNullOrWhiteSpace(v.ToString()))
        );
        Function("isNullOrEmpty", a => At(a, 0) is var v && (v.IsNull() || v.IsUndefined() || v.ToString().Length == 0));
    }

    private void Function(string name, Func<JsValue[], JsValue> call) =>
        _engine.SetValue(name, new Jint.Runtime.Interop.ClrFunction(_engine, name, (_, arguments) => call(arguments.ToArray())));

    private JsValue Js(JsonElement? value) =>
        value is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } given
            ? given.ValueKind == JsonValueKind.String
                ? new JsString(given.GetString()!)
                : new JsonParser(_engine).Parse(given.GetRawText())
            : JsValue.Null;

    private bool Mentions(string word) => _text.Contains(word, StringComparison.Ordinal);

    private static JsValue At(JsValue[] arguments, int index) => index < arguments.Length ? arguments[index] : JsValue.Undefined;

    private static string Text(JsValue[] arguments, int index) => At(arguments, index).ToString();

    private static string Pascal(string name) => name.Length > 0 ? char.ToUpperInvariant(name[0]) + name[1..] : name;
}

/// <summary>A clock that stands at the command's instant, in the zone of China.</summary>
internal sealed class CommandTime(DateTimeOffset now) : ITimeSystem
{
    public static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone(
        "Asia/Shanghai",
        TimeSpan.FromHours(8),
        "Asia/Shanghai",
        "Asia/Shanghai"
    );

    private static readonly ITimeSystem Usual = new Options { TimeZone = Zone }.TimeSystem;

    public TimeZoneInfo DefaultTimeZone => Zone;

    public DateTimeOffset GetUtcNow() => now.ToUniversalTime();

    public TimeSpan GetUtcOffset(long epochMilliseconds) => Zone.BaseUtcOffset;

    public bool TryParse(string date, out long epochMilliseconds) => Usual.TryParse(date, out epochMilliseconds);
}
