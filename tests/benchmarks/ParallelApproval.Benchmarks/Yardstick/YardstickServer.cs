using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using ParallelApproval.Benchmarks.Drill;

namespace ParallelApproval.Benchmarks.Yardstick;

/// <summary>
/// The yardstick: the least that keeps the promise. Every request is one SQL statement and one durable commit behind ASP.NET Core, with a
/// signed token and the department checked. No calendar, no workflow, no clocks, no chain. It speaks the part of the API that the drill
/// uses.
/// </summary>
internal static class YardstickServer
{
    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, YardstickJson.Default));
        await using var source = Open(builder.Configuration.GetConnectionString("ParallelApproval")!);
        var tables = new YardstickTables(source);
        await tables.CreateAsync();
        await using var app = builder.Build();
        app.UseRouting();
        app.MapGet("/health/ready", () => Results.Ok());
        app.MapPost("/api/session", (SignIn who) =>
            Results.Json(new Session(YardstickToken.Make(Branch(who.UserName))), YardstickJson.Default.Session)
        );
        app.MapPost("/api/cases", (Delegate)((HttpContext context) => ReceiveAsync(context, tables)));
        app.MapGet("/api/cases/{number}", async (long number) =>
            Results.Json(new Found(Number(number), await tables.StatusAsync(number)), YardstickJson.Default.Found)
        );
        app.MapPost("/api/cases/{number}/acceptance", (HttpContext context) =>
            YardstickToken.Read(context) == 0 ? Results.Ok() : Results.Unauthorized()
        );
        app.MapPost("/api/tasks/{task}/decision", (string task, Verdict verdict, HttpContext context) =>
            DecideAsync(task, verdict, context, tables)
        );
        await app.RunAsync();
    }

    private static NpgsqlDataSource Open(string connectionString) =>
        NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString)
            {
                MaxPoolSize = 64,
                MaxAutoPrepare = 20,
                AutoPrepareMinUsages = 1,
                NoResetOnClose = true,
            }
        );

    private static async Task<IResult> ReceiveAsync(HttpContext context, YardstickTables tables)
    {
        if (YardstickToken.Read(context) != 0)
            return Results.Unauthorized();
        using var application = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var number = await tables.ReceiveAsync(application.RootElement.GetRawText());
        return Results.Json(new Found(Number(number), "accepted"), YardstickJson.Default.Found, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> DecideAsync(string task, Verdict verdict, HttpContext context, YardstickTables tables)
    {
        var parts = task.Split('-');
        var (number, branch) = (long.Parse(parts[0], CultureInfo.InvariantCulture), short.Parse(parts[1], CultureInfo.InvariantCulture));
        if (YardstickToken.Read(context) is not { } own)
            return Results.Unauthorized();
        if (own != branch)
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        return await tables.DecideAsync(number, branch, verdict) is { } open
            ? Results.Json(new Found(parts[0], open == 0 ? "decided" : "inApproval"), YardstickJson.Default.Found)
            : Results.StatusCode(StatusCodes.Status409Conflict);
    }

    private static int Branch(string userName) =>
        Array.FindIndex(DrillCase.Departments, department => userName.EndsWith('-' + department, StringComparison.OrdinalIgnoreCase)) + 1;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

internal sealed record SignIn(string UserName, string Password);

internal sealed record Session(string AccessToken);

internal sealed record Found(string CaseNumber, string Status);

internal sealed record Verdict(string Decision, string Opinion);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SignIn)), JsonSerializable(typeof(Session)), JsonSerializable(typeof(Found)), JsonSerializable(typeof(Verdict))]
internal sealed partial class YardstickJson : JsonSerializerContext;
