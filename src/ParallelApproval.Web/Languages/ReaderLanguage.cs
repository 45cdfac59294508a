using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace ParallelApproval.Web.Languages;

/// <summary>
/// In which language the reader is answered: <c>?lang=</c>, else the cookie <c>lang</c>, else Accept-Language, else Chinese.
/// Both languages are complete.
/// </summary>
internal static class ReaderLanguage
{
    public const string Name = "lang";

    public static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");
    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    public static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>From here on in this flow of control; for open pages, where no request sets it.</summary>
    public static void Set(bool english) =>
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (Chinese, english ? English : Chinese);

    public static IApplicationBuilder UseReaderLanguage(this IApplicationBuilder app) =>
        app.UseRequestLocalization(options =>
        {
            options.DefaultRequestCulture = new(Chinese);
            options.SupportedCultures = [Chinese];
            options.SupportedUICultures = [Chinese, English];
            options.RequestCultureProviders = [new FromQueryOrCookie(), new AcceptLanguageHeaderRequestCultureProvider()];
        });

    private sealed class FromQueryOrCookie : RequestCultureProvider
    {
        public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
        {
            var wanted = httpContext.Request.Query[Name].FirstOrDefault() ?? httpContext.Request.Cookies[Name];
            return Task.FromResult(
                wanted switch
                {
                    "en" => new ProviderCultureResult(Chinese.Name, English.Name),
                    "zh" or "zh-CN" => new ProviderCultureResult(Chinese.Name),
                    _ => null,
                }
            );
        }
    }
}
