using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;
using ParallelApproval.Workflows;

namespace ParallelApproval.Trials;

/// <summary>删除试运行: the trial is not played any more. Refused as <c>trial_not_kept</c> when the latest version keeps none of that
/// name.</summary>
[Authority("Keep a trial with its flow no longer", Role.Designer, InDistrictOnly = true)]
public sealed record DropTrial(string DefinitionId, string Name);

internal sealed class DropTrialValidator : AbstractValidator<DropTrial>
{
    public DropTrialValidator()
    {
        RuleFor(command => command.DefinitionId).IsCode();
        RuleFor(command => command.Name).Given().IsName();
    }
}

/// <inheritdoc cref="DropTrial"/>
public sealed class DropTrialHandler(HouseStore house, DefinitionRegister register) : Handler<DropTrial, Success>
{
    protected override Task<ErrorOr<Success>> CarryOutAsync(DropTrial command, Act act, CancellationToken cancellation) =>
        DefinitionVersions.ActAsync(house, command.DefinitionId, register, act, history => Drop(history, command, act), cancellation);

    private static ErrorOr<Success> Drop(DefinitionVersions history, DropTrial command, Act act)
    {
        if (history.Latest is not { } latest)
            return DefinitionRefusals.NoSuchDefinition(command.DefinitionId);
        var trials = KeptTrial.Of(latest);
        if (trials.All(trial => trial.Name != command.Name))
            return Refusal.NotFound(RefusalCode.TrialNotKept, ("trial", command.Name));
        history.Keep(latest, KeptTrial.Property, KeptTrial.Write(trials.Where(trial => trial.Name != command.Name)), act);
        return Result.Success;
    }
}
