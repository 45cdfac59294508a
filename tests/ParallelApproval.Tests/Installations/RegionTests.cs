using System.Runtime.CompilerServices;

namespace ParallelApproval.Installations;

/// <summary>The region and the name of the sample district stand in the sample alone.</summary>
public sealed class RegionTests
{
    // What is loaded for Demo, and played in a synthetic district.
    private static readonly string[] Sample =
    [
        "ParallelApproval/Catalogue/items.json",
        "ParallelApproval/Installations/SampleInstallation.cs",
        "ParallelApproval/Organisation/SampleOrganisation.cs",
        "ParallelApproval/Organisation/departments.json",
        "ParallelApproval/Synthesis/",
        "ParallelApproval.Web/Demo/SampleCases.cs",
    ];

    private static readonly string[] Kinds = [".cs", ".razor", ".resx", ".json", ".liquid", ".css", ".js"];

    [Fact]
    public void No_other_file_names_the_sample_district()
    {
        var source = Path.GetFullPath("../../../src", Path.GetDirectoryName(Here())!);
        var naming =
            from file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories)
            let path = Path.GetRelativePath(source, file).Replace('\\', '/')
            where Kinds.Contains(Path.GetExtension(file)) && !path.Contains("/obj/") && !path.Contains("/bin/")
            where !path.Contains("/Migrations/") && !Sample.Any(path.StartsWith)
            from line in File.ReadLines(file).Index()
            // What a comment gives as an example decides nothing.
            where !line.Item.TrimStart().StartsWith("//", StringComparison.Ordinal)
            where line.Item.Contains("610104") || line.Item.Contains("莲湖") || line.Item.Contains("莲审")
            select $"{path}:{line.Index + 1}";
        naming.ShouldBeEmpty();
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
