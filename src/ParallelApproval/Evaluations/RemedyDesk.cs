using ErrorOr;
using ParallelApproval.Database;

namespace ParallelApproval.Evaluations;

/// <summary>Where a department works on a bad rating: finds it, and refuses whoever it does not concern.</summary>
internal static class RemedyDesk
{
    public static ErrorOr<ServiceGiven> Rated(CaseFile file, RatingNumber number) =>
        file.Services.FirstOrDefault(service => service.Number == number.Service) is { Rating: not null } found ? found : EvaluationRefusals.NoSuchRating(number);

    /// <summary>The bad rating of the officer's own department.</summary>
    public static ErrorOr<ServiceGiven> Own(CaseFile file, RatingNumber number)
    {
        var found = Rated(file, number);
        if (found.IsError) return found;
        if (found.Value.Rating!.Department != file.Act.Department) return EvaluationRefusals.NotYours(number, found.Value.Rating.Department);
        return found.Value.Remedy is null ? EvaluationRefusals.NotBad(number) : found;
    }

    /// <summary>The same, and it must stand at that step.</summary>
    public static ErrorOr<ServiceGiven> Own(CaseFile file, RatingNumber number, RemedyStep step)
    {
        var found = Own(file, number);
        return found.IsError || found.Value.Remedy!.Step == step ? found : EvaluationRefusals.WrongStep(number, step, found.Value.Remedy.Step);
    }

    /// <summary>Nobody answered; the third time ends it.</summary>
    public static void CallInVain(Remedy remedy)
    {
        if (++remedy.CallsInVain >= RemedyLimits.MostCallsInVain) RemedyLimits.Close(remedy, RemedyEnd.Unreachable);
    }

    public static RemedyState State(RatingNumber number, Remedy remedy) => new(number.ToString(), remedy.Step, remedy.Round, remedy.DueOn, remedy.End);
}

/// <summary>How the work on a bad rating stands.</summary>
/// <param name="DueOn">Last day of the step; null at the end.</param>
/// <param name="End">How it ended; null while it is open.</param>
public sealed record RemedyState(string Rating, RemedyStep Step, int Round, DateOnly? DueOn, RemedyEnd? End);
