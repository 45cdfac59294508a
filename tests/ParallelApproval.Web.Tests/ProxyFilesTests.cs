using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ParallelApproval.Library;
using ParallelApproval.Scans;
using ParallelApproval.Web.Imports;

namespace ParallelApproval.Web;

/// <summary>The examples for proxies do what the guide for operators asks of a proxy, with the limits that the product has.</summary>
public sealed partial class ProxyFilesTests
{
    [Theory]
    [InlineData("nginx.conf")]
    [InlineData("Caddyfile")]
    public void An_example_says_how_the_server_behind_it_is_started(string file)
    {
        var text = Read(file);
        text.ShouldContain("ParallelApproval__Proxies__0=127.0.0.1");
        text.ShouldContain("--urls http://127.0.0.1:5080");
    }

    [Fact]
    public void What_the_product_takes_is_not_too_large_for_the_proxy()
    {
        var most = int.Parse(MostMegabytes().Match(Read("nginx.conf")).Groups[1].Value, CultureInfo.InvariantCulture);
        most.ShouldBeGreaterThan(new ScanLimits().MostMegabytes);
        most.ShouldBeGreaterThan(WorkbookReader.MostMegabytes);
        most.ShouldBeGreaterThan(BundleReader.MostMegabytes);
        Read("Caddyfile").ShouldNotContain("max_size", Case.Sensitive, "the server says what is too large, in words");
    }

    [Theory]
    [InlineData("proxy_set_header Host $http_host;", "forms of other sites are known by the host")]
    [InlineData("proxy_set_header X-Forwarded-For $remote_addr;", "what a client says of himself is not passed on")]
    [InlineData("proxy_set_header X-Forwarded-Proto $scheme;", "cookies are of https")]
    [InlineData("proxy_set_header Upgrade $http_upgrade;", "pages of the staff hold a WebSocket")]
    [InlineData("proxy_set_header Connection $connection_upgrade;", "pages of the staff hold a WebSocket")]
    [InlineData("proxy_http_version 1.1;", "no WebSocket over 1.0")]
    [InlineData("proxy_next_upstream off;", "no command is sent twice")]
    [InlineData("return 308 https://", "nobody types a password over http")]
    public void Nginx_is_told_what_it_does_not_do_by_itself(string line, string why) =>
        Read("nginx.conf").ShouldContain(line, Case.Sensitive, why);

    [Fact]
    public void Caddy_is_not_told_to_believe_clients_and_sends_nothing_twice()
    {
        Read("Caddyfile").ShouldNotContain("trusted_proxies");
        Read("Caddyfile").ShouldContain("lb_try_duration 0");
        Read("Caddyfile").ShouldContain("reverse_proxy 127.0.0.1:5080");
    }

    private static string Read(string file, [CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "../../docs/proxy", file));

    [GeneratedRegex(@"client_max_body_size (\d+)m")]
    private static partial Regex MostMegabytes();
}
