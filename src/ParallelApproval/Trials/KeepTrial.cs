using System.Text.Json.Nodes;
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

/// <summary>
/// 保存试运行: the trial is played on the latest version, and kept with it together with the end to which it came; every publication plays it
/// again and is refused when it ends otherwise. Kept under the name of another, it takes its place: that is how a designer says that the
/// new end is right. A latest version that was ever published stays as it is; the trial goes into the next draft.
/// </summary>
/// <param name="Name">By which the designer knows it.</param>
[Authority("Keep a trial with its flow, to be played at every publication", Role.Designer, InDistrictOnly = true)]
public sealed record KeepTrial(
    string DefinitionId,
    string Name,
    string ItemCode,
    int[]? Branches = null,
    int[]? Refuse = null,
    int[]? Late = null,
    JsonObject? Form = null,
    int[]? Correct = null,
    int[]? Stop = null
);

internal sealed class KeepTrialValidator : AbstractValidator<KeepTrial>
{
    public KeepTrialValidator()
    {
        RuleFor(command => command.DefinitionId).IsCode();
        RuleFor(command => command.Name).Given().IsName();
        RuleFor(command => command.ItemCode).Given().IsCode();
        RuleFor(command => command.Branches).HasAtMost(TextLengths.List);
        RuleFor(command => command.Refuse).HasAtMost(TextLengths.List);
        RuleFor(command => command.Late).HasAtMost(TextLengths.List);
        RuleFor(command => command.Correct).HasAtMost(TextLengths.List);
        RuleFor(command => command.Stop).HasAtMost(TextLengths.List);
        RuleFor(command => command.Form)
            .Refuses((form, _) => form is not null && PlainText.FaultIn(form) is { } fault ? PlainText.Refuse(fault) : null);
    }
}

/// <inheritdoc cref="KeepTrial"/>
public sealed class KeepTrialHandler(HouseStore house, DefinitionRegister register, FlowOnTrial flows, TrialRunHandler trials)
    : Handler<KeepTrial, KeptTrial>
{
    protected override Task<ErrorOr<KeptTrial>> CarryOutAsync(KeepTrial command, Act act, CancellationToken cancellation) =>
        DefinitionVersions.ActAsync(house, command.DefinitionId, register, act, history => Keep(history, command, act), cancellation);

    private ErrorOr<KeptTrial> Keep(DefinitionVersions history, KeepTrial command, Act act)
    {
        if (history.Latest is not { } latest)
            return DefinitionRefusals.NoSuchDefinition(command.DefinitionId);
        var run = new TrialRun(
            flows.Ready(latest),
            command.ItemCode,
            null,
            command.Branches,
            command.Refuse,
            command.Late,
            command.Form,
            command.Correct,
            command.Stop
        );
        var played = trials.Handle(run);
        if (played.IsError)
            return played.Errors;
        var kept = new KeptTrial(
            command.Name.Trim(),
            command.ItemCode,
            TrialEnd.Of(played.Value),
            command.Branches,
            command.Refuse,
            command.Late,
            command.Correct,
            command.Stop,
            command.Form
        );
        var others = KeptTrial.Of(latest).Where(trial => trial.Name != kept.Name).ToList();
        if (others.Count >= KeptTrial.Most)
            return Refusal.Conflict(RefusalCode.TooManyTrialsKept, ("most", KeptTrial.Most));
        history.Keep(latest, KeptTrial.Property, KeptTrial.Write([.. others, kept]), act);
        return kept;
    }
}
