using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Evaluations;
using ParallelApproval.Events;

namespace ParallelApproval.Synthesis;

/// <summary>
/// What applicants say of a played case (仿真评议): more than half of them rate, ninety-nine of a hundred are content, and who is not is called
/// back.
/// </summary>
internal sealed class PlayedVoices(RateServiceHandler ratings, CallBackRaterHandler calls)
{
    /// <summary>Notes the matter as a service, as the room itself would on hearing of its end.</summary>
    /// <returns>True when there is something to rate.</returns>
    public static bool Note(CasePlay play, string lead)
    {
        if (
            play.Trail.LastOrDefault(heard => heard.Event.Kind == nameof(CaseFinished)) is not { } end
            || end.As<CaseFinished>()!.Result is CaseStatus.Withdrawn
        )
            return false;
        var (number, at) = (end.Event.Sequence, end.Event.At);
        play.File!.Section<EvaluationSection>().Add(new(number, ServiceKind.Matter, at, lead, null));
        play.Add(
            ServiceTable.NoteMatter,
            Statements.Value(end.Case.Key),
            Statements.Value(number),
            Statements.Instant(at),
            Statements.Text(lead)
        );
        return true;
    }

    /// <summary>The applicant rates, and who was rated badly calls back.</summary>
    public async Task<ErrorOr<Success>> RateAsync(CasePlay play, string lead, DateTimeOffset at, DateTimeOffset called, Random random)
    {
        var (file, grade) = (play.File!, Draw(random));
        BadReason[] reasons = grade.IsBad() ? [random.Next(2) == 0 ? BadReason.TooSlow : BadReason.Attitude] : [];
        var rated = await ratings.HandleAsync(
            new(file.Number, grade, Reasons: reasons),
            new Act("applicant", file.Case.ApplicantName, "", at),
            CancellationToken.None
        );
        if (rated.IsError)
            return rated.Errors;
        if (!grade.IsBad())
            return Result.Success;
        if (!RatingNumber.TryParse(rated.Value.Rating, out var number))
            throw new InvalidOperationException($"Expected the number of a rating, but it is {rated.Value.Rating}.");
        var outcome = random.Next(2) == 0 ? CallBackOutcome.FixedAtOnce : CallBackOutcome.Explained;
        var officer = SyntheticBodies.ApproverOf(lead);
        return (
            await calls.HandleAsync(
                new(number, outcome, "已电话回访，说明情况并致歉。"),
                new Act(officer, officer, lead, called),
                CancellationToken.None
            )
        ).Then(_ => Result.Success);
    }

    private static Grade Draw(Random random) =>
        random.Next(1_000) switch
        {
            < 3 => Grade.VeryDissatisfied,
            < 10 => Grade.Dissatisfied,
            < 45 => Grade.BasicallySatisfied,
            < 300 => Grade.Satisfied,
            _ => Grade.VerySatisfied,
        };
}
