using Microsoft.AspNetCore.Antiforgery;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Limits;

/// <summary>
/// A form that came without the token of its page is refused in words: to a browser as a page, to a program as a problem.
/// </summary>
internal static class ForgedForms
{
    public static IApplicationBuilder UseForgedForms(this IApplicationBuilder app) =>
        app.Use(
            static (context, next) =>
                // The page that tells of it is got, not posted.
                !HttpMethods.IsGet(context.Request.Method) && context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false }
                    ? ShownRefusal.AnswerAsync(context, FrontRefusals.FormForged())
                    : next(context)
        );
}
