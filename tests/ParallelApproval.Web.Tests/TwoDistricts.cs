using System.Text.Json.Nodes;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>
/// A province with two districts: the sample's, and 广安区 in a process of its own. Each has servers and a database that the other knows
/// nothing of; both are reached through the entrance of the province.
/// </summary>
public sealed class TwoDistricts(TestCluster cluster) : IAsyncLifetime
{
    public const string First = "610104";
    public const string Second = OtherDistrict.Region;

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(8);

    private TestDatabase _database = null!;

    /// <summary>The sample district, in this process.</summary>
    public FrontDoor Door { get; } = new(cluster) { Settings = ["--ParallelApproval:Proxies:0=127.0.0.1"] };

    /// <summary>The other one; may be killed and started anew.</summary>
    public WebProcess Other { get; private set; } = null!;

    public ProvinceDoor Province { get; private set; } = null!;

    /// <summary>
    /// An entrance that names no readers. It lives as long as the other: meters of one name in one process are heard as one, and with the
    /// first that goes the figures of both are gone.
    /// </summary>
    public ProvinceDoor Closed { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Door.InitializeAsync();
        _database = await cluster.CopyAsync(OtherDistrict.Template, Cancellation);
        await StartOtherAsync();
        var set = await (await Account.SignInAsync(Other.Address, "admin", "Demo#2026")).PutAsync(
            "/api/installation?expectedRevision=0",
            Installation()
        );
        set.Status.ShouldBe(200, set.Text);
        Province = await ProvinceDoor.StartAsync("--Province:FiguresReaders:0=127.0.0.1", "--Province:MetricsReaders:0=127.0.0.1");
        Closed = await ProvinceDoor.StartAsync();
        await Closed.EditAsync();
        await WriteKeyAsync("first.key", Door.Address);
        await WriteKeyAsync("second.key", Other.Address);
    }

    /// <summary>Starts the other district again, somewhere else.</summary>
    public async Task StartOtherAsync() =>
        Other = await WebProcess.StartAsync(
            typeof(Program).Assembly.Location,
            [
                "--ParallelApproval:Proxies:0=127.0.0.1",
                "--ParallelApproval:FourEyes=false",
                "--ParallelApproval:SecondFactor=false",
                "--ParallelApproval:Rates:SignInsAMinute=100000",
            ],
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ConnectionStrings__ParallelApproval"] = _database.ConnectionString,
                ["Logging__LogLevel__Default"] = "Error",
            },
            StartLimit,
            Cancellation
        );

    /// <summary>Both districts stand in the register, and others beside them.</summary>
    public Task<JsonNode> BothAsync(params JsonObject[] others) =>
        Province.EditAsync([
            Province.District(0, First, "first.key", Door.Address),
            Province.District(1, Second, "second.key", Other.Address),
            .. others,
        ]);

    /// <summary>A case received there under the name of the district.</summary>
    public async Task<(string Number, string Code)> ReceiveAsync(int at)
    {
        var clerk = await SignInAsync(at, "clerk");
        var receipt = await clerk.PostAsync("/api/cases", Application(at));
        receipt.Status.ShouldBe(201, receipt.Text);
        return (receipt["caseNumber"]!.GetValue<string>(), receipt["queryCode"]!.GetValue<string>());
    }

    /// <summary>As a clerk there would send it.</summary>
    public JsonNode Application(int at) => at == 0 ? Catering.Application(accept: true) : OtherApplication();

    public Task<Account> SignInAsync(int at, string userName) => Account.SignInAsync(Province.Names[at], userName, "Demo#2026");

    private async Task WriteKeyAsync(string file, Uri house)
    {
        var made = await (await Account.SignInAsync(house, "security", "Demo#2026")).PostAsync(
            "/api/keys",
            new JsonObject
            {
                ["client"] = "省级入口",
                ["userName"] = "manager",
                ["verbs"] = new JsonArray("SeeHeadline"),
                ["expiresOn"] = TimeProvider.System.OfficialToday().AddDays(30).ToString("yyyy-MM-dd"),
            }
        );
        made.Status.ShouldBe(200, made.Text);
        await File.WriteAllTextAsync(Path.Combine(Province.Folder, file), made["token"]!.GetValue<string>() + "\n", Cancellation);
    }

    // Born in 1890: nobody's number.
    private static JsonNode OtherApplication() =>
        JsonNode.Parse(
            Catering
                .Application(accept: true)
                .ToJsonString()
                .Replace("61010418900101003X", "511602189001010031", StringComparison.Ordinal)
                .Replace(First, Second, StringComparison.Ordinal)
        )!;

    private static JsonObject Installation() =>
        new()
        {
            ["region"] = Second,
            ["regionName"] = "四川省广安市广安区",
            ["district"] = "广安区",
            ["districtEn"] = "Guang'an District",
            ["centre"] = "广安区政务服务大厅",
            ["centreEn"] = "Service Hall of Guang'an",
            ["documentPrefix"] = "广审",
            ["tiers"] = new JsonObject
            {
                ["district"] = "区",
                ["districtEn"] = "District",
                ["street"] = "街道",
                ["streetEn"] = "Street",
                ["community"] = "社区",
                ["communityEn"] = "Community",
            },
        };

    public async ValueTask DisposeAsync()
    {
        await Province.DisposeAsync();
        await Closed.DisposeAsync();
        await Other.DisposeAsync();
        await Door.DisposeAsync();
        await _database.DisposeAsync();
    }
}
