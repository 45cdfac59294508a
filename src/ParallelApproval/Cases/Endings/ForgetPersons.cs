using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>
/// What the documents of a case hold of persons, taken out of them (去标识): names, contacts and what somebody said. Days, rounds and results
/// stay, so that it reads as before when and how often something was done.
/// </summary>
internal static class ForgetPersons
{
    public static void Of(CaseFile file)
    {
        foreach (var party in file.Section<PartySection>().Parties.ToList())
            file.Section<PartySection>().Put(Without(party));
        foreach (var hearing in file.Section<HearingSection>().Hearings.ToList())
            file.Section<HearingSection>().Put(Without(hearing));
        foreach (var visit in file.Section<VisitSection>().Visits.ToList())
            file.Section<VisitSection>().Put(Without(visit));
    }

    private static InterestedParty Without(InterestedParty party) =>
        party with
        {
            Name = DisposedCases.Erased,
            Contact = DisposedCases.Erased,
            Interest = DisposedCases.Erased,
            Statement = party.Statement is null ? null : DisposedCases.Erased,
        };

    private static Hearing Without(Hearing hearing) =>
        hearing with
        {
            Subject = DisposedCases.Erased,
            RequestedBy = hearing.RequestedBy is null ? null : DisposedCases.Erased,
            Place = hearing.Place is null ? null : DisposedCases.Erased,
            Minutes = hearing.Minutes is null ? null : DisposedCases.Erased,
            Signatures = [],
        };

    private static SiteVisit Without(SiteVisit visit) =>
        visit with
        {
            Place = DisposedCases.Erased,
            Conclusions =
            [
                .. visit.Conclusions.Select(found =>
                    found with
                    {
                        Text = DisposedCases.Erased,
                        Defects = Array.ConvertAll(found.Defects, _ => DisposedCases.Erased),
                    }
                ),
            ],
        };
}
