using System.Runtime.CompilerServices;

namespace ParallelApproval.Testing;

/// <summary>
/// The keys of the trail that all tests share, as several nodes of one house do: by the setting, which every process of a test run has.
/// </summary>
public static class TestKeys
{
    /// <summary>As the setting is written.</summary>
    public const string Written = "test MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    /// <summary>The environment variable of the setting.</summary>
    public const string Variable = "ParallelApproval__TrailKeys";

    /// <summary>The keys of personal data, as their setting is written.</summary>
    public const string Master = "test ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

    /// <summary>The environment variable of that setting.</summary>
    public const string MasterVariable = "ParallelApproval__MasterKeys";

#pragma warning disable CA2255 // the processes that a test starts must have it, whichever test comes first
    [ModuleInitializer]
#pragma warning restore CA2255 // as before
    internal static void Set()
    {
        Environment.SetEnvironmentVariable(Variable, Written);
        Environment.SetEnvironmentVariable(MasterVariable, Master);
    }
}
