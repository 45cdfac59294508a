using Acornima.Ast;
using Jint;
using Syntax = Acornima.Ast.Node;

namespace ParallelApproval.Engine;

/// <summary>
/// Names that a script uses and nobody has: neither the script itself, nor the language, nor the workflow. Such a script would fail when a
/// case comes there, so that it is told while the designer is still there.
/// </summary>
internal static class ScriptNames
{
    private static readonly HashSet<string> OfLanguage = Globals();

    /// <summary>What the engine gives to every script.</summary>
    public static readonly IReadOnlySet<string> OfWorkflow = new HashSet<string>(StringComparer.Ordinal)
    {
        "Case",
        "variables",
        "getVariable",
        "setVariable",
        "getInput",
        "getOutputFrom",
        "getCorrelationId",
        "getWorkflowInstanceId",
        "getWorkflowInstanceName",
        "getWorkflowDefinitionId",
        "getWorkflowDefinitionVersion",
        "isNullOrWhiteSpace",
        "isNullOrEmpty",
        "toJson",
    };

    /// <summary>Names that are used and neither declared in the script nor known to the language or the engine.</summary>
    public static IReadOnlyList<string> Unknown(Script script)
    {
        var (used, declared) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        Read(script, used, declared);
        return
        [
            .. used.Where(name => !declared.Contains(name) && !OfLanguage.Contains(name) && !OfWorkflow.Contains(name))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    // A name declared anywhere counts everywhere: what is told here is never wrong, what is wrong is nearly always told.
    private static void Read(Syntax node, List<string> used, HashSet<string> declared)
    {
        switch (node)
        {
            case Identifier name:
                used.Add(name.Name);
                return;
            case MemberExpression { Computed: false } member:
                Read(member.Object, used, declared);
                return;
            case Property { Computed: false } property:
                Read(property.Value, used, declared);
                return;
            case VariableDeclarator variable:
                Declare(variable.Id, declared);
                break;
            case IFunction function:
                if (function.Id is { } id)
                    declared.Add(id.Name);
                foreach (var parameter in function.Params)
                    Declare(parameter, declared);
                declared.Add("arguments");
                break;
            case CatchClause { Param: { } caught }:
                Declare(caught, declared);
                break;
            case AssignmentExpression { Left: Identifier assigned }:
                declared.Add(assigned.Name);
                break;
            case UnaryExpression { Operator: Acornima.Operator.TypeOf, Argument: Identifier }:
                return;
            case LabeledStatement labeled:
                Read(labeled.Body, used, declared);
                return;
            case BreakStatement or ContinueStatement:
                return;
        }

        foreach (var child in node.ChildNodes)
            Read(child, used, declared);
    }

    private static void Declare(Syntax pattern, HashSet<string> declared)
    {
        if (pattern is Identifier name)
            declared.Add(name.Name);
        else if (pattern is Property property)
            Declare(property.Value, declared);
        else if (pattern is AssignmentPattern withDefault)
            Declare(withDefault.Left, declared);
        else
            foreach (var child in pattern.ChildNodes)
                Declare(child, declared);
    }

    private static HashSet<string> Globals()
    {
        using var engine = new Jint.Engine();
        return [.. engine.Global.GetOwnPropertyKeys().Select(key => key.ToString()), "undefined"];
    }
}
