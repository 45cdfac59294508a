using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Cases;

/// <summary>
/// 决定: the case is decided when the last of its branches has its result, and not by anything that is drawn. What was granted on a promise
/// is checked from then on.
/// </summary>
public sealed class CaseConclusion(CatalogueRegister catalogue, ClockRules clocks, Referrals referrals)
{
    /// <summary>
    /// No case stays open whose branches all have their result, confirmed where that is asked: however many signed at the same moment, the
    /// last of them has concluded it.
    /// </summary>
    internal static readonly StateCheck Concluded = new(
        "case_left_open",
        $"""
        SELECT c.case_key FROM cases c WHERE c.status = '{nameof(CaseStatus.InApproval)}'
            AND NOT EXISTS (SELECT FROM unnest(c.chosen_branches) AS chosen (number)
                WHERE NOT EXISTS (SELECT FROM branches b WHERE b.case_key = c.case_key AND b.number = chosen.number))
            AND NOT EXISTS (SELECT FROM branches b WHERE b.case_key = c.case_key AND b.status <> ALL ({Settled}))
            AND NOT EXISTS (SELECT FROM {ClockTable.Running} AS k WHERE k.case_key = c.case_key AND k.kind = '{nameof(
            ClockKind.Confirmation
        )}')
        """
    );

    private static string Settled =>
        $"'{{{string.Join(',', Enum.GetValues<BranchStatus>().Where(status => status.IsSettled()))}}}'::text[]";

    /// <summary>Takes down what the case has come to, once every branch has its result; nothing before that.</summary>
    internal ErrorOr<Success> Close(CaseFile file)
    {
        if (
            !CaseMoves.Table.Allows(file.Case.Status, CaseVerb.ConcludeBranches)
            || file.Branches.Any(branch => !branch.Status.IsSettled() || IsUnconfirmed(file, branch))
        )
            return Result.Success;
        int Count(params ReadOnlySpan<BranchStatus> statuses)
        {
            var count = 0;
            foreach (var branch in file.Branches)
                if (Counts(file, branch) && statuses.Contains(branch.Status))
                    count++;
            return count;
        }

        var (approved, refused, withdrawn) = (
            Count(BranchStatus.Approved, BranchStatus.TimedOut),
            Count(BranchStatus.Refused, BranchStatus.Blocked, BranchStatus.Disagreed),
            Count(BranchStatus.Withdrawn, BranchStatus.AcceptanceRevoked)
        );
        file.Move(CaseVerb.ConcludeBranches);
        file.Case.DecidedAt = file.Act.At;
        file.Case.Result = (approved, refused) switch
        {
            (> 0, 0) when withdrawn == 0 => CaseStatus.Finished,
            (> 0, _) => CaseStatus.PartlyFinished,
            (_, > 0) => file.Branches.Any(branch => branch.Status is BranchStatus.AcceptanceRevoked)
            && Count(BranchStatus.Refused, BranchStatus.Disagreed) == 0
                ? CaseStatus.AcceptanceRevoked
                : CaseStatus.Refused,
            _ when Count(BranchStatus.AcceptanceRevoked) > 0 => CaseStatus.AcceptanceRevoked,
            _ => CaseStatus.Withdrawn,
        };
        clocks.End(file, Clock.OfCase);
        file.Record(new CaseDecided(approved, refused, withdrawn));
        referrals.Return(file);
        return approved > 0 ? BeginFollowUp(file) : Result.Success;
    }

    // 告知承诺: what was granted on a promise is checked.
    private ErrorOr<Success> BeginFollowUp(CaseFile file)
    {
        var item = catalogue.ItemOf(file);
        if (!file.Case.IsByCommitment || item.Commitment is not { } rule)
            return Result.Success;
        var check = clocks.StartNext(file, Clock.OfCase, ClockKind.FollowUp, rule.CheckDays, item.LeadDepartmentCode);
        if (check.IsError)
            return check.Errors;
        file.Record(new FollowUpDue(check.Value.DueOn));
        return Result.Success;
    }

    /// <summary>The same after a branch was left out: of a case whose branches have not all been laid out nothing is known yet.</summary>
    internal ErrorOr<Success> CloseWithout(CaseFile file) =>
        file.Case.ChosenBranches.All(number => file.FindBranch(number) is not null) ? Close(file) : Result.Success;

    /// <summary>
    /// What the case comes to follows from those who decide: not from an opinion, unless nobody is asked for more, and never from the
    /// review of a lower tier.
    /// </summary>
    internal bool Counts(CaseFile file, Branch branch) =>
        branch.Kind is BranchKind.Certificate
        || (
            branch.Kind is BranchKind.Opinion
            && file.Branches.All(other => other.Kind is not BranchKind.Certificate)
            && catalogue.ItemOf(file).Branches.All(part => part.Kind is not BranchKind.Certificate)
        );

    /// <summary>材料变更: the department has yet to say whether its decision stands.</summary>
    internal static bool IsUnconfirmed(CaseFile file, Branch branch) =>
        file.ClocksOf(branch.Number).Any(clock => clock.Kind is ClockKind.Confirmation);
}
