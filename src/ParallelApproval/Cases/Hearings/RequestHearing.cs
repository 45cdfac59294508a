using ErrorOr;
using FluentValidation;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 申请听证: the applicant, or an interested party that is noted on the case, asks for a hearing within five working days of being told of the
/// right; it is held within twenty (行政许可法 art. 47). A later request is refused.
/// </summary>
/// <param name="Party">Number of the interested party; null for the applicant.</param>
[Authority("Note that the applicant or an interested party asks for a hearing", Role.Clerk, Role.Approver)]
public sealed record RequestHearing(CaseNumber Case, int Branch, int? Party = null);

/// <summary>Until when the hearing is held.</summary>
public sealed record RequestedHearing(string CaseNumber, int Branch, string By, DateOnly HoldBy);

internal sealed class RequestHearingValidator : AbstractValidator<RequestHearing>
{
    public RequestHearingValidator() =>
        RuleFor(command => command.Party).Refuses((party, place) => party is < 1 ? PartyRefusals.NoNumber(place.Field, party.Value) : null);
}

/// <inheritdoc cref="RequestHearing"/>
public sealed class RequestHearingHandler(CaseActs acts, ClockRules clocks) : Handler<RequestHearing, RequestedHearing>
{
    protected override Task<ErrorOr<RequestedHearing>> CarryOutAsync(RequestHearing command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(
            BranchVerb.RequestHearing,
            command.Case,
            file => Find(file, command),
            act,
            (file, branch) => Request(file, branch, command),
            cancellation
        );

    private static ErrorOr<Branch> Find(CaseFile file, RequestHearing command) =>
        file.FindBranch(command.Branch) is { } branch ? branch : HearingRefusals.RightNotTold(file, command.Branch);

    private ErrorOr<RequestedHearing> Request(CaseFile file, Branch branch, RequestHearing command)
    {
        var by = file.Case.ApplicantName;
        if (command.Party is { } number)
        {
            if (file.InterestedParties.FirstOrDefault(known => known.Number == number) is not { } party)
                return PartyRefusals.Unknown(file, number);
            by = party.Name;
        }

        clocks.End(file, branch.Number, ClockKind.HearingRequest);
        var days = clocks.StartNext(file, branch.Number, ClockKind.Hearing, HearingRules.DaysToHold, branch.Department);
        if (days.IsError)
            return days.Errors;
        file.Section<HearingSection>().Put(file.HearingOf(branch)! with { RequestedOn = file.Act.Today, RequestedBy = by });
        file.Record(new HearingRequested(branch.Number, by, command.Party, days.Value.DueOn));
        return new RequestedHearing(file.Number.ToString(), branch.Number, by, days.Value.DueOn);
    }
}
