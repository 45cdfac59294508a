using ParallelApproval.Appraisals;
using ParallelApproval.Bookings;
using ParallelApproval.Bulletins;
using ParallelApproval.Evaluations;
using ParallelApproval.Notices;
using ParallelApproval.Prechecks;
using ParallelApproval.Web.Session;
using ParallelApproval.Web.Settings;

namespace ParallelApproval.Web.Evaluations;

/// <summary>What the front door adds to the room: its settings, and the addresses at which officers work.</summary>
internal static class EvaluationsSetup
{
    /// <summary>The settings of the rooms that hear the public and speak to it.</summary>
    public static void AddVoices(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(builder.Configuration.GetSection("ParallelApproval:Evaluations").Get<EvaluationRules>() ?? new());
        builder.Services.AddSingleton(builder.Configuration.GetSection("ParallelApproval:Prechecks").Get<PrecheckSettings>() ?? new());
        builder.Services.AddSingleton(builder.Configuration.GetSection("ParallelApproval:Bookings").Get<BookingSettings>() ?? new());
        builder.Services.AddSingleton(OutboundSetup.Read(builder.Configuration));
        builder.Services.AddSingleton(new NoticeSettings(builder.Configuration["ParallelApproval:Notices:Outbox"]));
        builder.Services.AddSingleton(builder.Configuration.GetSection("ParallelApproval:Appraisals").Get<AppraisalSettings>() ?? new());
        builder.Services.AddSingleton(
            (builder.Configuration.GetSection("ParallelApproval:Bulletins").Get<BulletinSettings>() ?? new()).Checked()
        );
        builder
            .Services.AddSingleton<Appraisals.AppraisalSheet>()
            .AddSingleton<Appraisals.AppraisalReader>()
            .AddSingleton<Bulletins.BulletinSheet>()
            .AddSingleton<Bulletins.BulletinReader>()
            .AddSingleton<RatingReader>()
            .AddSingleton<ComplaintIntake>();
    }

    /// <summary>Notes where signed-in officers work, so that a rating from there can be seen.</summary>
    public static IApplicationBuilder UseOfficeAddresses(this IApplicationBuilder app) =>
        app.Use(
            static async (context, next) =>
            {
                if (Caller.Of(context.User) is { } caller)
                    await context
                        .RequestServices.GetRequiredService<OfficeAddresses>()
                        .NoteAsync(
                            context.Connection.RemoteIpAddress,
                            caller.Officer.UserName,
                            caller.DepartmentCode,
                            context.RequestAborted
                        );
                await next(context);
            }
        );
}
