using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ParallelApproval;

/// <summary>A transaction begins in two places: for acts on a case, and for acts of the house outside of cases.</summary>
public sealed partial class TransactionRules
{
    private static readonly IReadOnlyList<(string Name, string Text)> Sources =
    [
        .. Directory
            .EnumerateFiles(Path.Combine(Root(), "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file))),
    ];

    [Fact]
    public void Nobody_else_begins_one() =>
        Sources
            .Where(source => Begins().IsMatch(source.Text))
            .Select(source => source.Name)
            .ShouldBe(["CaseStore.cs", "HouseStore.cs"], ignoreOrder: true);

    [Fact]
    public void Nobody_else_writes_into_the_trail_of_the_house() =>
        Sources
            .Where(source => source.Text.Contains("HouseTrail.LockAsync", StringComparison.Ordinal))
            .Select(source => source.Name)
            .ShouldBe(["HouseStore.cs"]);

    [Fact]
    public void Nobody_else_dates_an_act() =>
        Sources
            .Where(source => source.Text.Contains(".TakePlaceAt(", StringComparison.Ordinal))
            .Select(source => source.Name)
            .ShouldBe(["CaseReader.cs", "CaseStore.cs", "HouseStore.cs"], ignoreOrder: true);

    // What is played, tried out or shown as a sample has its instant from the script; nothing else may bring one along.
    [Fact]
    public void Only_what_is_played_brings_its_instant_along() =>
        Sources
            .Where(source => source.Text.Contains("new Act(", StringComparison.Ordinal))
            .Select(source => source.Name)
            .ShouldBe(["PlayedVoices.cs", "PlayedOversight.cs", "CaseStage.cs", "TrialRun.cs"], ignoreOrder: true);

    private static string Root([CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (!File.Exists(Path.Combine(folder.FullName, "ParallelApproval.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex("BeginTransaction|\"BEGIN\\b")]
    private static partial Regex Begins();
}
