using System.Buffers.Binary;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ParallelApproval.Organisation;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>The log as a machine reads it, of a case that was played: one object a line, and nobody's name, number or words.</summary>
public sealed partial class JsonLogTests(TestCluster cluster)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(8);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_line_is_an_object_and_none_bears_personal_data()
    {
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        string log;
        string token;
        await using (var web = await StartAsync(database))
        {
            var clerk = await Account.SignInAsync(web.Address, "clerk", "Demo#2026");
            token = clerk.Token!;
            (await new Account(web.Address, token: null).PostAsync("/api/session", Wrong())).Status.ShouldBe(401);
            var receipt = await clerk.PostAsync("/api/cases", Catering.Application(accept: true));
            var (number, code) = (receipt["caseNumber"]!.GetValue<string>(), receipt["queryCode"]?.GetValue<string>());
            for (var branch = 1; branch <= Catering.Departments.Length; branch++)
            {
                var approver = await Account.SignInAsync(web.Address, "approver-" + Catering.Departments[branch - 1], "Demo#2026");
                (await approver.DecideAsync(Catering.Task(number, branch), Catering.Approval())).Status.ShouldBeOneOf(200, 409);
            }

            await new Account(web.Address, token: null).GetAsync($"/track?number={number}&code={code}");
            (await clerk.GetAsync($"/api/cases/{number}")).Status.ShouldBe(200);
            (await clerk.GetAsync("/api/cases?text=%E5%BC%A0%E4%B8%89")).Status.ShouldBeOneOf(200, 400);
            await web.StopAsync();
            log = web.Output;
        }

        await IsHashedAtFullCostAsync(database);

        // The greeting of a demonstration, which names its password, is no entry.
        var entries = log.Split('\n').Where(line => line.StartsWith('{')).ToList();
        var lines = entries.Select(entry => JsonNode.Parse(entry)!).ToList();
        lines.Count.ShouldBeGreaterThan(5, log);
        log = string.Join('\n', entries);
        foreach (var line in lines)
        {
            DateTimeOffset
                .Parse(line["Timestamp"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture)
                .Year.ShouldBeGreaterThan(2025);
            line["LogLevel"].ShouldNotBeNull();
            line["Category"].ShouldNotBeNull();
            line["Message"].ShouldNotBeNull();
        }

        // As it would stand there, and as JSON writes it.
        foreach (
            var told in (string[])["张三", "61010418900101003X", "13800001234", "莲湖小馆", "材料齐全", "Demo#2026", "Not-It-2026", token]
        )
        {
            log.ShouldNotContain(told);
            log.ShouldNotContain(JsonValue.Create(told).ToJsonString().Trim('"'), Case.Insensitive);
            log.ShouldNotContain(Uri.EscapeDataString(told));
        }

        IdentityOrPhone().Matches(log).ShouldBeEmpty();
    }

    // The tests hash cheaply; the product in a process of its own has found that wanting, and made the hash anew.
    private static async Task IsHashedAtFullCostAsync(TestDatabase database)
    {
        var hash = await database.AskAsync<string>("SELECT password_hash FROM officers WHERE user_name = 'clerk'", Cancellation);
        BinaryPrimitives.ReadUInt32BigEndian(Convert.FromBase64String(hash).AsSpan(5)).ShouldBe((uint)Passwords.Rounds);
        Passwords.Rounds.ShouldBeGreaterThanOrEqualTo(210_000, "OWASP's Password Storage Cheat Sheet");
    }

    private static JsonObject Wrong() => new() { ["userName"] = "clerk", ["password"] = "Not-It-2026" };

    [GeneratedRegex("(?<![0-9])([1-9][0-9]{16}[0-9Xx]|1[3-9][0-9]{9})(?![0-9])")]
    private static partial Regex IdentityOrPhone();

    private static Task<WebProcess> StartAsync(TestDatabase database) =>
        WebProcess.StartAsync(
            typeof(Program).Assembly.Location,
            ["--ParallelApproval:SampleCases=false"],
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Demo",
                ["ConnectionStrings__ParallelApproval"] = database.ConnectionString,
                ["Logging__Console__FormatterName"] = "json",
                ["Logging__LogLevel__Default"] = "Information",
            },
            StartLimit,
            Cancellation
        );
}
