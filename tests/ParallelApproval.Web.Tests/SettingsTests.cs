using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using ParallelApproval.Web.Commands;
using ParallelApproval.Web.Settings;

namespace ParallelApproval.Web;

/// <summary>Settings are judged before anything is done, and listed on a page that is printed from the code.</summary>
[Collection(nameof(ConsoleOfProcess))]
public sealed class SettingsTests
{
    [Fact]
    public void The_page_of_settings_says_what_the_code_reads()
    {
        var page = File.ReadAllText(Page()).ReplaceLineEndings("\n");
        var head = page.Split("## The rooms and the door")[0];
        var printed = head + SettingsPage.Print();
        if (page != printed)
            File.WriteAllText(Page() + ".received", printed);
        page.ShouldBe(printed, "Read docs/settings.md.received; if it is right, let it take the place of the page.");
    }

    [Fact]
    public void Every_default_of_the_page_may_be_taken()
    {
        KnownSettings.All.Count.ShouldBeGreaterThan(15);
        KnownSettings.All.Where(setting => setting.Default is { } usual && !setting.IsSound(usual)).ShouldBeEmpty();
        var usual = KnownSettings.All.Where(setting => setting.Default is not null).Select(setting => (setting.Key, setting.Default!));
        FaultsIn([.. usual]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Evaluations:SharedAddresses:0", "notanip", "to be addresses")]
    [InlineData("Evaluations:SharedAddresses", "10.0.0.1", "to be addresses")]
    [InlineData("Evaluations:Unrated", "perhaps", "NotCounted, BasicallySatisfiedAfterSevenDays")]
    [InlineData("Appraisals:ClosesAfterDays", "0", "from 1 to 20")]
    [InlineData("Appraisals:Rankings", "maybe", "true or false")]
    [InlineData("Notices:Outbox", "/proc/nope", "can be written to")]
    [InlineData("Scanz:MostPerPaper", "5", "no such setting")]
    [InlineData("Scans:MostPerPaper", "5x", "from 1 to 500")]
    [InlineData("Rates:PublicAMinute", "-1", "from 1 to 1000000")]
    [InlineData("PrintingSeconds", "1.5", "from 1 to 600")]
    [InlineData("Chromium", "/nowhere/chromium", "a file that is there")]
    [InlineData("Bulletins:Good", "95", "Passing < Good < Excellent")]
    [InlineData("Bulletins:CutShare", "101", "from 1 to 100")]
    [InlineData("DocumentPrefix", "莲审", "installation")]
    [InlineData("Supervision:YellowDays", "soon", "from 1 to 30")]
    [InlineData("Supervision:Points:E99:On", "true", "no such setting")]
    public void A_wrong_one_is_one_sentence_that_names_it(string key, string value, string says)
    {
        var fault = FaultsIn(("ParallelApproval:" + key, value)).ShouldHaveSingleItem();
        fault.ShouldContain(says);
        fault.ShouldContain(key.Split(':')[0]);
        fault.ShouldNotContain("\n");
    }

    [Fact]
    public void Sound_ones_are_taken_in_any_case_of_letters()
    {
        FaultsIn(
                ("parallelapproval:scans:mostperpaper", "5"),
                ("ParallelApproval:Evaluations:SharedAddresses:0", "10.0.0.1"),
                ("ParallelApproval:Evaluations:SharedAddresses:1", "fe80::1"),
                ("ParallelApproval:Pilot:Items:0", "511602-YJS-001"),
                ("ParallelApproval:Bulletins:Excellent", "92.5")
            )
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task The_start_and_the_check_say_the_same_lines_and_exit_with_1()
    {
        string[] wrong = ["--ParallelApproval:Scanz:X=1", "--ParallelApproval:Appraisals:ClosesAfterDays=0"];
        var (code, _, said) = await TypeAsync(["settings", "check", .. wrong]);
        code.ShouldBe(1);
        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        said.ShouldNotContain("   at ");

        var (started, _, saidAtStart) = await TypeAsync(wrong);
        (started, saidAtStart).ShouldBe((1, said));
        (await TypeAsync(["settings", "check"])).Code.ShouldBe(0);
    }

    [Theory]
    [InlineData("worfklows", "export")]
    [InlineData("workflows", "exprot")]
    [InlineData("workflows", "export", "wf")]
    [InlineData("--urls")]
    [InlineData("create-administrator", "--user-name", "a", "b")]
    public async Task What_is_no_command_and_no_setting_is_refused_with_the_list_of_commands(params string[] typed)
    {
        var (code, _, said) = await TypeAsync(typed);
        code.ShouldBe(2);
        said.ShouldContain($"\"{typed[^1]}\"".Replace("\"export\"", "\"worfklows\"", StringComparison.Ordinal));
        foreach (var command in new[] { "create-administrator", "installation set", "settings check", "workflows export", "district load" })
            said.ShouldContain(command);
    }

    private static async Task<(int Code, string Out, string Error)> TypeAsync(string[] typed)
    {
        var (before, beforeError) = (Console.Out, Console.Error);
        using var said = new StringWriter();
        using var saidOfFaults = new StringWriter();
        Console.SetOut(said);
        Console.SetError(saidOfFaults);
        try
        {
            return (await CommandLine.RunAsync(typed), said.ToString(), saidOfFaults.ToString());
        }
        finally
        {
            Console.SetOut(before);
            Console.SetError(beforeError);
        }
    }

    private static IReadOnlyList<string> FaultsIn(params (string Key, string Value)[] settings) =>
        SettingsCheck.FaultsIn(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
                .Build()
        );

    private static string Page([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../docs/settings.md");
}

/// <summary>Tests that type commands take the console of the process, one after the other.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class ConsoleOfProcess;
