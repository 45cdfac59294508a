using System.Runtime.CompilerServices;

namespace ParallelApproval;

/// <summary>
/// The list of faults that <c>.ci/mutants.sh</c> makes one at a time. That the tests notice them is tried in the long form; here, that each
/// of them can still be made.
/// </summary>
public sealed class MutantListTests
{
    [Fact]
    public void Twenty_faults_can_be_made_in_the_code_as_it_is()
    {
        var root = Path.GetFullPath("../..", Path.GetDirectoryName(Here())!);
        var lines = File.ReadLines(Path.Combine(root, ".ci", "mutants.tsv"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t'))
            .ToList();
        lines.Count.ShouldBeGreaterThanOrEqualTo(20);
        lines.ShouldAllBe(line => line.Length == 4 && line[2] != line[3]);
        lines
            .Where(line => !File.ReadAllText(Path.Combine(root, line[1])).Contains(line[2], StringComparison.Ordinal))
            .Select(line => $"{line[1]}: {line[2]}")
            .ShouldBeEmpty("what is not there any more proves nothing");
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
