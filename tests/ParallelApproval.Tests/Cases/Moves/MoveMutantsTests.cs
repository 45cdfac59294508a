namespace ParallelApproval.Cases;

/// <summary>
/// Whoever changes one line of a table of moves changes the page that people approve, whatever he changes of it: a status more or less, a
/// guard more or less or in another place, another line's verb. The page proves that nobody changes the law unawares; that the rules obey
/// the lines is what the tests of the verbs prove, and .ci/mutants.sh tries on them.
/// </summary>
public sealed class MoveMutantsTests
{
    [Fact]
    public void A_change_of_any_single_line_about_a_case_changes_the_page() => Unnoticed(CaseMoves.Table).ShouldBeEmpty();

    [Fact]
    public void A_change_of_any_single_line_about_a_branch_changes_the_page() => Unnoticed(BranchMoves.Table).ShouldBeEmpty();

    [Fact]
    public void What_the_house_does_by_itself_is_asked_nothing_of_an_officer() =>
        CaseMoves
            .Table.ByItself.SelectMany(line => line.Guards)
            .Concat(BranchMoves.Table.ByItself.SelectMany(line => line.Guards))
            .ShouldBeEmpty("the page prints no guard of such a line");

    private static List<string> Unnoticed<TVerb, TStatus>(MoveTable<TVerb, TStatus> table)
        where TVerb : struct, Enum
        where TStatus : struct, Enum
    {
        var (page, officers, house) = (MoveDiagram.Of(table), table.ByOfficers.ToArray(), table.ByItself.ToArray());
        return
        [
            .. officers
                .SelectMany(
                    (line, at) => Mutants(line, isAsked: true).Select(mutant => (mutant, Table: Table(With(officers, at, mutant), house)))
                )
                .Concat(
                    house.SelectMany(
                        (line, at) =>
                            Mutants(line, isAsked: false).Select(mutant => (mutant, Table: Table(officers, With(house, at, mutant))))
                    )
                )
                .Concat(officers.Select((line, at) => (mutant: line, Table: Table(With(officers, at), house))))
                .Concat(house.Select((line, at) => (mutant: line, Table: Table(officers, With(house, at)))))
                .Where(one => MoveDiagram.Of(one.Table) == page)
                .Select(one => one.mutant.ToString()),
        ];

        static MoveTable<TVerb, TStatus> Table(Move<TVerb, TStatus>[] byOfficers, Move<TVerb, TStatus>[] byItself) =>
            new(byOfficers, byItself);
    }

    private static Move<TVerb, TStatus>[] With<TVerb, TStatus>(Move<TVerb, TStatus>[] lines, int at, params Move<TVerb, TStatus>[] instead)
        where TVerb : struct, Enum
        where TStatus : struct, Enum => [.. lines[..at], .. instead, .. lines[(at + 1)..]];

    private static IEnumerable<Move<TVerb, TStatus>> Mutants<TVerb, TStatus>(Move<TVerb, TStatus> line, bool isAsked)
        where TVerb : struct, Enum
        where TStatus : struct, Enum
    {
        foreach (var from in OneOff(line.From))
            yield return line with
            {
                From = from,
            };
        foreach (var to in OneOff(line.To))
            yield return line with
            {
                To = to,
            };
        if (!isAsked)
            yield break;
        foreach (var who in OneOff(line.Who))
            yield return line with
            {
                Who = who,
            };
        foreach (var when in OneOff(line.When))
            yield return line with
            {
                When = when,
            };
        foreach (var granting in OneOff(line.WhenGranting))
            yield return line with
            {
                WhenGranting = granting,
            };
        foreach (var guard in line.Who)
            yield return line with
            {
                Who = [.. line.Who.Except([guard])],
                When = [.. line.When, guard],
            };
        foreach (var guard in line.When)
            yield return line with
            {
                When = [.. line.When.Except([guard])],
                WhenGranting = [.. line.WhenGranting, guard],
            };
    }

    // One value less, or one more that was not there.
    private static IEnumerable<T[]> OneOff<T>(T[] values)
        where T : struct, Enum =>
        values
            .Select(value => values.Except([value]).ToArray())
            .Concat(Enum.GetValues<T>().Except(values).Select(value => (T[])[.. values, value]));
}
