using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 设定并联块: whom a block of parallel approval asks, and who waits for whom. The latest version takes it; one that was ever published stays
/// as it is, and the next draft takes it.
/// </summary>
/// <param name="Stamp">Of the content that the designer has before him.</param>
/// <param name="Lanes">Codes of departments, or numbers of branches; none for all branches of the item.</param>
[Authority("Say whom a block of parallel approval asks, and who waits for whom", Role.Designer, InDistrictOnly = true)]
public sealed record LayOutBlock(string DefinitionId, string Block, string Stamp, string[] Lanes, LaneWait[]? Waits = null);

/// <summary>One lane of a block waits for another (先后关系).</summary>
/// <param name="First">For whom it waits.</param>
public sealed record LaneWait(string Lane, string First);

internal sealed class LayOutBlockValidator : AbstractValidator<LayOutBlock>
{
    public LayOutBlockValidator()
    {
        RuleFor(command => command.DefinitionId).IsCode();
        RuleFor(command => command.Block).Given().IsLine(TextLengths.Line);
        RuleFor(command => command.Stamp).Given().IsLine(TextLengths.Line);
        RuleFor(command => command.Lanes).HasAtMost(ParallelBlock.MostLanes);
        RuleFor(command => command.Waits).HasAtMost(TextLengths.List);
    }
}

/// <inheritdoc cref="LayOutBlock"/>
public sealed class LayOutBlockHandler(HouseStore house, DefinitionRegister register) : Handler<LayOutBlock, RedrawnFlow>
{
    protected override Task<ErrorOr<RedrawnFlow>> CarryOutAsync(LayOutBlock command, Act act, CancellationToken cancellation) =>
        BlockEdit.ActAsync(house, command.DefinitionId, command.Stamp, register, act, drawing => LayOut(drawing, command), cancellation);

    private static ErrorOr<string?> LayOut(BlockEdit drawing, LayOutBlock command)
    {
        if (drawing.Block(command.Block) is not { IsError: false, Value: var block })
            return drawing.Block(command.Block).Errors;
        var lanes = ParallelBlock.Of(command.Lanes, (command.Waits ?? []).Select(wait => (wait.Lane, wait.First)));
        if (lanes.Strangers.Count > 0)
            return Refusal.Input("waits", RefusalCode.BlockWaitsForStrangers, ("lanes", string.Join(", ", lanes.Strangers)));
        if (lanes.Circle.Count > 0)
            return Refusal.Input("waits", RefusalCode.BlockWaitsInCircle, ("lanes", string.Join(", ", lanes.Circle)));
        BlockEdit.Write(block, lanes);
        return command.Block;
    }
}
