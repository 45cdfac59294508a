using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 查看完整信息: number and telephone of the applicant in full, which are masked everywhere else (GB/T 35273, 7.2). Who asked, and why,
/// stands in the trail of the house before he sees them (个人信息保护法 art. 51).
/// </summary>
/// <param name="Reason">What they are needed for.</param>
[Authority(
    "See the applicant's numbers in full, for a reason",
    Role.Clerk,
    Role.Approver,
    Role.Manager,
    Role.Supervisor,
    Relation = Relation.OwnDepartmentForApprovers
)]
public sealed record ShowApplicant(CaseNumber Number, string Reason);

/// <summary>Somebody saw the numbers of an applicant in full; who he is, the trail does not say.</summary>
public sealed record ApplicantShown(string Case, string Reason) : HouseEvent;

internal sealed class ShowApplicantValidator : AbstractValidator<ShowApplicant>
{
    public ShowApplicantValidator() => RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).IsOpinion();
}

/// <summary>Refuses a case that there is not, and one that lies outside of the officer's reach.</summary>
public sealed class ShowApplicantHandler(HouseStore house, CaseStore cases, StationGate gate) : Handler<ShowApplicant, Applicant>
{
    protected override async Task<ErrorOr<Applicant>> CarryOutAsync(ShowApplicant command, Act act, CancellationToken cancellation)
    {
        if (await cases.ReadAsync(command.Number, act, cancellation) is not { Applicant: { } applicant } file)
            return StoreRefusals.NoSuchCase(command.Number);
        if (gate.Refuse(file) is { } outside)
            return outside;
        if (file.Case.DisposedAt is { } at)
            return DisposedCases.Refusal(command.Number, at);
        return await house.ActAsync<Applicant>(
            act,
            _ =>
                Task.FromResult<ErrorOr<Entry<Applicant>>>(
                    new Entry<Applicant>(applicant, new ApplicantShown(command.Number.ToString(), command.Reason.Trim()))
                ),
            cancellation
        );
    }
}
