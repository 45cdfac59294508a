using System.Text.RegularExpressions;

namespace ParallelApproval;

/// <summary>What <c>docs/asvs.md</c> sums up is what it says row by row.</summary>
public sealed partial class AsvsTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(LicenceTests.Root(), "docs", "asvs.md"));

    [Fact]
    public void The_sum_is_that_of_the_rows_and_no_number_stands_twice()
    {
        var rows = Row().Matches(Text).Select(row => (Number: row.Groups[1].Value, Answer: row.Groups[2].Value.Trim())).ToList();
        rows.Select(row => row.Number).ShouldBeUnique();
        int Count(string answer) => rows.Count(row => row.Answer == answer);
        var sum = Sum().Match(Text);
        Enumerable
            .Range(1, 4)
            .Select(at => int.Parse(sum.Groups[at].Value, System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe([rows.Count, Count("met"), Count("**not met**"), Count("–")]);
        (Count("met") + Count("**not met**") + Count("–")).ShouldBe(rows.Count, "no row answers otherwise");
    }

    [GeneratedRegex(@"^\| (\d+\.\d+\.\d+) \| ([^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"Of (\d+) requirements (\d+) are met, (\d+) are not, and (\d+) have nothing")]
    private static partial Regex Sum();
}
