using ErrorOr;
using FluentValidation;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>
/// 指派检验检测人员: a branch that needs an inspection or a test names two officers at least within five working days of the acceptance
/// (行政许可法 art. 55). Named late, they are named all the same; others may be named in their place.
/// </summary>
/// <param name="Officers">Names, two at least.</param>
[Authority("Name two officers at least for the inspection", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record NameInspectors(TaskNumber Task, string[] Officers);

/// <summary>Who inspects.</summary>
public sealed record NamedInspectors(string Task, string[] Officers);

internal sealed class NameInspectorsValidator : AbstractValidator<NameInspectors>
{
    private const int LeastOfficers = 2;

    public NameInspectorsValidator()
    {
        RuleFor(command => command.Officers)
            .Must(names => names.AreEnough(LeastOfficers), () => VisitRefusals.OfficersMissing(LeastOfficers))
            .HasAtMost(TextLengths.List);
        RuleForEach(command => command.Officers).IsName();
    }
}

/// <inheritdoc cref="NameInspectors"/>
public sealed class NameInspectorsHandler(CaseActs acts, ClockRules clocks) : Handler<NameInspectors, NamedInspectors>
{
    /// <summary>Working days from the acceptance (art. 55).</summary>
    internal const int DaysToName = 5;

    protected override Task<ErrorOr<NamedInspectors>> CarryOutAsync(NameInspectors command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(BranchVerb.NameInspectors, command.Task, act, (file, branch) => Name(file, branch, command), cancellation);

    private ErrorOr<NamedInspectors> Name(CaseFile file, Branch branch, NameInspectors command)
    {
        var officers = command.Officers.Names();
        clocks.End(file, branch.Number, ClockKind.Inspectors);
        file.Change(branch, named => named.Inspectors = officers);
        file.Record(new InspectorsNamed(branch.Number, officers));
        return new NamedInspectors(command.Task.ToString(), officers);
    }

    internal static Error NotNeeded(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.InspectionNotNeeded, ("branch", branch.Number), ("item", file.Case.ItemCode));
}
