using System.Text.Json.Serialization;
using ErrorOr;
using ParallelApproval.Identities;
using ParallelApproval.Supervision;
using ParallelApproval.Web.OpenApi;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Supervision;

/// <summary>Body of <c>POST /api/supervision/cards/{id}/answer</c>.</summary>
/// <param name="Measures">What is done about it; required for a red card.</param>
/// <param name="SignedOffBy">The head of the department as he signs; required for a red card.</param>
internal sealed record CardAnswerBody(string Explanation, CauseCode Cause, string? Measures = null, string? SignedOffBy = null);

/// <summary>Body of <c>POST /api/supervision/cards/{id}/reminder</c>.</summary>
internal sealed record CardReminderBody(string Words);

/// <summary>Body of <c>POST /api/supervision/cards/{id}/appeal</c>.</summary>
internal sealed record CardAppealBody(AppealGround Ground, string Statement);

/// <summary>Body of <c>POST /api/supervision/cards/{id}/appeal/decision</c>.</summary>
internal sealed record CardAppealDecisionBody(bool Granted, string Reason);

/// <summary>Body of <c>POST /api/supervision/orders</c>.</summary>
/// <param name="Case">The case it concerns; left out when it concerns none or follows from the card.</param>
/// <param name="Card">The card it comes from.</param>
/// <param name="Department">Who must act; the card's department when left out.</param>
/// <param name="Days">Working days from issue to the reply; the usual ones when left out.</param>
internal sealed record OrderBody(
    OrderKind Kind,
    string Facts,
    string Demand,
    string? Department = null,
    [property: NumberText(NumberTextAttribute.Case)] string? Case = null,
    [property: NumberText(NumberTextAttribute.Card)] string? Card = null,
    int? Branch = null,
    OrderLevel Level = OrderLevel.Ordinary,
    string? Officer = null,
    string? Basis = null,
    string? Source = null,
    int? Days = null,
    string[]? CopyTo = null,
    string[]? Attachments = null
) : IJsonOnDeserialized
{
    void IJsonOnDeserialized.OnDeserialized()
    {
        Elements.MustBeThere(CopyTo, "copyTo");
        Elements.MustBeThere(Attachments, "attachments");
    }

    /// <summary>The command; refused where a number is not one as printed, or the card lies in another case.</summary>
    public ErrorOr<DraftOrder> Command()
    {
        CaseNumber? file = null;
        CardNumber? card = null;
        if (Case is not null && !(CaseNumber.TryParse(Case, out var number) && !number.IsOfCentre && (file = number) is not null))
            return FrontRefusals.WrongType("case");
        if (Card is not null && !(CardNumber.TryParse(Card, out var from) && (card = from) is not null))
            return FrontRefusals.WrongType("card");
        if (file is { } wanted && card is { } source && source.File != wanted)
            return FrontRefusals.WrongType("card");
        return new DraftOrder(
            Kind,
            Department,
            Facts,
            Demand,
            file,
            card,
            Branch,
            Level,
            Officer,
            Basis,
            Source,
            Days,
            CopyTo,
            Attachments
        );
    }
}

/// <summary>Body of <c>POST /api/supervision/orders/{id}/reply</c>.</summary>
/// <param name="DoneOn">By which day the measures are carried out.</param>
/// <param name="SignedOffBy">The head of the department as he signs; required when the order comes from a red card.</param>
internal sealed record OrderReplyBody(
    string Findings,
    CauseCode Cause,
    string Measures,
    string Responsible,
    DateOnly DoneOn,
    string? SignedOffBy = null
);

/// <summary>Body of <c>POST /api/supervision/orders/{id}/review</c>.</summary>
/// <param name="Days">Working days for the next reply, when it is returned.</param>
/// <param name="Deduction">Points that the order costs, when it is accepted.</param>
internal sealed record OrderReviewBody(bool Accepted, string Opinion, int? Days = null, int Deduction = 0);

/// <summary>Body of <c>POST /api/supervision/orders/{id}/extension</c>.</summary>
/// <param name="Days">Working days more.</param>
internal sealed record OrderExtensionBody(int Days, string Reason);

/// <summary>Body of <c>POST /api/supervision/orders/{id}/extension/decision</c>.</summary>
/// <param name="Reason">Required when it is not granted.</param>
internal sealed record ExtensionDecisionBody(bool Granted, string? Reason = null);

/// <summary>Body of <c>POST /api/supervision/orders/{id}/escalation</c>.</summary>
internal sealed record EscalationBody(EscalationStep Step, string Reason);

/// <summary>Body of <c>POST /api/supervision/orders/{id}/withdrawal</c>.</summary>
internal sealed record OrderWithdrawalBody(string Reason);
