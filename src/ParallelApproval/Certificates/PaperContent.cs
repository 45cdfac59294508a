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
public sealed record PaperContent(
    string Holder,
    string HolderNumber,
    string Item,
    string? Result,
    string Issuer,
    CertificateContent? Certificate
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
                    Text(made, "address"),
                    Text(made, "scope"),
                    DateOnly.FromDateTime(document.IssuedAt.DateTime),
                    PaperStandings.LastDay(document)
                )
                : null
        );
    }

    private static string? Text(JsonNode? facts, string name) => facts?[name]?.ToString();
}

/// <summary>What a certificate says (证照照面信息).</summary>
/// <param name="Document">What is printed, e.g. 餐饮服务许可证（有效期3年）.</param>
/// <param name="Address">The place that it is granted for; null where it names none.</param>
/// <param name="Scope">What may be done under it; null where it names nothing.</param>
/// <param name="ValidFrom">Asia/Shanghai.</param>
/// <param name="ValidTo">The last valid day; null for ever.</param>
public sealed record CertificateContent(
    string Number,
    string Name,
    string Document,
    string? Address,
    string? Scope,
    DateOnly ValidFrom,
    DateOnly? ValidTo
);
