using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>
/// The whole product behind a real Kestrel, over a database of its own with the sample district in it. One for each test class.
/// </summary>
public sealed class FrontDoor(TestCluster cluster) : IAsyncLifetime
{
    /// <summary>The sample district as a server leaves it after its first start, which takes seconds of computing.</summary>
    internal static Template Prepared { get; } =
        new("web_prepared", async (source, cancellation) => await (await OpenAsync(source, "Demo", cancellation)).DisposeAsync());

    private readonly Dictionary<string, Account> _accounts = [];

    /// <summary>What the server has beside; set before it is opened.</summary>
    internal Action<IServiceCollection>? AlsoAdd { get; init; }

    /// <summary>Settings that take the place of those of all tests; set before it is opened.</summary>
    internal string[] Settings { get; init; } = [];

    public WebApplication App { get; private set; } = null!;

    /// <summary>Where its database lies, for a door beside this one.</summary>
    internal TestCluster Cluster => cluster;

    public TestDatabase Database { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    /// <summary>Nobody.</summary>
    public Account Anonymous { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await cluster.CopyAsync(Prepared, TestContext.Current.CancellationToken);
        App = await OpenAsync(Database.OfApplication, "Demo", TestContext.Current.CancellationToken, AlsoAdd, Settings);
        await App.StartAsync(TestContext.Current.CancellationToken);
        Address = new(App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Anonymous = new(Address, token: null);
    }

    /// <summary>A sample account, signed in; the same one for the same name.</summary>
    public async Task<Account> AsAsync(string userName)
    {
        lock (_accounts)
            if (_accounts.TryGetValue(userName, out var known))
                return known;
        var account = await Account.SignInAsync(Address, userName, "Demo#2026");
        lock (_accounts)
            return _accounts[userName] = account;
    }

    /// <summary>The session of that account has been ended: the next one who asks signs in anew.</summary>
    public void Forget(string userName)
    {
        lock (_accounts)
            _accounts.Remove(userName);
    }

    /// <summary>The server as it is in an environment, on a free port, not yet started.</summary>
    /// <param name="alsoAdd">What it has beside, a clock of its own for instance.</param>
    /// <param name="settings">Settings that take the place of those of all tests.</param>
    public static Task<WebApplication> OpenAsync(
        NpgsqlDataSource source,
        string environment,
        CancellationToken cancellation,
        Action<IServiceCollection>? alsoAdd = null,
        params string[] settings
    ) =>
        Program.OpenAsync(
            [
                "--urls=http://127.0.0.1:0",
                "--environment=" + environment,
                "--ParallelApproval:Rates:SignInsAMinute=100000",
                "--ParallelApproval:Rates:PublicFormsAMinute=100000",
                "--ParallelApproval:SampleCases=false",
                // One administrator sets up what a test needs; what two persons do has tests of its own.
                "--ParallelApproval:FourEyes=false",
                "--ParallelApproval:SecondFactor=false",
                // A machine that does ten things beside takes its time with a browser's start; what is tried is the paper.
                "--ParallelApproval:PrintingSeconds=300",
                "--Logging:LogLevel:Default=Error",
                "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Error",
                .. settings,
            ],
            builder =>
            {
                alsoAdd?.Invoke(builder.Services);
                builder.Services.AddPool(source);
            },
            cancellation
        );

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        await Database.DisposeAsync();
    }
}
