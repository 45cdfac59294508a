using ErrorOr;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>
/// The one way in which an officer acts on a case (办件动作): under the lock the line of his verb is asked, and only then does the command
/// decide. A conflict of interest is refused and noted in one transaction, whatever the verb.
/// </summary>
public sealed class CaseActs(CaseStore store, MoveRules rules, InterestCheck interests)
{
    internal Task<ErrorOr<T>> DoAsync<T>(
        CaseVerb verb,
        CaseNumber number,
        Act act,
        Func<CaseFile, ErrorOr<T>> decide,
        CancellationToken cancellation,
        Contents contents = Contents.WorkingPapers
    ) =>
        WorkAsync(
            number,
            act,
            file =>
            {
                if (rules.Refusal(file, verb) is not { } refusal)
                    return decide(file);
                if (refusal.Is(RefusalCode.ConflictOfInterest))
                    interests.KeepOff(file, [.. file.Branches.Where(branch => branch.Department == act.Department)]);
                return refusal;
            },
            cancellation,
            contents
        );

    internal Task<ErrorOr<T>> DoAsync<T>(
        BranchVerb verb,
        TaskNumber task,
        Act act,
        Func<CaseFile, Branch, ErrorOr<T>> decide,
        CancellationToken cancellation,
        Contents contents = Contents.WorkingPapers
    ) => DoAsync(verb, task.Case, file => TaskRules.Find(file, task), act, decide, cancellation, contents);

    /// <param name="find">The branch, or why there is none.</param>
    internal Task<ErrorOr<T>> DoAsync<T>(
        BranchVerb verb,
        CaseNumber number,
        Func<CaseFile, ErrorOr<Branch>> find,
        Act act,
        Func<CaseFile, Branch, ErrorOr<T>> decide,
        CancellationToken cancellation,
        Contents contents = Contents.WorkingPapers
    ) =>
        WorkAsync(
            number,
            act,
            file =>
            {
                var found = find(file);
                if (found.IsError)
                    return found.Errors;
                if (rules.Refusal(file, found.Value, verb) is not { } refusal)
                    return decide(file, found.Value);
                if (refusal.Is(RefusalCode.ConflictOfInterest))
                    interests.KeepOff(file, [found.Value]);
                return refusal;
            },
            cancellation,
            contents
        );

    private async Task<ErrorOr<T>> WorkAsync<T>(
        CaseNumber number,
        Act act,
        Func<CaseFile, ErrorOr<T>> decide,
        CancellationToken cancellation,
        Contents contents
    )
    {
        while (true)
        {
            // Most officers have nothing registered, and then the application need not be read.
            var taken = interests.MayBeFound(act) && contents is Contents.WorkingPapers ? Contents.Everything : contents;
            var isOutdated = false;
            try
            {
                var outcome = await store.WorkOnAsync(
                    number,
                    act,
                    file =>
                    {
                        // The register may have been renewed since it was decided what to take out.
                        isOutdated = taken is Contents.WorkingPapers && interests.MayBeFound(act);
                        return isOutdated ? StoreRefusals.CaseIsBusy(number) : decide(file);
                    },
                    cancellation,
                    taken
                );
                if (!isOutdated)
                    return outcome;
            }
            catch (PostgresException full) when (full is { SqlState: PostgresErrorCodes.CheckViolation, ConstraintName: QuotaTable.Limit })
            {
                return QuotaRules.GivenToAnother(number);
            }
        }
    }
}
