using System.Runtime.CompilerServices;
using ParallelApproval.Bookings;
using ParallelApproval.Organisation;
using ParallelApproval.Prechecks;

namespace ParallelApproval.Cases;

/// <summary>
/// The approved listing of what may follow what. A line of a table that changes, changes here too, and whoever approves it gives the law.
/// </summary>
public sealed class MoveDocumentTests
{
    private static string Page([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../../../docs/moves.md");

    [Fact]
    public void The_page_of_moves_says_what_the_tables_say()
    {
        var page = File.ReadAllText(Page()).ReplaceLineEndings("\n");
        var printed =
            $"## A case (办件)\n\n{MoveDiagram.Of(CaseMoves.Table)}\n## A branch (分支)\n\n{MoveDiagram.Of(BranchMoves.Table)}"
            + Proposals()
            + $"\n## An application sent beforehand (预审件)\n\nNo case: what stands “by itself” is what the citizen does.\n\n"
            + MoveDiagram.Of(PrecheckMoves.Table)
            + "\n## A booked time (预约)\n\n“By itself” is what the citizen does and what time brings.\n\n"
            + MoveDiagram.Of(BookingMoves.Table);
        var head = page[..page.IndexOf("## A case", StringComparison.Ordinal)];
        if (page != head + printed)
            File.WriteAllText(Page() + ".received", head + printed);
        page.ShouldBe(head + printed, "Read docs/moves.md.received; if it is right, let it take the place of the page.");
    }

    private static string Proposals() =>
        "\n## A proposal (提请)\n\n```mermaid\nstateDiagram-v2\n    [*] --> Waiting\n"
        + string.Concat(ProposalMoves.Table.Select(move => $"    {move.From} --> {move.To}: {move.Verb}\n"))
        + $"    Waiting --> Lapsed: {Proposal.Days} days\n```\n\n| verb | by | from | to |\n| --- | --- | --- | --- |\n"
        + string.Concat(ProposalMoves.Table.Select(move => $"| {move.Verb} | {move.By} | {move.From} | {move.To} |\n"));
}
