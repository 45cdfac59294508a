using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Engine;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Languages;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Workflows;

/// <summary>A fact that a condition may ask for, in the words of the reader (条件可用数据).</summary>
/// <param name="Group">What it belongs to: the form, the case, a branch, a paper.</param>
/// <param name="Choices">What it may be, where it is one of several; null for any.</param>
/// <param name="IsOfAll">Whether every item has it; a flow that asks for what one of its items has not is not published.</param>
public sealed record KnownFact(
    string Path,
    string Group,
    string Name,
    FactType Type,
    IReadOnlyList<(string Value, string Name)>? Choices = null,
    bool IsOfAll = true
)
{
    private static readonly Type[] Enumerations =
    [
        typeof(ApplicantKind),
        typeof(CaseStatus),
        typeof(DeliveryWay),
        typeof(ClockColour),
        typeof(BranchStatus),
        typeof(BranchKind),
        typeof(MaterialState),
    ];

    /// <summary>The signs that fit it, the usual one first.</summary>
    public IReadOnlyList<Comparer> Comparers =>
        Type switch
        {
            FactType.Number or FactType.Day =>
            [
                Comparer.More,
                Comparer.MoreOrEqual,
                Comparer.Less,
                Comparer.LessOrEqual,
                Comparer.Equal,
                Comparer.NotEqual,
                Comparer.Empty,
                Comparer.NotEmpty,
            ],
            FactType.Flag => [Comparer.Equal, Comparer.NotEqual, Comparer.Holds, Comparer.Empty, Comparer.NotEmpty],
            FactType.List => [Comparer.Contains, Comparer.Empty, Comparer.NotEmpty],
            _ when Choices is not null => [Comparer.Equal, Comparer.NotEqual, Comparer.Empty, Comparer.NotEmpty],
            _ => [Comparer.Equal, Comparer.NotEqual, Comparer.Contains, Comparer.Empty, Comparer.NotEmpty],
        };

    /// <summary>
    /// What the cases of these items have, the fields of their forms first, each fact once. Fields of one name and two kinds are left out:
    /// nothing that is compared with both could fit.
    /// </summary>
    public static IReadOnlyList<KnownFact> Of(IReadOnlyCollection<ServiceItem> items, Func<string, string> departmentName) =>
        [
            .. items
                .SelectMany(item => FactBook.Of(item).Select(fact => In(fact, item, departmentName)))
                .GroupBy(fact => fact.Path)
                .Where(same => same.Select(fact => fact.Type).Distinct().Count() == 1)
                .Select(same => same.First() with { IsOfAll = same.Count() == items.Count })
                .OrderBy(fact => fact.Path.StartsWith("form.", StringComparison.Ordinal) ? 0 : 1),
        ];

    private static KnownFact In(FactName fact, ServiceItem item, Func<string, string> departmentName)
    {
        var english = ReaderLanguage.IsEnglish;
        var names = fact.Path.Split('.');
        var (group, name) = names switch
        {
            ["form", var key] when item.FormFields.FirstOrDefault(field => field.Key == key) is { } field => (
                Words.Word("fact_of_form"),
                english && field.NameEn.Length > 0 ? field.NameEn : field.Name
            ),
            ["branches", var number, var of] => (
                Words.Word("fact_of_branch", number, departmentName(item.Branches.First(one => $"{one.Number}" == number).DepartmentCode)),
                Words.Word("fact_" + of)
            ),
            ["papers", var code, var of] when item.Materials.First(paper => paper.Code == code) is var paper => (
                Words.Word("fact_of_paper", english ? paper.NameEn : paper.Name),
                Words.Word("fact_" + of)
            ),
            ["promise" or "legalLimit", var of] => (Words.Word("fact_" + names[0]), Words.Word("fact_" + of)),
            _ => (Words.Word("fact_of_case"), Words.Word("fact_" + fact.Path)),
        };
        return new(fact.Path, group, name, fact.Type, fact.Choices?.Select(choice => (choice, Said(fact.Choices, choice))).ToList());
    }

    private static string Said(IReadOnlyList<string> choices, string choice) =>
        Array.Find(Enumerations, type => Enum.GetNames(type).SequenceEqual(choices)) is { } type
            ? Words.Find($"{type.Name}_{choice}") ?? choice
            : choice;
}
