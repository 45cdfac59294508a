using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>
/// A Liquid template for text that people read: the same sandbox and the same limits as Liquid in a flow (time, loops, length; no files, no
/// wall clock).
/// </summary>
public static class TextTemplate
{
    /// <summary>Fills a template with the members of an object.</summary>
    /// <param name="text">Liquid, at most 65,536 characters.</param>
    /// <param name="facts">A JSON object; its members are known under their own names.</param>
    /// <returns>The text, or what is wrong with the template.</returns>
    public static (string? Text, string? Fault) Fill(string text, JsonElement facts)
    {
        try
        {
            return (Liquid.Prepare(text).Fill(facts), null);
        }
        catch (ActivityFailure failure)
        {
            return (null, failure.Message);
        }
    }
}
