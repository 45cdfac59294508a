namespace ParallelApproval.Web.Settings;

/// <summary>One setting of the program (程序设置).</summary>
/// <param name="Key">In the configuration, parts separated by colons; as an environment variable by two underscores.</param>
/// <param name="Takes">What it may be, after "to be": <c>a whole number from 1 to 20</c>.</param>
/// <param name="Default">Null where there is none.</param>
/// <param name="Word">Under which the word files say what it does.</param>
/// <param name="IsSound">Whether a value may be taken; of a list, one of its elements.</param>
/// <param name="IsList">Whether it has elements <c>:0</c>, <c>:1</c> ….</param>
internal sealed record Setting(string Key, string Takes, string? Default, string Word, Func<string, bool> IsSound, bool IsList = false)
{
    /// <summary>It is never shown, neither on a page nor in a sentence.</summary>
    public bool IsSecret { get; init; }
}
