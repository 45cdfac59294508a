using Microsoft.AspNetCore.Antiforgery;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Limits;

/// <summary>
/// A form that came without the token of its page is refused in words, and so is one that its page does not show any more, because the
/// matter went on meanwhile: to a browser as a page, to a program as a problem.
/// </summary>
internal static class ForgedForms
{
    public static IApplicationBuilder UseForgedForms(this IApplicationBuilder app) =>
        app.Use(
            static async (context, next) =>
            {
                // The page that tells of it is got, not posted.
                if (
                    !HttpMethods.IsGet(context.Request.Method)
                    && context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false }
                )
                {
                    await ShownRefusal.AnswerAsync(context, FrontRefusals.FormForged());
                    return;
                }

                await next(context);
                if (!IsUnanswered(context))
                    return;
                context.Response.ContentType = null;
                await ShownRefusal.AnswerAsync(context, FrontRefusals.FormGone());
            }
        );

    // What the framework says of a form by a name that is not on the page: a status, and not a word.
    private static bool IsUnanswered(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method)
        && context.Request.HasFormContentType
        && context.Response is { StatusCode: StatusCodes.Status400BadRequest, HasStarted: false, ContentLength: null or 0 }
        && context.Features.Get<ShownRefusal>() is null;
}
