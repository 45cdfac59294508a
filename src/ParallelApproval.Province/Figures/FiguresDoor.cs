using System.Globalization;
using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Province.Pages;
using ParallelApproval.Web.Headlines;

namespace ParallelApproval.Province.Figures;

/// <summary>
/// Where the figures of the province are read (汇总指标入口). The entrance knows no persons, so it asks from where one comes: setting
/// <c>Province:FiguresReaders</c>. For anybody else there is no such address.
/// </summary>
internal static class FiguresDoor
{
    /// <summary>The setting.</summary>
    public const string Readers = "Province:FiguresReaders";

    public static void MapFigures(this WebApplication app)
    {
        var readers = Networks.Of(app.Configuration, Readers);
        app.MapGet("/api/province/figures", (HttpContext context, AskDistricts ask, TimeProvider time) =>
            AnswerAsync(context, ask, time, readers, figures => Results.Json(figures, Answers.Json))
        );
        app.MapGet("/figures", (HttpContext context, AskDistricts ask, TimeProvider time) =>
            AnswerAsync(context, ask, time, readers, figures => new RazorComponentResult<ShowFigures>(new { Table = figures }))
        );
    }

    private static async Task AnswerAsync(
        HttpContext context,
        AskDistricts ask,
        TimeProvider time,
        Networks readers,
        Func<ProvinceFigures, IResult> show
    )
    {
        if (!readers.Contains(context.Connection.RemoteIpAddress))
        {
            await Answers.RefuseAsync(context, ProvinceRefusals.NoSuchAddress());
            return;
        }

        var window = Window(context.Request.Query, time);
        if (window.IsError)
        {
            await Answers.RefuseAsync(context, window.FirstError);
            return;
        }

        var figures = await ask.Async(window.Value.From, window.Value.To, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        await show(figures).ExecuteAsync(context);
    }

    private static ErrorOr<HeadlineWindow> Window(IQueryCollection query, TimeProvider time)
    {
        foreach (var name in (string[])["from", "to"])
            if (query[name].ToString() is { Length: > 0 } text && Day(text) is null)
                return ProvinceRefusals.NotADay(name);
        var window = HeadlineWindow.Of(Day(query["from"]), Day(query["to"]), time);
        return window.From > window.To ? ProvinceRefusals.Reversed(window.From, window.To) : window;
    }

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
