using System.Reflection;

namespace ParallelApproval.Web;

/// <summary>Which version of the program runs (版本), as pages, the health address and the command line say it.</summary>
internal static class ProductVersion
{
    private const int ShortHash = 7;

    /// <summary>The number, and of a build from source the first characters of its commit: <c>0.1.0+5637b17</c>.</summary>
    public static string Current { get; } =
        Shortened(typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);

    private static string Shortened(string version) =>
        version.IndexOf('+') is >= 0 and var at && version.Length > at + 1 + ShortHash ? version[..(at + 1 + ShortHash)] : version;
}
