using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Evaluations;

/// <summary>
/// Where a department works on a bad rating (差评整改台): finds it, refuses whoever it does not concern, and keeps what was done about it.
/// </summary>
public sealed class RemedySteps(CaseStore store)
{
    /// <summary>Takes a bad rating of the officer's own department one step on.</summary>
    /// <param name="step">Where it must stand.</param>
    /// <param name="said">What he writes about it.</param>
    /// <param name="decide">Changes the remedy, and says what happened.</param>
    internal Task<ErrorOr<RemedyState>> WorkOnAsync(
        RatingNumber rating,
        RemedyStep step,
        string said,
        Act act,
        Func<RemedyInHand, ErrorOr<DomainEvent>> decide,
        CancellationToken cancellation
    ) => store.WorkOnAsync(rating.Case, act, file => WorkOn(file, rating, step, said, decide), cancellation, Contents.Everything);

    internal static ErrorOr<ServiceGiven> Rated(CaseFile file, RatingNumber number) =>
        file.Services.FirstOrDefault(service => service.Number == number.Service) is { Rating: not null } found
            ? found
            : EvaluationRefusals.NoSuchRating(number);

    /// <summary>The bad rating of the officer's own department.</summary>
    internal static ErrorOr<ServiceGiven> Own(CaseFile file, RatingNumber number)
    {
        var found = Rated(file, number);
        if (found.IsError)
            return found;
        if (found.Value.Rating!.Department != file.Act.Department)
            return EvaluationRefusals.NotYours(number, found.Value.Rating.Department);
        return found.Value.Remedy is null ? EvaluationRefusals.NotBad(number) : found;
    }

    private static ErrorOr<RemedyState> WorkOn(
        CaseFile file,
        RatingNumber number,
        RemedyStep step,
        string said,
        Func<RemedyInHand, ErrorOr<DomainEvent>> decide
    )
    {
        var found = Own(file, number);
        if (found.IsError)
            return found.Errors;
        var remedy = found.Value.Remedy!;
        if (remedy.Step != step)
            return EvaluationRefusals.WrongStep(number, step, remedy.Step);
        var happened = decide(new(remedy, found.Value.Number, said.Trim(), file.Act.Department, file.Act.At));
        if (happened.IsError)
            return happened.Errors;
        file.Record(happened.Value);
        return new RemedyState(number.ToString(), remedy.Step, remedy.Round, remedy.DueOn, remedy.End);
    }
}

/// <summary>A remedy that somebody works on, with what he wrote.</summary>
internal sealed record RemedyInHand(Remedy Remedy, int Service, string Words, string Department, DateTimeOffset At)
{
    public DateOnly Today => At.OfficialDate();

    /// <summary>Nobody answered; the third time ends it.</summary>
    public void CallInVain()
    {
        if (++Remedy.CallsInVain >= RemedyLimits.MostCallsInVain)
            RemedyLimits.Close(Remedy, RemedyEnd.Unreachable);
    }
}

/// <summary>How the work on a bad rating stands.</summary>
/// <param name="DueOn">Last day of the step; null at the end.</param>
/// <param name="End">How it ended; null while it is open.</param>
public sealed record RemedyState(string Rating, RemedyStep Step, int Round, DateOnly? DueOn, RemedyEnd? End);
