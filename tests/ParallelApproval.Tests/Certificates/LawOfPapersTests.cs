using System.Text.RegularExpressions;

namespace ParallelApproval.Certificates;

/// <summary>行政许可法 is the law of licences: a paper of anything else does not rest on it.</summary>
public sealed partial class LawOfPapersTests
{
    // Hearings, renewals by silence, interested parties and inspectors are things of licences alone.
    private static readonly DocumentKind[] OfLicences =
    [
        DocumentKind.HearingRightNotice,
        DocumentKind.HearingNotice,
        DocumentKind.HearingRecord,
        DocumentKind.PartyNotice,
        DocumentKind.InspectorsNotice,
        DocumentKind.DeemedRenewal,
    ];

    public static TheoryData<DocumentKind> Kinds => [.. Enum.GetValues<DocumentKind>().Except(OfLicences)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_paper_that_is_not_of_a_licence_does_not_name_the_law_of_licences(DocumentKind kind) =>
        OnlyOfLicences().Replace(DocumentTemplates.OfProduct(kind), "").ShouldNotContain("行政许可法");

    [GeneratedRegex(@"\{% if power\.isLicence %\}.*?\{% (?:else|endif) %\}", RegexOptions.Singleline)]
    private static partial Regex OnlyOfLicences();
}
