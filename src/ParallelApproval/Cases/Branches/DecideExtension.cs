using ErrorOr;
using FluentValidation;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>Who gives leave for a longer limit (批准层级, 行政许可法 art. 42).</summary>
public enum LeaveLevel
{
    /// <summary>本机关负责人: the head of the organ, for what one organ decides.</summary>
    Organ,

    /// <summary>本级人民政府负责人: the head of the government at that level, for what is handled jointly.</summary>
    Government,
}

/// <summary>
/// 延期决定: the head grants or refuses the longer limit that a department has asked for. For a single item it is the head of the organ, for a
/// joint one the head of the government at that level; he grants before the limit has passed, and the applicant is told the reason in
/// writing. What the centre has promised stays as it is.
/// </summary>
/// <param name="Reason">Of a refusal; null with a grant, whose reason is what was asked.</param>
/// <param name="Head">Name of the head who gave or refused leave, as the paper names him.</param>
[Authority("Grant or refuse the longer limit that a department asked for", Role.Manager, InDistrictOnly = true)]
public sealed record DecideExtension(TaskNumber Task, bool Grants, string Head, LeaveLevel Level, string? Reason = null);

/// <summary>What was decided, and the clocks of the branch after it.</summary>
public sealed record ExtensionDecided(string Task, bool Granted, BranchStatus Status, DateOnly LegalDue);

internal sealed class DecideExtensionValidator : AbstractValidator<DecideExtension>
{
    public DecideExtensionValidator()
    {
        RuleFor(command => command.Head).Given(HeadMissing).IsName();
        RuleFor(command => command.Reason).IsOpinion();
        RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).When(command => !command.Grants);
    }

    private static Error HeadMissing() => Refusal.Input("head", RefusalCode.ExtensionHeadMissing);
}

/// <inheritdoc cref="DecideExtension"/>
public sealed class DecideExtensionHandler(CaseActs acts, MoveRules rules, CatalogueRegister catalogue, ClockRules clocks)
    : Handler<DecideExtension, ExtensionDecided>
{
    protected override Task<ErrorOr<ExtensionDecided>> CarryOutAsync(DecideExtension command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(BranchVerb.DecideExtension, command.Task, act, (file, branch) => Decide(file, branch, command), cancellation);

    private ErrorOr<ExtensionDecided> Decide(CaseFile file, Branch branch, DecideExtension command)
    {
        var (asked, head) = (branch.ExtensionAsked!, command.Head.Trim());
        if (catalogue.ItemOf(file).IsJoint && command.Level is not LeaveLevel.Government)
            return BranchRefusals.ExtensionWrongLevel(file);
        if (command.Grants && rules.RefusalOfGrant(file, branch, BranchVerb.DecideExtension) is { } tooLate)
            return tooLate;
        file.Change(branch, decided => decided.ExtensionAsked = null);
        if (command.Grants)
        {
            var legal = file.ClocksOf(branch.Number).First(clock => clock.Kind is ClockKind.Legal);
            if (clocks.Extend(file, legal, asked.Days, asked.Reason) is { IsError: true } noCalendar)
                return noCalendar.Errors;
            file.Record(new BranchExtended(branch.Number, asked.Days, asked.Reason, head, command.Level));
        }
        else
            file.Record(new ExtensionRefused(branch.Number, branch.Round, asked.Days, command.Reason!.Trim(), head, command.Level));
        return new ExtensionDecided(
            command.Task.ToString(),
            command.Grants,
            branch.Status,
            file.LatestClock(branch.Number, ClockKind.Legal)?.DueOn ?? file.Act.Today
        );
    }
}
