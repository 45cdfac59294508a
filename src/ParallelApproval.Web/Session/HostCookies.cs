using Microsoft.AspNetCore.Authentication.Cookies;

namespace ParallelApproval.Web.Session;

/// <summary>
/// Over https the cookie of a session has the prefix <c>__Host-</c>: browsers then take it from this host alone, for all its paths, and
/// encrypted. Over plain http, where a demonstration runs, they would refuse such a name.
/// </summary>
internal sealed class HostCookies : ICookieManager
{
    private readonly ChunkingCookieManager _cookies = new();

    public string? GetRequestCookie(HttpContext context, string key) => _cookies.GetRequestCookie(context, Name(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _cookies.AppendResponseCookie(context, Name(context, key), value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
        _cookies.DeleteCookie(context, Name(context, key), options);

    private static string Name(HttpContext context, string key) => context.Request.IsHttps ? "__Host-" + key : key;
}
