using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>What a centre's monitoring reads, and what the files that come with the product ask it for.</summary>
public sealed partial class TelemetryTests(TestCluster cluster)
{
    // There once a page of the staff has been opened.
    private static readonly string[] OfOpenPages = ["aspnetcore_components_circuit_active"];

    // Those are looked for there (ProvinceTests).
    private const string OfTheEntrance = "parallel_approval_province_";

    /// <summary>The rules for alerts that come with the product.</summary>
    internal static string Alerts() => Read("alerts.yaml");

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(8);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Figures_say_what_was_done_and_refused_and_name_nobody()
    {
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        await using var web = await StartAsync(database);
        var clerk = await Account.SignInAsync(web.Address, "clerk", "Demo#2026");
        var number = (await clerk.PostAsync("/api/cases", Drill.Application()))["caseNumber"]!.GetValue<string>();
        (await clerk.GetAsync("/api/cases/99")).Status.ShouldBe(404);

        var figures = await FiguresAsync(web.Address);
        figures.ShouldMatch("""parallel_approval_events_total\{[^}]*kind="CaseReceived"[^}]*\} [1-9]""");
        figures.ShouldMatch(
            """parallel_approval_command_duration_seconds_count\{[^}]*outcome="done"[^}]*verb="ReceiveCase"[^}]*\} [1-9]"""
        );
        figures.ShouldMatch("""parallel_approval_refusals_total\{[^}]*status="404"[^}]*\} [1-9]""");
        figures.ShouldNotContain(number);
        IdentityOrPhone().Matches(figures).ShouldBeEmpty();
        var names = Regex.Matches(figures, "^# TYPE ([a-z0-9_]+)", RegexOptions.Multiline).Select(line => line.Groups[1].Value).ToHashSet();
        foreach (var file in (string[])["alerts.yaml", "dashboard.json"])
        foreach (
            var asked in AskedFor()
                .Matches(Read(file))
                .Select(match => match.Value)
                .Distinct()
                .Except(OfOpenPages)
                .Where(name => !name.StartsWith(OfTheEntrance, StringComparison.Ordinal))
        )
            (names.Contains(asked) || names.Contains(Family(asked))).ShouldBeTrue($"{file} asks for {asked}");
    }

    [Fact]
    public async Task To_anybody_else_there_are_no_figures()
    {
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        await using var app = await OpenAsync(database, "--ParallelApproval:MetricsReaders:0=203.0.113.7");
        (await new Account(new(app.Urls.Single()), token: null).GetAsync("/metrics")).Status.ShouldBe(404);
    }

    [Fact]
    public void Every_alert_says_what_to_do_in_the_runbook()
    {
        var runbook = Read("../docs/operations.md");
        foreach (var alert in Regex.Matches(Read("alerts.yaml"), "alert: ([A-Za-z]+)").Select(match => match.Groups[1].Value))
            runbook.ShouldContain($"| {alert} |");
    }

    // What a gauge of health says is there after the first look of the watch.
    private static async Task<string> FiguresAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        while (true)
        {
            var figures = await http.GetStringAsync("/metrics", Cancellation);
            if (figures.Contains("parallel_approval_sweep_age_seconds", StringComparison.Ordinal))
                return figures;
            await Task.Delay(TimeSpan.FromMilliseconds(200), Cancellation); // the watch of a node gives no signal
        }
    }

    // A reader of meters hears all that are in its process, and takes a thousand: of a server among others there some would be missing.
    private static Task<WebProcess> StartAsync(TestDatabase database) =>
        WebProcess.StartAsync(
            typeof(Program).Assembly.Location,
            ["--ParallelApproval:SampleCases=false", "--ParallelApproval:MetricsReaders:0=127.0.0.0/8"],
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Demo",
                ["ConnectionStrings__ParallelApproval"] = database.ConnectionString,
                ["Logging__LogLevel__Default"] = "Warning",
            },
            StartLimit,
            Cancellation
        );

    private static async Task<WebApplication> OpenAsync(TestDatabase database, string setting)
    {
        var app = await FrontDoor.OpenAsync(database.Source, "Demo", Cancellation, alsoAdd: null, setting);
        await app.StartAsync(Cancellation);
        return app;
    }

    private static string Family(string name) => Regex.Replace(name, "_(bucket|count|sum)$", "");

    private static string Read(string file, [CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "../../deploy", file));

    [GeneratedRegex("""\b(?!db_client_connection_state\b)(parallel_approval|http_server|db_client|aspnetcore|dotnet)_[a-z0-9_]+""")]
    private static partial Regex AskedFor();

    [GeneratedRegex(@"(?<![\d.])(\d{17}[\dX]|1[3-9]\d{9})\b")]
    private static partial Regex IdentityOrPhone();
}
