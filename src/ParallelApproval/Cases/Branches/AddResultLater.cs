using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>补录: a department that signed without a result it wanted (软前置) adds it to the file when the other branch has it.</summary>
/// <param name="Of">Number of the branch whose result it is.</param>
[Authority("Add a result that was not waited for", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record AddResultLater(TaskNumber Task, int Of, string Note);

/// <summary>Which results are still to be added.</summary>
public sealed record AddedResult(string Task, int[] StillAwaited);

internal sealed class AddResultLaterValidator : AbstractValidator<AddResultLater>
{
    public AddResultLaterValidator() => RuleFor(command => command.Note).IsNote();
}

/// <inheritdoc cref="AddResultLater"/>
public sealed class AddResultLaterHandler(CaseActs acts) : Handler<AddResultLater, AddedResult>
{
    protected override Task<ErrorOr<AddedResult>> CarryOutAsync(AddResultLater command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(BranchVerb.AddResultLater, command.Task, act, (file, branch) => Add(file, branch, command), cancellation);

    private static ErrorOr<AddedResult> Add(CaseFile file, Branch branch, AddResultLater command)
    {
        if (!branch.AwaitsResults.Contains(command.Of))
            return BranchRefusals.ResultNotAwaited(file, branch, command.Of);
        if (file.FindBranch(command.Of) is not { } other || !other.Status.IsSettled())
            return BranchRefusals.ResultNotThere(file, command.Of);
        file.Change(branch, added => added.AwaitsResults = [.. added.AwaitsResults.Where(number => number != command.Of)]);
        file.Record(new ResultAddedLater(branch.Number, command.Of, command.Note.Trim()));
        return new AddedResult(command.Task.ToString(), branch.AwaitsResults);
    }
}
