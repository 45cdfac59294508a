using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Workbench;

/// <summary>The pages, and the two addresses that only pages use.</summary>
internal static class PageEndpoints
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddWorkbench();
        // Chinese is written as it is, not as character references.
        builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        builder.WebHost.UseStaticWebAssets();
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets().OpenToAnybody();
        app.MapRazorComponents<App>().AddWorkbench();
        app.MapPost("/sign-out", SignOutAsync).OpenToAnybody().ExcludeFromDescription();
        app.MapGet("/language", ChangeLanguage).OpenToAnybody().ExcludeFromDescription();
        app.MapGet("/appearance", ChangeAppearance).OpenToAnybody().ExcludeFromDescription();
    }

    private static async Task<IResult> SignOutAsync(
        HttpContext context,
        IAntiforgery antiforgery,
        EndOneSessionHandler house,
        CancellationToken cancellation
    )
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return new ShownRefusal(FrontRefusals.FormForged());
        if (context.User.Identity is OfficerIdentity identity)
            await house.HandleAsync(new(identity.Session), CallersAct.Of(context), cancellation);
        await context.SignOutAsync(SessionSetup.Cookie);
        return await ProviderAnswers.SignOutAsync(context) ? TypedResults.Empty : TypedResults.LocalRedirect("/login");
    }

    private static IResult ChangeLanguage(HttpContext context, string to, string? back) =>
        Remember(context, ReaderLanguage.Name, to == "en" ? "en" : "zh", back);

    private static IResult ChangeAppearance(HttpContext context, string to, string? back) =>
        Remember(context, Appearance.Name, to == "dark" ? "dark" : "light", back);

    private static IResult Remember(HttpContext context, string name, string value, string? back)
    {
        context.Response.Cookies.Append(
            name,
            value,
            new()
            {
                MaxAge = TimeSpan.FromDays(365),
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
                IsEssential = true,
            }
        );
        return TypedResults.LocalRedirect(PageAddress.Ours(back) ?? "/");
    }
}
