namespace ParallelApproval.Web.Public;

/// <summary>Whether the pages are shown at kiosk size (自助终端): a browser that was once sent to <c>/kiosk</c> stays at it.</summary>
internal static class Kiosk
{
    private const string Name = "size";
    private const string Large = "kiosk";

    private const string Home = "/kiosk";
    private const string Begin = "begin";
    private const int IdleSeconds = 120;

    /// <summary>Where the next citizen begins: nothing of the last one is left.</summary>
    public const string Beginning = Home + "?" + Begin + "=1";

    /// <summary>
    /// What a terminal in the hall needs on every page: the home page is its own, never the sign-in of the staff; a page that is left
    /// alone for two minutes goes back to the beginning, where nothing of the last citizen is left.
    /// </summary>
    public static IApplicationBuilder UseKiosk(this IApplicationBuilder app) =>
        app.Use(
            static (context, next) =>
            {
                if (!Is(context) || context.Request.Path.StartsWithSegments("/api"))
                    return next(context);
                if (context.Request.Path == "/" && HttpMethods.IsGet(context.Request.Method))
                {
                    context.Response.Redirect(Home);
                    return Task.CompletedTask;
                }

                context.Response.OnStarting(GoBackWhenIdle, context);
                return next(context);
            }
        );

    private static Task GoBackWhenIdle(object state)
    {
        var context = (HttpContext)state;
        var isAtTheBeginning = context.Request.Path == Home && context.Request.Query.ContainsKey(Begin);
        if (context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) is true && !isAtTheBeginning)
            context.Response.Headers["Refresh"] = FormattableString.Invariant($"{IdleSeconds};url={Beginning}");
        return Task.CompletedTask;
    }

    public static bool Is(HttpContext context) =>
        context.Request.Cookies[Name] == Large || context.Request.Path.StartsWithSegments("/kiosk");

    /// <summary>From now on this browser gets the large size; <c>?size=normal</c> takes it back.</summary>
    public static void Keep(HttpContext context)
    {
        if (context.Request.Query.ContainsKey(Begin))
        {
            context.Response.Cookies.Delete(Languages.ReaderLanguage.Name);
            context.Response.Cookies.Delete(Workbench.Appearance.Name);
            Prechecks.PrecheckDesk.Leave(context);
            Bookings.BookingAccess.Leave(context);
        }

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
