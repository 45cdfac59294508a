using System.Text.Json.Nodes;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Catalogue;

/// <summary>A form holds what its item asks for, and nothing else.</summary>
public sealed class FormRulesTests
{
    private static readonly ServiceItem Shop = SampleDistrict.Catalogue().InForce("610104-YJS-002", new(2026, 3, 2))! with
    {
        Form =
        [
            new()
            {
                Key = "shopName",
                Name = "字号",
                IsRequired = true,
                MostCharacters = 10,
            },
            new()
            {
                Key = "seats",
                Name = "座位数",
                Kind = FormFieldKind.Number,
                Least = 1,
                Most = 500,
            },
            new()
            {
                Key = "opensOn",
                Name = "开业日期",
                Kind = FormFieldKind.Day,
            },
            new()
            {
                Key = "cuisine",
                Name = "菜系",
                Kind = FormFieldKind.Choice,
                Choices = ["陕菜", "川菜"],
            },
            new()
            {
                Key = "remarks",
                Name = "备注",
                Kind = FormFieldKind.Text,
            },
        ],
    };

    [Theory]
    [InlineData("""{"shopName":"莲湖小馆","seats":42,"opensOn":"2026-05-01","cuisine":"陕菜","remarks":"一\n二"}""", null, null)]
    [InlineData("""{}""", "form.shopName", "text_missing")]
    [InlineData("""{"shopName":"  "}""", "form.shopName", "text_missing")]
    [InlineData("""{"shopName":"一二三四五六七八九十一"}""", "form.shopName", "text_too_long")]
    [InlineData("""{"shopName":"莲湖\u202e小馆"}""", "form.shopName", "text_character_hidden")]
    [InlineData("""{"shopName":7}""", "form.shopName", "form_field_kind_wrong")]
    [InlineData("""{"shopName":"馆","seats":"42"}""", "form.seats", "form_field_kind_wrong")]
    [InlineData("""{"shopName":"馆","seats":501}""", "form.seats", "form_number_out_of_range")]
    [InlineData("""{"shopName":"馆","seats":1e400}""", "form.seats", "form_number_out_of_range")]
    [InlineData("""{"shopName":"馆","opensOn":"2026-02-30"}""", "form.opensOn", "form_field_kind_wrong")]
    [InlineData("""{"shopName":"馆","cuisine":"粤菜"}""", "form.cuisine", "form_choice_unknown")]
    [InlineData("""{"shopName":"馆","remarks":{"a":1}}""", "form.remarks", "form_field_kind_wrong")]
    [InlineData("""{"shopName":"馆","signboard":"大"}""", "form.signboard", "form_field_unknown")]
    [InlineData("""{"shopName":"馆","sellsTobacco":"yes"}""", "form.sellsTobacco", "form_field_kind_wrong")]
    [InlineData("""{"shopName":"馆","sellsTobacco":true,"premisesAddress":"长安路 1 号"}""", null, null)]
    public void A_field_is_one_of_the_item_and_of_its_kind(string form, string? field, string? code)
    {
        var faults = FormRules.Check(Shop, (JsonObject)JsonNode.Parse(form)!);
        faults.Select(fault => (fault.Metadata![Refusal.FieldKey], fault.Code)).ShouldBe(code is null ? [] : [(field!, code)]);
    }

    [Fact]
    public void Twenty_thousand_fields_are_refused_in_a_few_words()
    {
        var form = new JsonObject();
        for (var at = 0; at < 20_000; at++)
            form[$"k{at}"] = "x";
        FormRules.CheckGiven(Shop, form).Count.ShouldBe(10);
        FormRules.Sizes(form, new("form", new(2026, 3, 2))).ShouldHaveSingleItem().Code.ShouldBe("list_too_long");
    }

    [Fact]
    public void A_draft_names_its_fields_once_and_plainly()
    {
        var draft = ItemDraft.Of(Shop, new(2026, 3, 2)) with
        {
            Form =
            [
                new() { Key = "a b", Name = "x" },
                new() { Key = "shop", Name = "x" },
                new() { Key = "shop", Name = "x" },
                new()
                {
                    Key = "kind",
                    Name = "x",
                    Kind = FormFieldKind.Choice,
                },
            ],
        };
        Validators
            .Check(draft, new(2026, 3, 2))
            .Select(fault => (fault.Metadata![Refusal.FieldKey], fault.Code))
            .ShouldBe([
                ("form[0].key", "item_code_malformed"),
                ("form[2].key", "form_field_twice"),
                ("form[3].choices", "form_choices_wrong"),
            ]);
    }

    [Fact]
    public void What_is_wrong_with_a_draft_is_told_at_its_field()
    {
        var draft = ItemDraft.Of(Shop, new(2026, 3, 2));
        var wrong = draft with { ItemCode = "610104-YJS-099", Branches = [draft.Branches[0] with { Fee = -1 }, .. draft.Branches.Skip(1)] };
        Validators
            .Check(new PublishItem(wrong, 0, Guid.Empty), new(2026, 3, 2))
            .ShouldHaveSingleItem()
            .Metadata![Refusal.FieldKey]
            .ShouldBe("branches[0].fee");
    }
}
