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
/// 申请延期: a department that cannot decide within the legal limit asks for at most ten working days more, once and before the limit has
/// passed, with the reason that the applicant will be told (行政许可法 art. 42). Nothing is extended before the head has given leave, and nobody
/// gives it to himself.
/// </summary>
/// <param name="Days">1 to 10 working days.</param>
[Authority("Ask for a longer limit, once, before it ends", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record AskExtension(TaskNumber Task, int Days, string Reason);

/// <summary>What was asked, and until when the head must have decided.</summary>
public sealed record ExtensionAskedFor(string Task, BranchStatus Status, int Days, string Reason, DateOnly DecideBy);

/// <summary>A longer limit that is asked for (延期申请), until the head has decided.</summary>
/// <param name="By">Account of who asked.</param>
public sealed record ExtensionRequest(int Days, string Reason, string By, DateTimeOffset At);

internal sealed class AskExtensionValidator : AbstractValidator<AskExtension>
{
    private const int MostDays = 10;

    public AskExtensionValidator()
    {
        RuleFor(command => command.Days)
            .Refuses((days, _) => days is < 1 or > MostDays ? BranchRefusals.ExtensionOutOfRange(days, MostDays) : null);
        RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).IsOpinion();
    }
}

/// <inheritdoc cref="AskExtension"/>
public sealed class AskExtensionHandler(CaseActs acts) : Handler<AskExtension, ExtensionAskedFor>
{
    protected override Task<ErrorOr<ExtensionAskedFor>> CarryOutAsync(AskExtension command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(BranchVerb.AskExtension, command.Task, act, (file, branch) => Ask(file, branch, command), cancellation);

    private static ErrorOr<ExtensionAskedFor> Ask(CaseFile file, Branch branch, AskExtension command)
    {
        var legal = file.ClocksOf(branch.Number).First(clock => clock.Kind is ClockKind.Legal);
        var reason = command.Reason.Trim();
        file.Change(branch, asked => asked.ExtensionAsked = new(command.Days, reason, file.Act.UserName, file.Act.At));
        file.Record(new ExtensionAsked(branch.Number, branch.Round, command.Days, reason, legal.DueOn));
        return new ExtensionAskedFor(command.Task.ToString(), branch.Status, command.Days, reason, legal.DueOn);
    }
}
