using System.Text.Json.Serialization;
using ParallelApproval.Cases;

namespace ParallelApproval.Web.Cases;

/// <summary>Body of <c>POST /api/tasks/{id}/hearing-right</c>.</summary>
/// <param name="Subject">What is to be heard.</param>
/// <param name="NoticeDelivered">Those concerned have the notice in hand.</param>
/// <param name="ByPublicNotice">Told to the public, too.</param>
internal sealed record HearingRightBody(string Subject, bool NoticeDelivered, bool ByPublicNotice = false);

/// <summary>Body of <c>POST /api/cases/{no}/hearing-request</c>.</summary>
/// <param name="Party">Number of the interested party; the applicant asks when left out.</param>
internal sealed record HearingRequestBody(int Branch, int? Party = null);

/// <summary>Body of <c>POST /api/tasks/{id}/hearing</c>.</summary>
/// <param name="Chair">Account of an officer who has no hand in the matter.</param>
/// <param name="NoticeDelivered">Those concerned have the notice in hand.</param>
/// <param name="Secrecy">Why it is not public; public when left out.</param>
/// <param name="Subject">What is to be heard; what was told with the right to it when left out.</param>
internal sealed record HearingBody(
    DateTimeOffset At,
    string Place,
    string Chair,
    bool NoticeDelivered,
    Secrecy? Secrecy = null,
    string? Subject = null
);

/// <summary>Body of <c>POST /api/tasks/{id}/hearing/record</c>.</summary>
/// <param name="Signatures">Names of two people at least who signed.</param>
/// <param name="IsGivenUp">Who had asked for the hearing did not come.</param>
internal sealed record HearingRecordBody(string Minutes, string[] Signatures, bool IsGivenUp = false) : IJsonOnDeserialized
{
    void IJsonOnDeserialized.OnDeserialized() => Elements.MustBeThere(Signatures, "signatures");
}

/// <summary>Body of <c>POST /api/tasks/{id}/inspectors</c>.</summary>
/// <param name="Officers">Names of two officers at least.</param>
internal sealed record InspectorsBody(string[] Officers) : IJsonOnDeserialized
{
    void IJsonOnDeserialized.OnDeserialized() => Elements.MustBeThere(Officers, "officers");
}

/// <summary>Body of <c>POST /api/cases/{no}/interested-parties</c>.</summary>
/// <param name="Contact">Telephone or address.</param>
/// <param name="Interest">What the decision means for him.</param>
/// <param name="Branch">The branch that bears on him; all when left out.</param>
internal sealed record InterestedPartyBody(string Name, string Contact, string Interest, int? Branch = null);

/// <summary>Body of <c>POST /api/cases/{no}/interested-parties/notice</c>.</summary>
/// <param name="Days">Working days that he has, 1 to 20.</param>
/// <param name="NoticeDelivered">He has the notice in hand.</param>
internal sealed record PartyNoticeBody(int Party, int Days, bool NoticeDelivered);

/// <summary>Body of <c>POST /api/cases/{no}/interested-parties/statement</c>.</summary>
internal sealed record PartyStatementBody(int Party, string Statement);
