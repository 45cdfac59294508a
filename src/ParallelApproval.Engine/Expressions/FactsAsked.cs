using System.Text.Json;
using System.Text.RegularExpressions;
using Acornima.Ast;
using Syntax = Acornima.Ast.Node;

namespace ParallelApproval.Engine;

/// <summary>
/// Which facts the expressions of a definition ask for, so that a name that does not exist is told while the designer is still there, and
/// so that the host gathers no more than is asked for. An expression that does not parse asks for nothing; the checks tell of it.
/// </summary>
public static partial class FactsAsked
{
    /// <summary>Every fact that is asked for, each activity's in the order written, none twice.</summary>
    public static IReadOnlyList<FactAsked> In(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return
        [
            .. definition
                .Activities()
                .SelectMany(activity => ExpressionsOf(activity).SelectMany(one => Of(activity.Id, one.Input, one.Expression)))
                .Distinct(),
        ];
    }

    private static IEnumerable<(string Input, Expression Expression)> ExpressionsOf(ActivityNode activity) =>
        activity
            .Properties.SelectMany(property => In(property.Value, 0).Select(expression => (property.Key, expression)))
            .Concat(activity.Cases.Select(one => ("cases", one.Condition)));

    private static IEnumerable<Expression> In(JsonElement value, int depth)
    {
        if (depth > 8)
            yield break;
        if (value.ValueKind is JsonValueKind.Object)
        {
            if (value.Text("type") is { } type && value.Member("value") is not null && ReadyExpression.Languages.Contains(type))
                yield return Argument.ExpressionFrom(value);
            foreach (var inner in value.EnumerateObject().SelectMany(member => In(member.Value, depth + 1)))
                yield return inner;
        }
        else if (value.ValueKind is JsonValueKind.String && value.GetString()!.TrimStart().StartsWith('{'))
        {
            foreach (var inner in InText(value.GetString()!, depth))
                yield return inner;
        }
    }

    // A dictionary is kept as the text of a document whose members may be expressions.
    private static IEnumerable<Expression> InText(string text, int depth)
    {
        try
        {
            return In(Json.Parse(text), depth + 1).ToList();
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static IEnumerable<FactAsked> Of(string activity, string input, Expression expression)
    {
        try
        {
            return expression.Type switch
            {
                "Condition" => Condition
                    .Prepare(expression.Text)
                    .Comparisons.Select(comparison => new FactAsked(activity, input, comparison.Fact, comparison)),
                "JavaScript" => OfScript(Jint.Engine.PrepareScript(expression.Text).Program!)
                    .Select(path => new FactAsked(activity, input, path)),
                "Liquid" => OfTemplate(expression.Text).Select(path => new FactAsked(activity, input, path)),
                _ => [],
            };
        }
        catch (Exception e) when (e is ActivityFailure or Acornima.ParseErrorException or Jint.ScriptPreparationException)
        {
            return [];
        }
    }

    private static List<string> OfScript(Syntax script)
    {
        var paths = new List<string>();
        Walk(script, paths);
        return paths;
    }

    private static void Walk(Syntax node, List<string> paths)
    {
        if (PathOf(node) is { } path)
        {
            paths.Add(path);
            return;
        }

        foreach (var child in node.ChildNodes)
            Walk(child, paths);
    }

    // A name that is worked out ends the path: what is asked for is all that lies behind.
    private static string? PathOf(Syntax node) =>
        node switch
        {
            Identifier { Name: "Case" } => "",
            MemberExpression { Computed: false, Property: Identifier name } member when PathOf(member.Object) is { } before => Joined(
                before,
                name.Name
            ),
            MemberExpression { Computed: true, Property: StringLiteral name } member when PathOf(member.Object) is { } before => Joined(
                before,
                name.Value
            ),
            MemberExpression { Computed: true, Property: NumericLiteral number } member when PathOf(member.Object) is { } before => Joined(
                before,
                number.Raw
            ),
            ChainExpression chain => PathOf(chain.Expression),
            _ => null,
        };

    private static string Joined(string before, string name) => before.Length == 0 ? name : $"{before}.{name}";

    private static IEnumerable<string> OfTemplate(string template) =>
        Spoken()
            .Matches(template)
            .SelectMany(tag => CaseIn().Matches(tag.Value))
            .Select(found => Index().Replace(found.Groups["path"].Value, ".$1").TrimStart('.'));

    [GeneratedRegex(@"\{\{.*?\}\}|\{%-?(?!-?\s*case\b).*?%\}", RegexOptions.Singleline)]
    private static partial Regex Spoken();

    [GeneratedRegex("""\b[cC]ase(?<path>(?:\.[A-Za-z_][A-Za-z0-9_-]*|\[\s*["']?[A-Za-z0-9_-]+["']?\s*\])+)?(?![A-Za-z0-9_'"])""")]
    private static partial Regex CaseIn();

    [GeneratedRegex("""\[\s*["']?([A-Za-z0-9_-]+)["']?\s*\]""")]
    private static partial Regex Index();
}
