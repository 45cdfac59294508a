using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Evaluations;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Idempotency;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Public;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Evaluations;

/// <summary>Where the applicant rates (评价台): by API or by page, with number and code of his receipt.</summary>
internal sealed class RatingReader(PublicCases cases, RateServiceHandler house, OfficerRegister officers, TimeProvider time)
{
    /// <summary>What he can rate, and what he has rated.</summary>
    public async Task<ErrorOr<IReadOnlyList<RateableService>>> ServicesAsync(string? number, string? code, CancellationToken cancellation)
    {
        var file = await cases.OpenAsync(number, code, cancellation);
        if (file.IsError)
            return file.Errors;
        return file
            .Value.Services.Select(service => new RateableService(
                service.Number,
                service.Kind,
                service.At,
                officers.Department(service.Department)?.NameIn(ReaderLanguage.IsEnglish) ?? service.Department,
                service.Rating?.Grade
            ))
            .ToArray();
    }

    public async Task<ErrorOr<Rated>> RateAsync(RatingBody body, HttpContext context, CancellationToken cancellation)
    {
        var file = await cases.OpenAsync(body.CaseNumber, body.QueryCode, cancellation);
        if (file.IsError)
            return file.Errors;
        var from = new RatingSource(context.Connection.RemoteIpAddress, Caller.Of(context.User) is not null);
        return await house.HandleAsync(
            new(file.Value.Number, body.Grade, body.Service, body.Reasons, body.Comment, body.Branch, from),
            Act.OfPublic(time, IdempotencyHeader.Of(context)),
            cancellation
        );
    }
}

/// <summary>A service as the applicant sees it.</summary>
/// <param name="Service">Its number within the case.</param>
/// <param name="Grade">How he rated it; null when he has not.</param>
internal sealed record RateableService(int Service, ServiceKind Kind, DateTimeOffset At, string Department, Grade? Grade);
