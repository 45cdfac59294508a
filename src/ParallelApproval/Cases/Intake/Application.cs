using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Identities;

namespace ParallelApproval.Cases;

/// <summary>
/// The application (申请) as the window hands it in: the item, the applicant, the one form, the papers.
/// </summary>
/// <param name="Branches">The branches wanted; null for all that the form does not leave out.</param>
/// <param name="Confirmed">Codes of warnings that the clerk has seen and confirmed, e.g. <c>credit_code_check_digit</c>.</param>
/// <param name="Deferred">容缺: codes of papers that the applicant promises in writing to bring later; only such as the catalogue lets
/// wait.</param>
public sealed record Application(
    string ItemCode,
    Applicant Applicant,
    JsonObject? Form = null,
    SuppliedMaterial[]? Materials = null,
    int[]? Branches = null,
    DeliveryWay Delivery = DeliveryWay.Window,
    string[]? Confirmed = null,
    string[]? Deferred = null
)
{
    /// <summary>With names and numbers as they are kept. It has been validated.</summary>
    internal Application AsKept(DateOnly today) =>
        this with
        {
            Applicant = Applicant with
            {
                Name = Applicant.Name.Trim(),
                IdNumber =
                    Applicant.Kind is ApplicantKind.Person
                        ? CitizenNumber.Parse(Applicant.IdNumber, today).Value.Value
                        : UnifiedCreditCode.Parse(Applicant.IdNumber).Value.Value,
                Phone = Kept(Applicant.Phone),
                Agent = Applicant.Agent is { } agent
                    ? agent with
                    {
                        Name = agent.Name.Trim(),
                        IdNumber = CitizenNumber.Parse(agent.IdNumber, today).Value.Value,
                        Phone = Kept(agent.Phone),
                    }
                    : null,
            },
        };

    private static string? Kept(string? phone) => string.IsNullOrWhiteSpace(phone) ? null : PhoneNumber.Parse(phone).Value.Value;

    /// <summary>
    /// Which branches the case will have, in order; refuses a number the item does not have and the loss of one that is not optional.
    /// </summary>
    public ErrorOr<int[]> ChooseBranches(ServiceItem item)
    {
        if (Branches is null)
            return item.BranchesFor(Form).ToArray();
        foreach (var number in Branches)
            if (item.Branches.All(branch => branch.Number != number))
                return CaseRefusals.UnknownBranch(number, ItemCode);
        foreach (var branch in item.Branches)
            if (!branch.IsOptional && !Branches.Contains(branch.Number))
                return CaseRefusals.BranchNotOptional(branch.Number, ItemCode);
        return Branches.Distinct().Order().ToArray();
    }

    /// <summary>
    /// The checklist: every paper that the chosen branches use, once, in the order of the catalogue, with what was handed in. Papers that
    /// another branch makes are passed inside. A paper that is not on the published list is refused.
    /// </summary>
    public ErrorOr<List<CaseMaterial>> Checklist(ServiceItem item, int[] branches)
    {
        var supplied = new Dictionary<string, SuppliedMaterial>(StringComparer.Ordinal);
        for (var i = 0; i < (Materials?.Length ?? 0); i++)
        {
            var paper = Materials![i];
            if (item.Materials.All(material => material.Code != paper.Code || !material.IsAsked))
                return CaseRefusals.MaterialNotOnList(i, paper.Code);
            if (!supplied.TryAdd(paper.Code, paper))
                return CaseRefusals.MaterialTwice(i, paper.Code);
        }

        for (var i = 0; i < (Deferred?.Length ?? 0); i++)
        {
            var code = Deferred![i];
            if (item.Materials.FirstOrDefault(material => material.Code == code && material.IsAsked) is not { } paper)
                return CaseRefusals.DeferredNotOnList(i, code);
            if (!paper.IsDeferrable)
                return CaseRefusals.NotDeferrable(i, code);
            if (supplied.ContainsKey(code))
                return CaseRefusals.DeferredThoughThere(i, code);
        }

        var checklist = new List<CaseMaterial>(item.Materials.Count);
        foreach (var requirement in item.Materials)
            if (requirement.UsedBy.Any(branches.Contains))
                checklist.Add(Entry(checklist.Count + 1, requirement, supplied.GetValueOrDefault(requirement.Code)));
        return checklist;
    }

    private MaterialState StateOf(MaterialRequirement requirement, SuppliedMaterial? paper) =>
        !requirement.IsAsked ? MaterialState.PassedInside
        : paper is not null ? MaterialState.Supplied
        : Deferred?.Contains(requirement.Code) is true ? MaterialState.Deferred
        : MaterialState.Missing;

    private CaseMaterial Entry(int position, MaterialRequirement requirement, SuppliedMaterial? paper) =>
        new()
        {
            Position = position,
            Code = requirement.Code,
            Name = requirement.Name,
            State = StateOf(requirement, paper),
            Form = paper is null ? null : paper.Form ?? requirement.Form,
            Copies = paper is null ? 0 : paper.Copies ?? requirement.Copies,
            Version = paper is null ? 0 : 1,
        };
}
