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
/// 回避申请: an officer asks to withdraw from a branch, or an interested party asks that he does (公务员法 art. 76, 77). Until the head has
/// decided, within one working day, he may not act on it; the clocks of the branch run on.
/// </summary>
/// <param name="Officer">Account of the officer who shall withdraw.</param>
/// <param name="AskedBy">Name of the interested party; null when the officer asks for himself.</param>
[Authority("Ask that an officer withdraws from a branch", Role.Clerk, Role.Approver)]
public sealed record AskRecusal(CaseNumber Case, int Branch, string Officer, string Ground, string? AskedBy = null);

/// <summary>Until when the head decides.</summary>
public sealed record RecusalRequest(string CaseNumber, int Branch, string Officer, DateOnly Due);

internal sealed class AskRecusalValidator : AbstractValidator<AskRecusal>
{
    public AskRecusalValidator()
    {
        RuleFor(command => command.Officer).IsCode();
        RuleFor(command => command.Ground).Given(CaseRefusals.ReasonMissing).IsOpinion();
        RuleFor(command => command.AskedBy).IsName();
    }
}

/// <inheritdoc cref="AskRecusal"/>
public sealed class AskRecusalHandler(CaseActs acts, OfficerRegister officers, ClockRules clocks) : Handler<AskRecusal, RecusalRequest>
{
    private const int DaysToDecide = 1;

    protected override Task<ErrorOr<RecusalRequest>> CarryOutAsync(AskRecusal command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(
            BranchVerb.AskRecusal,
            command.Case,
            file => Find(file, command),
            act,
            (file, branch) => Ask(file, branch, command),
            cancellation
        );

    private static ErrorOr<Branch> Find(CaseFile file, AskRecusal command) =>
        file.FindBranch(command.Branch) is { } branch ? branch : CaseRefusals.UnknownBranch(command.Branch, file.Case.ItemCode);

    private ErrorOr<RecusalRequest> Ask(CaseFile file, Branch branch, AskRecusal command)
    {
        if (officers.Find(command.Officer) is not { } officer || officer.DepartmentCode != branch.Department)
            return BranchRefusals.NotAnApprover(command.Officer, branch.Department);
        var isHimself = officer.UserName == file.Act.UserName;
        if (!isHimself && string.IsNullOrWhiteSpace(command.AskedBy))
            return BranchRefusals.InterestedPartyMissing();
        if (branch.Excluded.Contains(officer.UserName))
            return BranchRefusals.Recused(file, branch);
        var due = clocks.StartNext(file, branch.Number, ClockKind.Recusal, DaysToDecide, branch.Department);
        if (due.IsError)
            return due.Errors;
        file.Change(branch, asked => asked.RecusalOf = officer.UserName);
        file.Record(
            new RecusalAsked(
                branch.Number,
                officer.UserName,
                isHimself ? officer.UserName : command.AskedBy!.Trim(),
                command.Ground.Trim(),
                due.Value.DueOn
            )
        );
        return new RecusalRequest(file.Number.ToString(), branch.Number, officer.UserName, due.Value.DueOn);
    }
}
