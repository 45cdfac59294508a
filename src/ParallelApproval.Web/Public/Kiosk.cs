namespace ParallelApproval.Web.Public;

/// <summary>Whether the pages are shown at kiosk size (自助终端): a browser that was once sent to <c>/kiosk</c> stays at it.</summary>
internal static class Kiosk
{
    private const string Name = "size";
    private const string Large = "kiosk";

    public static bool Is(HttpContext context) =>
        context.Request.Cookies[Name] == Large || context.Request.Path.StartsWithSegments("/kiosk");

    /// <summary>From now on this browser gets the large size; <c>?size=normal</c> takes it back.</summary>
    public static void Keep(HttpContext context)
    {
        if (context.Request.Query[Name] == "normal")
            context.Response.Cookies.Delete(Name);
        else
            context.Response.Cookies.Append(
                Name,
                Large,
                new()
                {
                    HttpOnly = true,
                    SameSite = SameSiteMode.Lax,
                    Secure = context.Request.IsHttps,
                    IsEssential = true,
                    MaxAge = TimeSpan.FromDays(3650),
                }
            );
    }
}
