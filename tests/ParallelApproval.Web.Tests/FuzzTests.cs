using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>
/// Malformed requests at random through every door, pages included, with and without sign-in: whatever comes in, the server answers or
/// refuses. The doors are those that there are: nobody has to enter a new one. The short form runs within a minute, the long form sends
/// 40,000; <c>FUZZ_REQUESTS</c> says another number, <c>FUZZ_SEED</c> repeats one.
/// </summary>
public sealed class FuzzTests(TestCluster cluster)
{
    private const int ShortForm = 3_000;
    private const int InLongForm = 40_000;
    private const int AtOnce = 4;

    // The same requests every time; other seeds are for whoever looks for more.
    private const int UsualSeed = 528055;

    private static readonly TimeSpan ShortTime = TimeSpan.FromSeconds(45);

    // A clock in another millennium, a hall that is signed out, and connections that stay are other tests' matter; what prints needs a
    // browser, which a machine may not have.
    private static readonly string[] LeftAlone =
    [
        "/api/demo",
        "/_blazor",
        "/elsa/hubs",
        "/_framework",
        "/_content",
        "/static",
        "/studio/_",
    ];

    private static readonly string?[] Accounts =
    [
        null,
        null,
        "clerk",
        "approver-syj",
        "supervisor",
        "manager",
        "designer",
        "admin",
        "clerk-street",
    ];

    private static readonly string[] Texts =
    [
        "",
        "0",
        "1",
        "-1",
        "2147483647",
        "2147483648",
        "-9223372036854775808",
        "9223372036854775807",
        "99999999999999999999",
        "1e400",
        "NaN",
        "Infinity",
        "0x1F",
        "1.5",
        "true",
        "null",
        "undefined",
        "2026-03-02",
        "0001-01-01",
        "9999-12-31",
        "2026-02-30",
        "9999-12-31T23:59:59.9999999+08:00",
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "10000-01-01",
        "2026-13",
        "2026-03",
        "0001-01",
        "9999-12",
        "2026Q1",
        "9999Q4",
        "0001Q1",
        "2026-W53",
        "610104202603020000",
        "61010420260302000019-01-1",
        "610104-YJS-001",
        "../../etc/passwd",
        "..%2f..%2f",
        "%00",
        "%EF%BF%BE",
        "%EF%BF%BF",
        "%EF%BF%BD",
        "%ED%A0%80",
        "%C0%80",
        "%FF",
        "%",
        "%zz",
        "%E4%B8%AD",
        "中文",
        "𠮷",
        "\uFFFE",
        "\u202E",
        "a\u0301",
        "ｆｕｌｌ",
        "\"",
        "'",
        "`",
        "\\",
        "//evil.example",
        "/\\evil.example",
        "/中文",
        "/%00",
        "javascript:alert(1)",
        "<script>alert(1)</script>",
        "'; DROP TABLE cases; --",
        "{{7*7}}",
        "${7*7}",
        "()",
        "[",
        "]",
        "*",
        "+",
        "&",
        "=",
        "#",
        "a=b&c=d",
        "00000000-0000-0000-0000-000000000000",
        "not-a-guid",
        "PT1H",
        "-P1D",
        "99999.23:59:59",
        "1900-01-01",
        "2199-12-31",
        new('9', 400),
        new('长', 300),
        new('x', 3_000),
    ];

    private static readonly string[] Types =
    [
        "application/json",
        "application/json; charset=gb18030",
        "application/json; charset=utf-16",
        "application/json; charset=utf-7",
        "application/json; charset=nonsense",
        "application/json; charset=\"",
        "application/json;;;",
        "text/plain",
        "text/html",
        "application/xml",
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=gb18030",
        "multipart/form-data; boundary=X",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"X",
        "application/octet-stream",
        "image/png",
        "*/*",
        "nonsense",
        "application/problem+json",
        "application/vnd.x+json; charset=gbk",
    ];

    private static readonly string[] Bodies =
    [
        "",
        " ",
        "null",
        "true",
        "0",
        "1e999",
        "\"x\"",
        "[]",
        "[null]",
        "[[[[[[[[]]]]]]]]",
        "{}",
        "{\"a\":1}",
        "{\"a\":1,\"a\":2}",
        "{",
        "{\"a\"",
        "{\"\":null}",
        "\uFEFF{}",
        "{\"name\":\"\\ud800\"}",
        "{\"name\":\"\\u0000\"}",
        "{\"name\":\"\\uFFFE\"}",
        "{\"name\":\"\uFFFE\"}",
        "{\"\\ud800\":1}",
        "{\"from\":\"0001-01-01\",\"to\":\"9999-12-31\"}",
        "{\"days\":2147483648,\"reason\":\"x\"}",
        "{\"userName\":\"\\uFFFE\",\"password\":\"\\uFFFE\"}",
        "{\"userName\":\"\uFFFE\",\"password\":\"x\"}",
        "{\"userName\":null,\"password\":null}",
        "a=b",
        "a=%00",
        "%00=a",
        "a=%EF%BF%BE",
        "_handler=sign-in",
        "_handler=%00&UserName=a",
        "_handler=sign-in&UserName=%EF%BF%BE&Password=x",
        "--X\r\n",
        "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb",
        "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--X--\r\n",
        "--X\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n",
        "--X\r\nContent-Disposition: nonsense\r\n\r\nb\r\n--X--",
        "--X\r\n" + new string('h', 20_000) + ": x\r\n\r\n",
        "PK\u0003\u0004broken",
        "%PDF-1.7",
        "\0\0\0\0",
        string.Join('&', Enumerable.Range(0, 3_000).Select(i => $"k{i}=v")),
        string.Concat(Enumerable.Repeat("[", 200)),
        new('x', 70_000),
        string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40),
        new string('k', 5_000) + "=v",
    ];

    private static readonly (string Name, string[] Values)[] Headers =
    [
        ("Accept", ["text/html", "application/json", "*/*", "nonsense", "text/html;q=2", ""]),
        ("Accept-Language", ["zh-CN", "en", "xx-invalid-", "*", "zh;q=9", new string('z', 2_000)]),
        ("Idempotency-Key", ["k", "", new string('k', 200), "键", "a b"]),
        ("Content-Encoding", ["gzip", "br", "identity", "nonsense"]),
        ("Cookie", ["session=garbage", "session=chunks-3; sessionC1=x", "form=garbage", "lang=\u00ff", "session=; lang=en", "=;=;="]),
        ("Range", ["bytes=0-1", "bytes=-1", "bytes=9-1", "nonsense"]),
        ("If-None-Match", ["*", "\"x\"", "nonsense"]),
        ("If-Modified-Since", ["Mon, 02 Mar 2026 00:00:00 GMT", "nonsense"]),
        ("X-Forwarded-For", ["1.2.3.4", "nonsense", "::1, ::2"]),
        ("X-HTTP-Method-Override", ["DELETE"]),
        ("User-Agent", ["测试", new string('u', 5_000)]),
        ("Origin", ["https://evil.example", "null", "中文"]),
        ("Referer", ["nonsense", "//"]),
        ("Authorization", ["Bearer", "Bearer x", "Basic x", "nonsense", "Bearer \u00ff"]),
        ("blazor-enhanced-nav", ["allow", "nonsense"]),
    ];

    private static readonly string[] Names =
    [
        "search",
        "Search",
        "since",
        "from",
        "to",
        "limit",
        "cursor",
        "status",
        "colour",
        "department",
        "lang",
        "next",
        "back",
        "code",
        "page",
        "Page",
        "period",
        "by",
        "year",
        "on",
        "case",
        "until",
        "userName",
        "versionOptions",
        "ids",
        "access_token",
        "\0",
        "%00",
        "[]",
        "",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_comes_in_is_a_fault_of_the_server()
    {
        var seed = Environment.GetEnvironmentVariable("FUZZ_SEED") is { } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : UsualSeed;
        var asked = Environment.GetEnvironmentVariable("FUZZ_REQUESTS") is { Length: > 0 } number
            ? int.Parse(number, CultureInfo.InvariantCulture)
            : (int?)null;
        var isLong = asked is not null || LongForm.IsAsked;
        var most = asked ?? LongForm.Times(ShortForm, InLongForm);
        TestContext.Current.SendDiagnosticMessage("FUZZ_SEED={0}", seed);
        await using var door = new FrontDoor(cluster) { AlsoAdd = services => services.AddFakeLogging() };
        await door.InitializeAsync();
        var doors = Doors(door);
        doors.Count.ShouldBeGreaterThan(250);
        var tokens = new Dictionary<string, string>();
        foreach (var account in Accounts.OfType<string>().Distinct())
            tokens[account] = (await door.AsAsync(account)).Token!;

        var (faults, sent) = (new System.Collections.Concurrent.ConcurrentBag<string>(), 0);
        var began = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, AtOnce),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancellation },
            async (hand, cancellation) =>
            {
                using var http = new HttpClient(
                    new SocketsHttpHandler
                    {
                        AllowAutoRedirect = false,
                        UseCookies = false,
                        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
                    }
                );
                var random = new Random(seed + hand);
                for (var i = 0; i < most / AtOnce && (isLong || TimeProvider.System.GetElapsedTime(began) < ShortTime); i++)
                {
                    var (request, told) = Make(random, door.Address, doors, tokens);
                    using (request)
                    {
                        Interlocked.Increment(ref sent);
                        try
                        {
                            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
                            if ((int)answer.StatusCode >= 500)
                                faults.Add($"{(int)answer.StatusCode} {told}");
                        }
                        catch (HttpRequestException broken)
                        {
                            // Kestrel shuts the connection on what is not HTTP at all; that is an answer, too.
                            if (broken.HttpRequestError is not (HttpRequestError.ResponseEnded or HttpRequestError.Unknown))
                                throw;
                        }
                    }
                }
            }
        );

        sent.ShouldBeGreaterThan(200);
        if (isLong)
            sent.ShouldBe(most / AtOnce * AtOnce);
        var thrown = door
            .App.Services.GetRequiredService<FakeLogCollector>()
            .GetSnapshot()
            .Select(record => record.Exception)
            .OfType<Exception>()
            .GroupBy(fault => fault.GetType().Name + ": " + fault.Message.Split('\n')[0])
            .Select(same => $"{same.Count()} × {same.Key}\n{string.Join('\n', (same.First().StackTrace ?? "").Split('\n').Take(12))}");
        faults.ShouldBeEmpty($"FUZZ_SEED={seed}, {faults.Count} of {sent}\n{string.Join("\n\n", thrown)}");
    }

    private sealed record Door(string Method, RoutePattern Path, IReadOnlyList<string> Query, JsonNode? Body);

    private static List<Door> Doors(FrontDoor door)
    {
        var services = door.App.Services.GetRequiredService<IServiceProviderIsService>();
        return
        [
            .. door
                .App.Services.GetServices<EndpointDataSource>()
                .SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>()
                .Where(endpoint =>
                    !LeftAlone.Any(left => ("/" + endpoint.RoutePattern.RawText!.TrimStart('/')).StartsWith(left, StringComparison.Ordinal))
                )
                .Where(endpoint => !endpoint.RoutePattern.RawText!.Contains("pdf", StringComparison.OrdinalIgnoreCase))
                .SelectMany(endpoint =>
                    (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => new Door(
                        method,
                        endpoint.RoutePattern,
                        QueryOf(endpoint),
                        BodyOf(endpoint, services)
                    ))
                )
                .Where(known => !(known.Method == "DELETE" && known.Path.RawText!.Contains("session", StringComparison.Ordinal))),
        ];
    }

    private static List<string> QueryOf(RouteEndpoint endpoint)
    {
        var ofPage = endpoint
            .Metadata.GetMetadata<ComponentTypeMetadata>()
            ?.Type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(member => member.GetCustomAttribute<SupplyParameterFromQueryAttribute>() is not null)
            .Select(member => member.GetCustomAttribute<SupplyParameterFromQueryAttribute>()!.Name ?? member.Name);
        var ofMethod = endpoint
            .Metadata.GetMetadata<MethodInfo>()
            ?.GetParameters()
            .Where(parameter => parameter.ParameterType.IsValueType || parameter.ParameterType == typeof(string))
            .Select(parameter => parameter.Name!);
        return [.. ofPage ?? [], .. ofMethod ?? []];
    }

    // A body of its own type with every member there, so that what is spoilt in it is reached.
    private static JsonObject? BodyOf(RouteEndpoint endpoint, IServiceProviderIsService services)
    {
        var type = endpoint
            .Metadata.GetMetadata<MethodInfo>()
            ?.GetParameters()
            .Select(parameter => parameter.ParameterType)
            // What is read from a body is a record of ours; services that a door asks for are none.
            .FirstOrDefault(type =>
                type.Name.EndsWith("Body", StringComparison.Ordinal)
                || type.Namespace?.StartsWith(nameof(ParallelApproval), StringComparison.Ordinal) is true
                    && type.IsClass
                    && type.GetMethod("<Clone>$") is not null
                    && !services.IsService(type)
            );
        if (type is null)
            return null;
        var body = new JsonObject();
        foreach (var member in type.GetProperties())
            body[JsonCase(member.Name)] = Usual(member.PropertyType);
        return body;
    }

    private static string JsonCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static JsonNode? Usual(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(string) ? "文字"
            : plain == typeof(bool) ? true
            : plain == typeof(DateOnly) ? "2026-03-02"
            : plain == typeof(DateTimeOffset) ? "2026-03-02T09:00:00+08:00"
            : plain.IsEnum ? JsonCase(Enum.GetNames(plain)[0])
            : plain.IsArray ? new JsonArray(Usual(plain.GetElementType()!))
            : plain == typeof(JsonObject) ? new JsonObject { ["a"] = "b" }
            : plain.IsValueType ? 1
            : new JsonObject();
    }

    private static (HttpRequestMessage Request, string Told) Make(
        Random random,
        Uri address,
        List<Door> doors,
        Dictionary<string, string> tokens
    )
    {
        var door = doors[random.Next(doors.Count)];
        var path = new StringBuilder();
        foreach (var segment in door.Path.PathSegments)
        {
            path.Append('/');
            foreach (var part in segment.Parts)
                path.Append(
                    part switch
                    {
                        RoutePatternLiteralPart literal => literal.Content,
                        RoutePatternSeparatorPart separator => separator.Content,
                        _ => Written(random, Text(random).Replace("/", "%2F", StringComparison.Ordinal)),
                    }
                );
        }

        if (path.Length == 0)
            path.Append('/');
        var asked = random.Next(4);
        for (var i = 0; i < asked; i++)
        {
            var name =
                door.Query.Count > 0 && random.Next(4) > 0 ? door.Query[random.Next(door.Query.Count)] : Names[random.Next(Names.Length)];
            path.Append(i == 0 ? '?' : '&').Append(Written(random, name)).Append('=').Append(Written(random, Text(random)));
        }

        var request = new HttpRequestMessage(
            new(random.Next(20) == 0 ? "POST" : door.Method),
            new Uri(
                address.GetLeftPart(UriPartial.Authority) + path,
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
            )
        );
        var account = Accounts[random.Next(Accounts.Length)];
        if (account is not null)
            request.Headers.Authorization = new("Bearer", tokens[account]);
        var headers = new StringBuilder();
        for (var i = random.Next(3); i > 0; i--)
        {
            var (name, values) = Headers[random.Next(Headers.Length)];
            if (name == "Authorization" && account is not null)
                continue;
            var value = values[random.Next(values.Length)];
            headers.Append(CultureInfo.InvariantCulture, $" {name}: {Short(value)}");
            if (name is "Content-Encoding")
                (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, value);
            else
                request.Headers.TryAddWithoutValidation(name, value);
        }

        var body = "";
        if (door.Method is not ("GET" or "HEAD"))
        {
            var isOwn = door.Body is not null && random.Next(3) > 0;
            body = isOwn ? Spoilt(random, door.Body!.DeepClone().AsObject()) : Bodies[random.Next(Bodies.Length)];
            var type = isOwn && random.Next(4) > 0 ? Types[0] : Types[random.Next(Types.Length)];
            var encoding = request.Content?.Headers.ContentEncoding.ToList() ?? [];
            var bytes = Encoding.UTF8.GetBytes(body);
            if (random.Next(10) == 0 && bytes.Length > 1)
                bytes = bytes[..random.Next(1, bytes.Length)];
            request.Content = new ByteArrayContent(bytes);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            foreach (var one in encoding)
                request.Content.Headers.TryAddWithoutValidation("Content-Encoding", one);
            headers.Append(CultureInfo.InvariantCulture, $" Content-Type: {type}");
        }

        return (request, $"{request.Method} {Short(path.ToString())} by {account ?? "nobody"}{headers}\n    {Short(body)}");
    }

    private static string Spoilt(Random random, JsonObject body)
    {
        if (body.Count > 0)
            for (var i = random.Next(1, 3); i > 0; i--)
            {
                var name = body.ElementAt(random.Next(body.Count)).Key;
                body[name] = random.Next(6) switch
                {
                    0 => null,
                    1 => JsonNode.Parse(random.Next(2) == 0 ? "1e400" : "-2147483648"),
                    2 => new JsonArray((JsonNode?)null),
                    3 => new JsonObject { ["a"] = null },
                    _ => Text(random) is var text && text.Length < 400 ? text : "",
                };
            }

        return body.ToJsonString();
    }

    private static string Text(Random random) => Texts[random.Next(Texts.Length)];

    // As it is where a client may send it so, else as a browser would write it.
    private static string Written(Random random, string text) =>
        text.Contains('%', StringComparison.Ordinal)
        && random.Next(4) > 0
        && text.All(char.IsAscii)
        && !text.Contains('#', StringComparison.Ordinal)
            ? text
            : Uri.EscapeDataString(text);

    private static string Short(string text) => text.Length > 200 ? text[..200] + "…" : text;
}
