using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Identities;
using ParallelApproval.Refusals;

namespace ParallelApproval.Web.Cases;

/// <summary>What has been typed at the window so far (填写中的申请): every field as text, half or wrong as it may be.</summary>
internal sealed class TypedApplication
{
    public string ItemCode { get; set; } = "";

    /// <summary>Null while the number tells nothing and nobody chose.</summary>
    public ApplicantKind? ChosenKind { get; set; }

    public string? IdNumber { get; set; }

    public string? Name { get; set; }

    public string? Phone { get; set; }

    public string? AgentName { get; set; }

    public string? AgentNumber { get; set; }

    public string? AgentPhone { get; set; }

    /// <summary>The fields of the item's form, by key.</summary>
    public Dictionary<string, string?> Fields { get; } = new(StringComparer.Ordinal);

    public DeliveryWay Delivery { get; set; }

    public bool IsConfirmed { get; set; }

    /// <summary>Form fields that bring an optional branch in.</summary>
    public HashSet<string> Wanted { get; } = new(StringComparer.Ordinal);

    /// <summary>What the clerk said of each paper; one that is not here has not been looked at.</summary>
    public Dictionary<string, MaterialState> Papers { get; } = new(StringComparer.Ordinal);

    /// <summary>The form in which a paper came, where it is another than the item asks for.</summary>
    public Dictionary<string, MaterialForm> Forms { get; } = new(StringComparer.Ordinal);

    /// <summary>Chosen, or told by the number: a unified credit code has letters or does not hold a date of birth.</summary>
    public ApplicantKind Kind(DateOnly today) => ChosenKind ?? (IsOrganisation(today) ? ApplicantKind.Organisation : ApplicantKind.Person);

    public bool HasAgent =>
        !string.IsNullOrWhiteSpace(AgentName) || !string.IsNullOrWhiteSpace(AgentNumber) || !string.IsNullOrWhiteSpace(AgentPhone);

    public int[] Branches(ServiceItem item) =>
        [
            .. item
                .Branches.Where(branch => !branch.IsOptional || (branch.ChosenBy is { } field && Wanted.Contains(field)))
                .Select(branch => branch.Number),
        ];

    public IEnumerable<MaterialRequirement> Asked(ServiceItem item) => item.AskedFor(Branches(item));

    public ReceiveCase Command(ServiceItem item, bool accept, DateOnly today)
    {
        var asked = Asked(item).ToList();
        string[] Of(MaterialState state) =>
            [.. asked.Where(paper => Papers.GetValueOrDefault(paper.Code, MaterialState.Missing) == state).Select(paper => paper.Code)];
        var agent = HasAgent ? new Agent(AgentName ?? "", AgentNumber ?? "", AgentPhone) : null;
        return new(
            new(
                ItemCode,
                new(Kind(today), Name ?? "", IdNumber ?? "", Phone, agent),
                Form(item),
                [
                    .. Of(MaterialState.Supplied)
                        .Select(code => new SuppliedMaterial(code, Forms.TryGetValue(code, out var form) ? form : null)),
                ],
                Branches(item),
                Delivery,
                IsConfirmed ? [RefusalCode.CreditCodeCheckUnconfirmed.Name, RefusalCode.CitizenRegionUnconfirmed.Name] : null,
                Of(MaterialState.Deferred) is { Length: > 0 } promised ? promised : null
            ),
            accept
        );
    }

    /// <summary>The form as it stands; what was typed for another item is left out.</summary>
    public JsonObject Form(ServiceItem item)
    {
        var form = new JsonObject();
        foreach (var field in item.Form)
            if (Fields.GetValueOrDefault(field.Key) is { } typed && !string.IsNullOrWhiteSpace(typed))
                form[field.Key] = Value(field, typed.Trim());
        foreach (var field in Wanted.Order(StringComparer.Ordinal))
            form[field] = true;
        return form;
    }

    /// <summary>What was typed, as the form keeps it; what is none of its kind stays text, and is refused beside its field.</summary>
    internal static JsonNode Value(FormField field, string typed) =>
        field.Kind switch
        {
            FormFieldKind.Flag => typed is "true",
            FormFieldKind.Number
                when decimal.TryParse(
                    typed.Normalize(NormalizationForm.FormKC),
                    NumberStyles.Number,
                    CultureInfo.InvariantCulture,
                    out var number
                ) => number,
            _ => typed,
        };

    private bool IsOrganisation(DateOnly today) =>
        CitizenNumber.Parse(IdNumber, today) is { IsError: true } number
        && (number.FirstError.Is(RefusalCode.CitizenNumberMalformed) || number.FirstError.Is(RefusalCode.CitizenNumberNoSuchDay))
        && UnifiedCreditCode.Parse(IdNumber) is { IsError: false };

    /// <summary>Takes up what the browser kept; names are those of the inputs. What no longer fits is left out.</summary>
    public void TakeUp(IReadOnlyDictionary<string, string> kept)
    {
        string? Text(string name) => kept.TryGetValue(name, out var text) && text.Length > 0 ? text : null;
        ItemCode = Text("itemCode") ?? "";
        (IdNumber, Name, Phone) = (Text("applicant.idNumber"), Text("applicant.name"), Text("applicant.phone"));
        (AgentName, AgentNumber, AgentPhone) = (
            Text("applicant.agent.name"),
            Text("applicant.agent.idNumber"),
            Text("applicant.agent.phone")
        );
        if (Enum.TryParse<ApplicantKind>(Text("applicant.kind"), out var kind))
            ChosenKind = kind;
        if (Enum.TryParse<DeliveryWay>(Text("delivery"), out var way))
            Delivery = way;
        IsConfirmed = Text("confirmed") is not null;
        foreach (var (name, value) in kept)
            if (name.StartsWith("form.", StringComparison.Ordinal))
                Fields[name["form.".Length..]] = value;
            else if (name.StartsWith("wanted.", StringComparison.Ordinal))
                Wanted.Add(name["wanted.".Length..]);
            else if (name.StartsWith("paper.", StringComparison.Ordinal) && Enum.TryParse<MaterialState>(value, out var state))
                Papers[name["paper.".Length..]] = state;
            else if (name.StartsWith("given.", StringComparison.Ordinal) && Enum.TryParse<MaterialForm>(value, out var given))
                Forms[name["given.".Length..]] = given;
    }

    public static Dictionary<string, string>? Read(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
