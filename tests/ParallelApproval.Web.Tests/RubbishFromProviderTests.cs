using ParallelApproval.Testing;
using ParallelApproval.Web.Settings;

namespace ParallelApproval.Web;

/// <summary>What is no answer of a provider, and what is no setting of one. It changes nothing, so one server serves for all.</summary>
public sealed class RubbishFromProviderTests(ProvidedDoor provided) : IClassFixture<ProvidedDoor>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("?code=x")]
    [InlineData("?code=x&state=y")]
    [InlineData("?error=access_denied&state=y")]
    [InlineData("?state=%00")]
    [InlineData("?code=%EF%BF%BE&state=CfDJ8")]
    public async Task Rubbish_at_the_address_of_answers_is_refused(string query)
    {
        foreach (var path in new[] { "/login/provider/answer", "/login/provider/ended" })
        {
            using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = provided.Address };
            client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
            using var answer = await client.GetAsync(path + query, Cancellation);
            ((int)answer.StatusCode).ShouldBeLessThan(500, path);
            answer.Headers.TryGetValues("Set-Cookie", out var cookies);
            (cookies ?? []).ShouldNotContain(cookie =>
                cookie.StartsWith("session=", StringComparison.Ordinal) && !cookie.Contains("session=;")
            );
        }
    }

    [Fact]
    public void Settings_that_do_not_fit_stop_the_start()
    {
        FaultsOf(("Authority", "http://id.example.org"), ("ClientId", "a"), ("ClientSecret", "b")).Single().ShouldContain("https");
        FaultsOf(("Authority", "https://id.example.org")).Count.ShouldBe(2);
        FaultsOf(("ClientSecret", "s3cret")).Single().ShouldNotContain("s3cret");
        FaultsOf(("Authority", "https://id.example.org"), ("ClientId", "a"), ("ClientSecret", "b")).ShouldBeEmpty();
        FaultsOf(("Authority", "https://u:p@id.example.org"), ("ClientId", "a"), ("ClientSecret", "b")).Count.ShouldBe(1);
    }

    private static IReadOnlyList<string> FaultsOf(params (string Key, string Value)[] settings) =>
        SettingsCheck.FaultsIn(
            new Microsoft.Extensions.Configuration.ConfigurationManager
            {
                Sources =
                {
                    new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource
                    {
                        InitialData = settings.Select(one => KeyValuePair.Create("ParallelApproval:OpenId:" + one.Key, (string?)one.Value)),
                    },
                },
            }
        );
}

/// <summary>A server whose officers may come in by a provider outside.</summary>
public sealed class ProvidedDoor(TestCluster cluster) : IAsyncLifetime
{
    private TestProvider _provider = null!;
    private FrontDoor _door = null!;

    public Uri Address => _door.Address;

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.OpenAsync(TestContext.Current.CancellationToken);
        _door = new(cluster) { Settings = OutsideProviderTests.SettingsOf(_provider) };
        await _door.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _door.DisposeAsync();
        await _provider.DisposeAsync();
    }
}
