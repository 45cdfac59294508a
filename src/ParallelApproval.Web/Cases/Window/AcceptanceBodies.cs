using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ParallelApproval.Cases;

namespace ParallelApproval.Web.Cases;

/// <summary>Body of <c>POST /api/cases/{no}/correction-on-the-spot</c>.</summary>
/// <param name="Form">Fields of the form with their new values.</param>
internal sealed record OnTheSpotBody(MaterialFault[] Corrections, JsonObject? Form = null) : IJsonOnDeserialized
{
    void IJsonOnDeserialized.OnDeserialized()
    {
        Elements.MustBeThere(Corrections, "corrections");
        Elements.MustBePlain(Form, "form");
    }
}

/// <summary>Body of <c>POST /api/cases/{no}/deferred-acceptance</c>.</summary>
/// <param name="Papers">Codes of the papers to be deferred.</param>
/// <param name="IsSigned">The applicant has signed the promise.</param>
/// <param name="Days">Working days; as many as the item promises when left out.</param>
/// <param name="Confirmed">Codes of warnings that the clerk has seen and confirmed.</param>
internal sealed record DeferralBody(string[] Papers, bool IsSigned, int? Days = null, string[]? Confirmed = null) : IJsonOnDeserialized
{
    void IJsonOnDeserialized.OnDeserialized()
    {
        Elements.MustBeThere(Papers, "papers");
        Elements.MustBeThere(Confirmed, "confirmed");
    }
}

/// <summary>Body of <c>POST /api/cases/{no}/commitment</c>.</summary>
/// <param name="Confirmed">Codes of warnings that the clerk has seen and confirmed.</param>
internal sealed record CommitmentBody(bool IsSigned, string[]? Confirmed = null) : IJsonOnDeserialized
{
    void IJsonOnDeserialized.OnDeserialized() => Elements.MustBeThere(Confirmed, "confirmed");
}

/// <summary>Body of requests that only give a reason.</summary>
internal sealed record ReasonBody(string Reason);

/// <summary>Body of <c>POST /api/cases/{no}/on-the-spot-decision</c>.</summary>
/// <param name="Reasons">Why it is refused; required with a refusal.</param>
internal sealed record OnTheSpotDecisionBody(Verdict Decision, string Opinion, string? Reasons = null);

/// <summary>Body of <c>POST /api/cases/{no}/fees</c>.</summary>
/// <param name="Amount">Yuan, to the fen.</param>
internal sealed record FeeBody(int Branch, decimal Amount, string? ReceiptNumber = null);

/// <summary>Body of <c>POST /api/cases/{no}/sending-up</c>.</summary>
/// <param name="Agrees">False for a contrary opinion, which goes up as well.</param>
internal sealed record SendingUpBody(bool Agrees, string Opinion);

/// <summary>Body of <c>POST /api/cases/{no}/fees/correction</c> and <c>…/fees/refund</c>.</summary>
/// <param name="Amount">Yuan: of a correction what was paid, of a refund what goes back.</param>
internal sealed record FeeChangeBody(int Branch, decimal Amount, string Reason, string? ReceiptNumber = null);

/// <summary>Body of <c>POST /api/cases/{no}/follow-up</c>.</summary>
/// <param name="Inspectors">Names of two officers at least.</param>
internal sealed record FollowUpBody(bool IsMet, string Findings, string[] Inspectors) : IJsonOnDeserialized
{
    void IJsonOnDeserialized.OnDeserialized() => Elements.MustBeThere(Inspectors, "inspectors");
}

/// <summary>Body of <c>POST /api/cases/{no}/recusal</c>.</summary>
/// <param name="Officer">Account of the officer who shall withdraw.</param>
/// <param name="AskedBy">Name of the interested party; left out when the officer asks himself.</param>
internal sealed record RecusalBody(int Branch, string Officer, string Ground, string? AskedBy = null);

/// <summary>Body of <c>POST /api/cases/{no}/recusal-decision</c>.</summary>
/// <param name="To">Account of who takes the task over; the pool when left out.</param>
internal sealed record RecusalDecisionBody(int Branch, bool Withdraws, string Reason, string? To = null);

/// <summary>Body of <c>POST /api/cases/{no}/site-visit</c>.</summary>
internal sealed record SiteVisitBody(DateTimeOffset At, string Place);

/// <summary>Body of <c>POST /api/cases/{no}/site-visit/conclusion</c>.</summary>
/// <param name="Officers">Names of two different officers at least.</param>
/// <param name="At">Of a visit that nobody called: when it was; now when left out.</param>
/// <param name="Place">Of a visit that nobody called: where.</param>
internal sealed record VisitConclusionBody(
    int Branch,
    string[] Officers,
    bool Passes,
    string Text,
    string[]? Defects = null,
    DateTimeOffset? At = null,
    string? Place = null
) : IJsonOnDeserialized
{
    void IJsonOnDeserialized.OnDeserialized()
    {
        Elements.MustBeThere(Officers, "officers");
        Elements.MustBeThere(Defects, "defects");
    }
}
