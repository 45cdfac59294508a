using System.Net;
using ErrorOr;
using FluentValidation;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;

namespace ParallelApproval.Evaluations;

/// <summary>
/// 评价: the applicant rates one service of his case, once (一次一评、一事一评; 国办发〔2019〕51号). A bad rating sets the department to work at once.
/// </summary>
/// <param name="Service">Number of the service; null for the newest that has not been rated, the matter itself before visits.</param>
/// <param name="Reasons">Why a bad rating is bad; a good one has none.</param>
/// <param name="Branch">The branch whose department is meant; null for the giver of the service.</param>
/// <param name="From">Where the rating came from.</param>
public sealed record RateService(
    CaseNumber Case,
    Grade Grade,
    int? Service = null,
    BadReason[]? Reasons = null,
    string? Comment = null,
    int? Branch = null,
    RatingSource? From = null
);

/// <summary>Where a rating came from.</summary>
/// <param name="Address">Network address; null when it is not known.</param>
/// <param name="HasOfficersSession">Whether an officer was signed in in the same browser.</param>
public sealed record RatingSource(IPAddress? Address, bool HasOfficersSession);

/// <summary>The rating as it stands.</summary>
/// <param name="CallBackDue">By when the department calls back; null for a good rating.</param>
public sealed record Rated(string Rating, string CaseNumber, int Service, ServiceKind Kind, Grade Grade, DateOnly? CallBackDue);

internal sealed class RateServiceValidator : AbstractValidator<RateService>
{
    public RateServiceValidator()
    {
        RuleFor(command => command.Reasons)
            .Must(reasons => reasons is { Length: > 0 }, EvaluationRefusals.ReasonsMissing)
            .When(command => command.Grade.IsBad());
        RuleFor(command => command.Reasons)
            .Must(reasons => reasons is null or [], EvaluationRefusals.ReasonsNotWanted)
            .When(command => !command.Grade.IsBad());
        RuleFor(command => command.Reasons).HasAtMost(TextLengths.List);
        RuleFor(command => command.Comment).IsOpinion();
    }
}

/// <inheritdoc cref="RateService"/>
public sealed class RateServiceHandler(CaseStore store, RemedyLimits limits, OfficeAddresses addresses) : Handler<RateService, Rated>
{
    protected override async Task<ErrorOr<Rated>> CarryOutAsync(RateService command, Act act, CancellationToken cancellation)
    {
        var officesThere = await addresses.DepartmentsAtAsync(command.From?.Address, cancellation);
        return await store.WorkOnAsync(command.Case, act, file => Rate(file, command, officesThere), cancellation, Contents.Everything);
    }

    private ErrorOr<Rated> Rate(CaseFile file, RateService command, IReadOnlyCollection<string> officesThere)
    {
        var found = Find(file, command.Service);
        if (found.IsError)
            return found.Errors;
        var service = found.Value;
        var department = DepartmentOf(file, service, command.Branch);
        if (department.IsError)
            return department.Errors;

        var suspicion =
            command.From?.HasOfficersSession is true ? Suspicion.OfficersSession
            : officesThere.Contains(department.Value)
            || officesThere.Contains(service.Department)
            || file.Branches.Any(branch => officesThere.Contains(branch.Department))
                ? Suspicion.OfficesAddress
            : (Suspicion?)null;
        var rating = new Rating(
            command.Grade,
            [.. (command.Reasons ?? []).Distinct()],
            Trimmed(command.Comment),
            department.Value,
            file.Act.At,
            suspicion
        );
        file.Section<EvaluationSection>().Put(service, rating);
        file.Record(
            new ServiceRated(service.Number, service.Kind, rating.Grade, rating.Reasons, rating.Comment, rating.Department, service.Officer)
        );
        if (suspicion is { } ground)
            file.Record(new RatingSuspected(service.Number, rating.Department, rating.Grade, ground));
        var due = rating.Grade.IsBad() ? Open(file, service, rating) : (DateOnly?)null;
        return due.IsError
            ? due.Errors
            : new Rated(
                new RatingNumber(file.Number, service.Number).ToString(),
                file.Number.ToString(),
                service.Number,
                service.Kind,
                rating.Grade,
                due.Value
            );
    }

    private ErrorOr<DateOnly?> Open(CaseFile file, ServiceGiven service, Rating rating)
    {
        var remedy = new Remedy { Service = service.Number, Department = rating.Department };
        var due = limits.Begin(remedy, RemedyStep.CallBack, file.Act.Today);
        if (due.IsError)
            return due.Errors;
        file.Section<EvaluationSection>().Put(service, remedy);
        file.Record(new BadRatingReceived(service.Number, rating.Department, rating.Grade, due.Value!.Value));
        return due;
    }

    private static ErrorOr<ServiceGiven> Find(CaseFile file, int? number)
    {
        if (number is null)
            return
                file
                    .Services.Where(service => service.Rating is null)
                    .OrderByDescending(service => service.Kind is ServiceKind.Matter)
                    .ThenByDescending(service => service.Number)
                    .FirstOrDefault()
                    is { } newest
                ? newest
                : EvaluationRefusals.NothingToRate(file.Number.ToString());
        var rating = new RatingNumber(file.Number, number.Value);
        if (file.Services.FirstOrDefault(service => service.Number == number) is not { } named)
            return EvaluationRefusals.NoSuchService(rating);
        return named.Rating is { } earlier ? EvaluationRefusals.AlreadyRated(rating, earlier.RatedAt) : named;
    }

    private static ErrorOr<string> DepartmentOf(CaseFile file, ServiceGiven service, int? branch) =>
        branch is not { } number ? service.Department
        : file.FindBranch(number) is { } meant ? meant.Department
        : EvaluationRefusals.UnknownBranch(number);

    private static string? Trimmed(string? comment) => string.IsNullOrWhiteSpace(comment) ? null : comment.Trim();
}
