using System.Text.Json;

namespace ParallelApproval.Engine;

/// <summary>Conditions without code (条件), for another engine that reads the same drawings.</summary>
public static class Conditions
{
    /// <summary>Whether the condition holds; a fact that is missing is empty.</summary>
    /// <param name="text">As the designer wrote it.</param>
    /// <param name="facts">What is known: a JSON object, or null for nothing.</param>
    /// <exception cref="FormatException">It cannot be read.</exception>
    public static bool Holds(string text, JsonElement? facts)
    {
        try
        {
            return Condition.Prepare(text).Whole.Holds(facts ?? Json.EmptyObject);
        }
        catch (ActivityFailure unreadable)
        {
            throw new FormatException(unreadable.Message, unreadable);
        }
    }
}
