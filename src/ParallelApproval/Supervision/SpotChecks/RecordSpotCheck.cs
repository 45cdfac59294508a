using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>登记抽查结果: a supervisor has looked a drawn case through. Once; what is wrong is said in words, and may become an order.</summary>
[Authority("Record what was found in a drawn case", Role.Supervisor, InDistrictOnly = true)]
public sealed record RecordSpotCheck(SpotCheckNumber Check, CaseNumber Case, bool IsTrue, bool IsInTime, bool IsComplete, bool IsAccurate, string? Remark = null);

/// <inheritdoc cref="RecordSpotCheck"/>
public sealed class RecordSpotCheckHandler(SupervisionFiles files, SpotCheckQueries checks)
{
    public async Task<ErrorOr<SpotCheckResult>> HandleAsync(RecordSpotCheck command, Act act, CancellationToken cancellation)
    {
        if (await checks.FindAsync(command.Check, cancellation) is not { } found) return SupervisionRefusals.NoSuchCheck(command.Check);
        if (!found.Check.Cases.Contains(command.Case)) return SupervisionRefusals.NotDrawn(command.Check, command.Case);
        return await files.WorkOnAsync(command.Case, act, file => Record(file, command), cancellation);
    }

    private static ErrorOr<SpotCheckResult> Record(CaseFile file, RecordSpotCheck command)
    {
        if (file.Section<SpotCheckSection>().Done.Contains(command.Check)) return SupervisionRefusals.CheckedAlready(command.Check, command.Case);
        var remark = Said.Optional(command.Remark, "remark");
        if (remark.IsError) return remark.Errors;
        var result = new SpotCheckResult(command.IsTrue, command.IsInTime, command.IsComplete, command.IsAccurate, remark.Value, file.Act.UserName, file.Act.At);
        if (!result.IsSound && result.Remark is null) return SupervisionRefusals.RemarkMissing();
        file.Section<SpotCheckSection>().Put(command.Check, result);
        file.Record(new CaseSpotChecked(command.Check.ToString(), result));
        return result;
    }
}
