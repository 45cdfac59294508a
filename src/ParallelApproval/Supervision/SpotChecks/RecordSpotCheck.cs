using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>登记抽查结果: a supervisor has looked a drawn case through. Once; what is wrong is said in words, and may become an order.</summary>
[Authority("Record what was found in a drawn case", Role.Supervisor, InDistrictOnly = true)]
public sealed record RecordSpotCheck(
    SpotCheckNumber Check,
    CaseNumber Case,
    bool IsTrue,
    bool IsInTime,
    bool IsComplete,
    bool IsAccurate,
    string? Remark = null
);

internal sealed class RecordSpotCheckValidator : AbstractValidator<RecordSpotCheck>
{
    public RecordSpotCheckValidator()
    {
        RuleFor(command => command.Remark).IsOpinion();
        RuleFor(command => command.Remark)
            .Given(SupervisionRefusals.RemarkMissing)
            .Unless(command => command is { IsTrue: true, IsInTime: true, IsComplete: true, IsAccurate: true });
    }
}

/// <inheritdoc cref="RecordSpotCheck"/>
public sealed class RecordSpotCheckHandler(SupervisionFiles files, SpotCheckQueries checks) : Handler<RecordSpotCheck, SpotCheckResult>
{
    protected override async Task<ErrorOr<SpotCheckResult>> CarryOutAsync(RecordSpotCheck command, Act act, CancellationToken cancellation)
    {
        if (await checks.FindAsync(command.Check, cancellation) is not { } found)
            return SupervisionRefusals.NoSuchCheck(command.Check);
        if (!found.Check.Cases.Contains(command.Case))
            return SupervisionRefusals.NotDrawn(command.Check, command.Case);
        return await files.WorkOnAsync(command.Case, act, file => Record(file, command), cancellation);
    }

    private static ErrorOr<SpotCheckResult> Record(CaseFile file, RecordSpotCheck command)
    {
        if (file.Section<SpotCheckSection>().Done.Contains(command.Check))
            return SupervisionRefusals.CheckedAlready(command.Check, command.Case);
        var result = new SpotCheckResult(
            command.IsTrue,
            command.IsInTime,
            command.IsComplete,
            command.IsAccurate,
            Said.Or(command.Remark),
            file.Act.UserName,
            file.Act.At
        );
        file.Section<SpotCheckSection>().Put(command.Check, result);
        file.Record(new CaseSpotChecked(command.Check.ToString(), result));
        return result;
    }
}
