using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Catalogue;

/// <summary>
/// What is checked in a form (表单校验): every field is one that the item asks for, of its kind and within its limits. What the item does not
/// ask for is not kept.
/// </summary>
public static class FormRules
{
    /// <summary>Fields in one form, whatever the item.</summary>
    public const int MostFields = 100;

    // A form that has nothing to do with the item would else be answered with a refusal for each of its fields.
    private const int MostStrangers = 10;

    /// <summary>Everything that is wrong with the form of a new application; a field is named <c>form.key</c>.</summary>
    public static List<Error> Check(ServiceItem item, JsonObject? form) => [.. CheckGiven(item, form), .. Missing(item, form)];

    /// <summary>Everything that is wrong with the fields that are given; others may stay as they are.</summary>
    public static List<Error> CheckGiven(ServiceItem item, JsonObject? form)
    {
        if (form is null)
            return [];
        var fields = item.FormFields.ToDictionary(field => field.Key, StringComparer.Ordinal);
        var strangers = form.Where(given => !fields.ContainsKey(given.Key))
            .Take(MostStrangers)
            .Select(given => Unknown(given.Key, item.ItemCode));
        return
        [
            .. strangers,
            .. form.Where(given => fields.ContainsKey(given.Key)).Select(given => Fault(fields[given.Key], given.Value)).OfType<Error>(),
        ];
    }

    /// <summary>What is wrong with the form whatever the item is: too many fields.</summary>
    internal static IEnumerable<Error> Sizes(JsonObject? form, Place place)
    {
        if (form?.Count > MostFields)
            yield return InputRefusals.ListTooLong(place.Field, MostFields, form.Count);
    }

    private static IEnumerable<Error> Missing(ServiceItem item, JsonObject? form) =>
        item
            .FormFields.Where(field => field.IsRequired && IsBlank(form?[field.Key]))
            .Select(field => InputRefusals.TextMissing(Path(field)));

    private static Error? Fault(FormField field, JsonNode? given)
    {
        if (IsBlank(given))
            return null;
        var place = new Place(Path(field), DateOnly.MinValue);
        return (field.Kind, given!.GetValueKind()) switch
        {
            (FormFieldKind.Line, JsonValueKind.String) => TextRules.Fault(
                given.GetValue<string>(),
                place,
                field.MostCharacters ?? TextLengths.Address,
                isLine: true
            ),
            (FormFieldKind.Text, JsonValueKind.String) => TextRules.Fault(
                given.GetValue<string>(),
                place,
                field.MostCharacters ?? TextLengths.Opinion,
                isLine: false
            ),
            (FormFieldKind.Number, JsonValueKind.Number) => IsWithin(field, given) ? null : OutOfRange(field),
            (FormFieldKind.Flag, JsonValueKind.True or JsonValueKind.False) => null,
            (FormFieldKind.Day, JsonValueKind.String) => DateOnly.TryParseExact(
                given.GetValue<string>(),
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out _
            )
                ? null
                : WrongKind(field),
            (FormFieldKind.Choice, JsonValueKind.String) => field.Choices?.Contains(given.GetValue<string>()) is true
                ? null
                : NotOffered(field),
            _ => WrongKind(field),
        };
    }

    private static bool IsWithin(FormField field, JsonNode given) =>
        decimal.TryParse(given.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && !(number < field.Least)
        && !(number > field.Most);

    private static bool IsBlank(JsonNode? given) =>
        given is null || (given.GetValueKind() is JsonValueKind.String && string.IsNullOrWhiteSpace(given.GetValue<string>()));

    private static string Path(FormField field) => "form." + field.Key;

    private static Error Unknown(string key, string itemCode) =>
        Refusal.Input(
            "form." + key,
            RefusalCode.FormFieldUnknown,
            ("item", itemCode),
            ("field", key.Length <= TextLengths.Code ? key : key[..TextLengths.Code] + "…")
        );

    private static Error WrongKind(FormField field) =>
        Refusal.Input(Path(field), RefusalCode.FormFieldKindWrong, ("field", field.Key), ("kind", field.Kind));

    private static Error OutOfRange(FormField field) =>
        Refusal.Input(
            Path(field),
            RefusalCode.FormNumberOutOfRange,
            ("field", field.Key),
            ("least", field.Least ?? decimal.MinValue),
            ("most", field.Most ?? decimal.MaxValue)
        );

    private static Error NotOffered(FormField field) =>
        Refusal.Input(
            Path(field),
            RefusalCode.FormChoiceUnknown,
            ("field", field.Key),
            ("choices", string.Join(", ", field.Choices ?? []))
        );
}
