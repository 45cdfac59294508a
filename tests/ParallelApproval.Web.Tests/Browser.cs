using System.Net;
using System.Text.RegularExpressions;

namespace ParallelApproval.Web;

/// <summary>Somebody who reads pages and sends their forms, as a browser without JavaScript does.</summary>
public sealed partial class Browser
{
    private readonly HttpClient _http;
    private readonly CookieContainer _cookies = new();

    public Browser(Uri address)
    {
        _http = new(new HttpClientHandler { CookieContainer = _cookies, UseCookies = true }) { BaseAddress = address };
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        _http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
    }

    public static async Task<Browser> SignInAsync(Uri address, string userName, string password = "Demo#2026")
    {
        var browser = new Browser(address);
        var home = await browser.OpenAsync("/login");
        var signedIn = await browser.SendAsync(home, "/login", "sign-in", ("UserName", userName), ("Password", password));
        signedIn.Address.ShouldNotBe("/login");
        return browser;
    }

    /// <summary>What it has been given to keep.</summary>
    public CookieContainer Cookies => _cookies;

    /// <summary>Somebody who has copied all the cookies.</summary>
    public Browser Copy()
    {
        var copy = new Browser(_http.BaseAddress!);
        foreach (var cookie in _cookies.GetAllCookies().Cast<Cookie>())
            copy._cookies.Add(new Cookie(cookie.Name, cookie.Value, cookie.Path, cookie.Domain));
        return copy;
    }

    public async Task<Page> OpenAsync(string path)
    {
        using var answer = await _http.GetAsync(path, TestContext.Current.CancellationToken);
        return await ReadAsync(answer);
    }

    /// <summary>Sends a named form of the page, with the token against forgery that the page carries.</summary>
    public Task<Page> SendAsync(Page page, string path, string form, params (string Name, string Value)[] fields) =>
        SendAsync(page, path, form, isInParts: false, fields);

    /// <param name="isInParts">Whether it is sent as a form with files is, each field by itself.</param>
    public Task<Page> SendAsync(Page page, string path, string form, bool isInParts, params (string Name, string Value)[] fields)
    {
        (string Name, string Value)[] all =
        [
            ("_handler", form),
            ("__RequestVerificationToken", Token().Match(page.Html).Groups[1].Value),
            .. fields,
        ];
        if (!isInParts)
            return SendAsync(path, all);
        var parts = new MultipartFormDataContent();
        foreach (var (name, value) in all)
            parts.Add(new StringContent(value), name);
        return SendAsync(path, parts);
    }

    public Task<Page> SendAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    /// <summary>A file.</summary>
    public Task<byte[]> BytesAsync(string path) => _http.GetByteArrayAsync(path, TestContext.Current.CancellationToken);

    /// <summary>The bytes that answer a form, whatever they are.</summary>
    public async Task<byte[]> PostAsync(string path, HttpContent content)
    {
        using var answer = await _http.PostAsync(path, content, TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private async Task<Page> SendAsync(string path, HttpContent content)
    {
        using (content)
        using (var answer = await _http.PostAsync(path, content, TestContext.Current.CancellationToken))
            return await ReadAsync(answer);
    }

    private static async Task<Page> ReadAsync(HttpResponseMessage answer) =>
        new(
            answer.StatusCode,
            answer.RequestMessage!.RequestUri!.PathAndQuery,
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}

/// <summary>A page as it came, after redirections.</summary>
public sealed record Page(HttpStatusCode Status, string Address, string Html);
