using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 拆开并联块: a block of parallel approval becomes the single steps and arrows for which it stands, so that the designer draws on between
/// them.
/// </summary>
/// <param name="Stamp">Of the content that the designer has before him.</param>
[Authority("Take a block of parallel approval apart into single steps", Role.Designer, InDistrictOnly = true)]
public sealed record DrawBlockOut(string DefinitionId, string Block, string Stamp);

internal sealed class DrawBlockOutValidator : AbstractValidator<DrawBlockOut>
{
    public DrawBlockOutValidator()
    {
        RuleFor(command => command.DefinitionId).IsCode();
        RuleFor(command => command.Block).Given().IsLine(TextLengths.Line);
        RuleFor(command => command.Stamp).Given().IsLine(TextLengths.Line);
    }
}

/// <inheritdoc cref="DrawBlockOut"/>
public sealed class DrawBlockOutHandler(HouseStore house, DefinitionRegister register, OfficerRegister officers)
    : Handler<DrawBlockOut, RedrawnFlow>
{
    protected override Task<ErrorOr<RedrawnFlow>> CarryOutAsync(DrawBlockOut command, Act act, CancellationToken cancellation) =>
        BlockEdit.ActAsync(
            house,
            command.DefinitionId,
            command.Stamp,
            register,
            act,
            drawing => DrawOut(drawing, command.Block),
            cancellation
        );

    private ErrorOr<string?> DrawOut(BlockEdit drawing, string id)
    {
        if (drawing.Block(id) is not { IsError: false, Value: var block })
            return drawing.Block(id).Errors;
        var single = BlockDrawing.Of(id, BlockEdit.Read(block), lane => ApproveInParallelActivity.NameOf(officers, lane));
        var (x, y) = BlockEdit.Place(block);
        var (into, outOf) = (
            drawing.Arrows.Where(arrow => BlockEdit.To(arrow) == id).Select(BlockEdit.From).ToList(),
            drawing.Arrows.Where(arrow => BlockEdit.From(arrow).Step == id).ToList()
        );
        drawing.Remove([block]);
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var step in single.Steps)
        {
            ids[step.Id] = drawing.Free(step.Id.Replace('/', '-'));
            drawing.Add(step.Drawn(ids[step.Id], x, y));
        }

        foreach (var arrow in single.Arrows)
            drawing.Connect(ids[arrow.From], arrow.Port, ids[arrow.To]);
        foreach (var (step, port) in into)
            drawing.Connect(step == id ? ids[single.Exit] : step, port, ids[single.Entry]);
        foreach (var arrow in outOf.Where(arrow => BlockEdit.To(arrow) != id))
            drawing.Connect(ids[single.Exit], BlockEdit.From(arrow).Port, BlockEdit.To(arrow));
        return (string?)null;
    }
}
