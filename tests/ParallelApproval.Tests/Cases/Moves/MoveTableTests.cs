using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>The tables of moves: complete, asked by every command, and the only hands on a status.</summary>
public sealed partial class MoveTableTests
{
    [Fact]
    public void Every_verb_has_its_line()
    {
        CaseMoves.Table.All.Select(line => line.Verb).ShouldBe(Enum.GetValues<CaseVerb>());
        BranchMoves.Table.All.Select(line => line.Verb).ShouldBe(Enum.GetValues<BranchVerb>());
    }

    [Fact]
    public void Every_verb_of_officers_is_the_name_of_a_command()
    {
        var handlers = typeof(Case).Assembly.GetTypes().Select(type => type.Name).ToHashSet();
        Verbs().Where(verb => !handlers.Contains(verb + "Handler")).ShouldBeEmpty();
    }

    [Fact]
    public void Every_command_on_a_case_asks_the_tables_first()
    {
        var strangers =
            from type in typeof(Case).Assembly.GetTypes()
            where
                type.Namespace is "ParallelApproval.Cases" or "ParallelApproval.Certificates"
                && type.Name.EndsWith("Handler", StringComparison.Ordinal)
            where type.GetConstructors().SelectMany(made => made.GetParameters()).Any(needed => needed.ParameterType == typeof(CaseStore))
            select type.Name;
        // Receiving begins a case: there is no file yet that could be asked. A miswritten paper is corrected, and a lost receipt copied, in
        // whatever status its case is. Who asks for the applicant's numbers changes nothing in the case.
        strangers.ShouldBe(["CopyReceiptHandler", "CorrectPaperHandler", "ReceiveCaseHandler", "ShowApplicantHandler"], ignoreOrder: true);
        Verbs()
            .Except(["ReceiveCase"])
            .Where(verb => Handler(verb).GetConstructors().Single().GetParameters().All(needed => needed.ParameterType != typeof(CaseActs)))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_verb_of_officers_but_asking_for_recusal_is_kept_from_whom_has_an_interest()
    {
        var open = CaseMoves
            .Table.ByOfficers.Where(line => line.Who.FirstOrDefault(Guard.Held) != Guard.NoOwnInterest)
            .Select(line => line.Verb.ToString())
            .Concat(
                BranchMoves
                    .Table.ByOfficers.Where(line => line.Who.FirstOrDefault(Guard.Held) != Guard.NoOwnInterest)
                    .Select(line => line.Verb.ToString())
            );
        open.ShouldBe([nameof(BranchVerb.AskRecusal)]);
    }

    [Fact]
    public void Every_guard_is_asked_somewhere() =>
        Enum.GetValues<Guard>()
            .Except(CaseMoves.Table.All.SelectMany(line => line.Guards).Concat(BranchMoves.Table.All.SelectMany(line => line.Guards)))
            .ShouldBeEmpty();

    [Fact]
    public void A_case_may_be_withdrawn_until_it_is_decided() =>
        CaseMoves
            .Table[CaseVerb.WithdrawCase]
            .From.ShouldBe([CaseStatus.Received, CaseStatus.CorrectionRequested, CaseStatus.Accepted, CaseStatus.InApproval]);

    [Fact]
    public void What_is_closed_moves_no_more_unless_its_grant_is_revoked()
    {
        var moving = CaseMoves
            .Table.All.Where(line => line.To.Length > 0 && line.From.Any(status => status.IsClosed()))
            .Select(line => line.Verb);
        moving.ShouldBe([CaseVerb.RevokeGrant]);
    }

    [Fact]
    public void A_move_that_no_line_allows_is_not_made()
    {
        foreach (var status in Enum.GetValues<CaseStatus>())
        foreach (var line in CaseMoves.Table.All.Where(line => line.To.Length > 0 && !line.From.Contains(status)))
            Should.Throw<InvalidOperationException>(() => CaseMoves.Table.After(status, line.Verb, line.To[0]));
        foreach (var status in Enum.GetValues<BranchStatus>())
        foreach (var line in BranchMoves.Table.All.Where(line => line.To.Length > 0 && !line.From.Contains(status)))
            Should.Throw<InvalidOperationException>(() => BranchMoves.Table.After(status, line.Verb, line.To[0]));
    }

    [Fact]
    public void Nothing_but_a_move_assigns_a_status()
    {
        foreach (var type in (Type[])[typeof(Case), typeof(Branch)])
        {
            var setter = type.GetProperty("Status")!.SetMethod!;
            setter
                .ReturnParameter.GetRequiredCustomModifiers()
                .ShouldContain(typeof(IsExternalInit), $"the status of a {type.Name} is given when it is read, and moves afterwards");
            Assigned()
                .Matches(File.ReadAllText(Source(type)))
                .Count.ShouldBe(3, "the first status, the one read from the row, and the one move");
        }
    }

    [Fact]
    public void No_handler_assigns_the_status_of_anything() =>
        Directory
            .EnumerateFiles(Path.Combine(Root(), "src/ParallelApproval"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/Migrations/", StringComparison.Ordinal))
            .Where(file => FromOutside().IsMatch(File.ReadAllText(file)))
            .Select(Path.GetFileName)
            .ShouldBeEmpty();

    private static IEnumerable<string> Verbs() =>
        CaseMoves
            .Table.ByOfficers.Select(line => line.Verb.ToString())
            .Concat(BranchMoves.Table.ByOfficers.Select(line => line.Verb.ToString()))
            .Distinct();

    private static Type Handler(string verb) => typeof(Case).Assembly.GetTypes().Single(type => type.Name == verb + "Handler");

    private static string Source(Type type, [CallerFilePath] string here = "") =>
        Directory
            .GetFiles(
                Path.Combine(Path.GetDirectoryName(here)!, "../../../../src/ParallelApproval/Cases"),
                type.Name + ".cs",
                SearchOption.AllDirectories
            )
            .Single();

    private static string Root([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../..");

    [GeneratedRegex(@"\w\.Status = ")]
    private static partial Regex FromOutside();

    [GeneratedRegex(@"_status = ")]
    private static partial Regex Assigned();
}
