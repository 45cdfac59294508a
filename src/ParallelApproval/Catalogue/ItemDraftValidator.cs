using System.Text.Json;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Inputs;

namespace ParallelApproval.Catalogue;

/// <summary>
/// What must hold of a draft by itself before it may be published; <see cref="ItemChecks"/> asks what the district says to it.
/// </summary>
internal sealed class ItemDraftValidator : AbstractValidator<ItemDraft>
{
    public ItemDraftValidator()
    {
        RuleFor(draft => draft).RefusesAll((draft, _) => ItemRules.Of(draft));
        RuleFor(draft => draft)
            .RefusesAll((draft, _) => TextRules.FaultsIn(JsonSerializer.SerializeToNode(draft, HouseJson.Options), TextLengths.Note));
        RuleFor(draft => draft.EffectiveFrom).Refuses((day, place) => day < place.Today ? ItemChecks.StartsInPast(place.Today, day) : null);
        RuleFor(draft => draft.CommonNames).HasAtMost(TextLengths.List);
        RuleFor(draft => draft.Branches).HasAtMost(TextLengths.List);
        RuleFor(draft => draft.Materials).HasAtMost(2 * TextLengths.List);
    }
}
