using System.Text.Json;
using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Engine;
using ParallelApproval.Refusals;

namespace ParallelApproval.Workflows;

/// <summary>Fills a template of the house's papers (文书模板) with facts; the engine's sandbox and limits hold.</summary>
public static class Wording
{
    /// <summary>Refuses a template that does not parse, fails, runs too long or writes too much (<c>template_faulty</c>).</summary>
    /// <param name="template">Liquid.</param>
    /// <param name="facts">Known under the names of its members.</param>
    public static ErrorOr<string> Fill(string template, JsonObject facts)
    {
        var (text, fault) = TextTemplate.Fill(template, JsonSerializer.SerializeToElement(facts));
        if (text is not null)
            return text;
        return Refusal.Input("text", RefusalCode.TemplateFaulty, ("fault", fault));
    }
}
