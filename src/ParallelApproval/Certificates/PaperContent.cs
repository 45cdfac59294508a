using System.Text.Json.Nodes;
using ParallelApproval.Cases;
using ParallelApproval.Identities;

namespace ParallelApproval.Certificates;

/// <summary>
/// What anybody who verifies a paper is shown of it (验真公开内容), with personal data masked (个人信息保护法 art. 28): enough to see that a copy was
/// altered, not enough to learn who somebody is.
/// </summary>
/// <param name="Holder">An organisation in full, a citizen masked.</param>
/// <param name="HolderNumber">The credit code in full, a citizen's number masked.</param>
/// <param name="Item">Name of the item.</param>
/// <param name="Result">What it grants or refuses, e.g. 营业执照; null for papers of the whole case.</param>
/// <param name="Issuer">The body that issued it.</param>
/// <param name="Certificate">Null for papers that are no certificate.</param>
/// <param name="IsOrganisation">Whether the holder is no citizen.</param>
public sealed record PaperContent(
    string Holder,
    string HolderNumber,
    string Item,
    string? Result,
    string Issuer,
    CertificateContent? Certificate,
    bool IsOrganisation
)
{
    internal static PaperContent Of(Document document, CaseFact fact)
    {
        var facts = JsonNode.Parse(document.Facts)!;
        var (holder, number) = (Text(facts["applicant"], "name") ?? "", Text(facts["applicant"], "number") ?? "");
        return new(
            fact.IsOrganisation ? holder : Masks.Name(holder),
            fact.IsOrganisation ? number : Masks.Number(number),
            Text(facts["item"], "name") ?? fact.ItemName,
            Text(facts, "result"),
            Text(facts, document.Branch == 0 ? "issuer" : "department") ?? "",
            document.Kind is DocumentKind.CertificatePaper && facts["certificate"] is { } made
                ? new(
                    Text(made, "number") ?? "",
                    Text(made, "name") ?? "",
                    Text(made, "document") ?? "",
                    Text(made, "scope"),
                    [
                        .. (made["particulars"] as JsonArray ?? []).Select(line => new Particular(
                            Text(line, "name") ?? "",
                            Text(line, "value") ?? ""
                        )),
                    ],
                    DateOnly.FromDateTime(document.IssuedAt.DateTime),
                    PaperStandings.LastDay(document)
                )
                : null,
            fact.IsOrganisation
        );
    }

    /// <summary>
    /// As anybody may see it who has not the paper itself: what a citizen's certificate names beside him may be as private as his name.
    /// </summary>
    public PaperContent ForAnybody() =>
        IsOrganisation || Certificate is null ? this : this with { Certificate = Certificate with { Particulars = [] } };

    private static string? Text(JsonNode? facts, string name) => facts?[name]?.ToString();
}

/// <summary>What a certificate says (证照照面信息).</summary>
/// <param name="Document">What is printed, e.g. 餐饮服务许可证（有效期3年）.</param>
/// <param name="Scope">What may be done under it; null where it names nothing.</param>
/// <param name="Particulars">What else it names, the address for instance.</param>
/// <param name="ValidFrom">Asia/Shanghai.</param>
/// <param name="ValidTo">The last valid day; null for ever.</param>
public sealed record CertificateContent(
    string Number,
    string Name,
    string Document,
    string? Scope,
    IReadOnlyList<Particular> Particulars,
    DateOnly ValidFrom,
    DateOnly? ValidTo
);

/// <summary>A line of a certificate, e.g. 经营场所地址.</summary>
public sealed record Particular(string Name, string Value);
