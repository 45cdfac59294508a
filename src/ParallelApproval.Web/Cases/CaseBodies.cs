using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Web.OpenApi;

namespace ParallelApproval.Web.Cases;

/// <summary>Body of <c>POST /api/cases</c>: the application, and what the window does with it at once.</summary>
/// <param name="Form">The one form (一张表单); its fields are the item's own.</param>
/// <param name="Materials">The papers handed in; codes of the item's list.</param>
/// <param name="Branches">Numbers of the branches wanted; all that are not optional when left out.</param>
/// <param name="Confirmed">Codes of warnings that the clerk has seen and confirmed.</param>
/// <param name="Deferred">容缺: codes of papers promised for later.</param>
/// <param name="Accept">当场受理: accept at once if nothing is missing.</param>
/// <param name="Workflow">Another workflow than the item's own, for comparison and trial.</param>
/// <param name="Window">Number of the window at which the clerk sits.</param>
internal sealed record ReceiptBody(
    string ItemCode,
    Applicant Applicant,
    JsonObject? Form = null,
    SuppliedMaterial[]? Materials = null,
    int[]? Branches = null,
    DeliveryWay Delivery = DeliveryWay.Window,
    string[]? Confirmed = null,
    bool Accept = false,
    WorkflowChoice? Workflow = null,
    string[]? Deferred = null,
    string? Window = null
) : IJsonOnDeserialized
{
    void IJsonOnDeserialized.OnDeserialized()
    {
        Elements.MustBeThere(Materials, "materials");
        Elements.MustBeThere(Confirmed, "confirmed");
        Elements.MustBeThere(Deferred, "deferred");
        Elements.MustBePlain(Form, "form");
    }

    public ReceiveCase Command() =>
        new(new(ItemCode, Applicant, Form, Materials, Branches, Delivery, Confirmed, Deferred), Accept, Workflow, Window);
}

/// <summary>Body of <c>POST /api/cases/search</c>.</summary>
/// <param name="Search">
/// A case number or a part of it; a part of the applicant's name, of the item's name or of the form; a whole number or telephone, the last
/// four to eight characters of one, or the first four to eight of a telephone.
/// </param>
/// <param name="Open">True for cases that are not closed, false for those that are.</param>
/// <param name="Cursor">The <c>nextCursor</c> of the page before.</param>
internal sealed record CaseSearchBody(
    CaseStatus? Status = null,
    string? Department = null,
    ClockColour? Colour = null,
    string? Search = null,
    bool? Open = null,
    [property: NumberText(NumberTextAttribute.Case)] string? Cursor = null,
    int Limit = 50
);

/// <summary>Body of <c>POST /api/cases/{no}/correction-notice</c>; papers that are missing are added by themselves.</summary>
internal sealed record CorrectionBody(MaterialFault[] Faults) : IJsonOnDeserialized
{
    void IJsonOnDeserialized.OnDeserialized() => Elements.MustBeThere(Faults, "faults");
}

/// <summary>Body of <c>POST /api/cases/{no}/supplement</c>.</summary>
internal sealed record SupplementBody(SuppliedMaterial[] Materials) : IJsonOnDeserialized
{
    void IJsonOnDeserialized.OnDeserialized() => Elements.MustBeThere(Materials, "materials");
}

/// <summary>Body of <c>POST /api/cases/{no}/refusal</c>.</summary>
/// <param name="CompetentBody">Who is competent instead, if another body is.</param>
/// <param name="Ground">Why; when left out, by whether a competent body is named.</param>
internal sealed record RefusalBody(string Reason, string? CompetentBody = null, DeclineGround? Ground = null);

/// <summary>Body of <c>POST /api/cases/{no}/withdrawal</c>.</summary>
/// <param name="Branches">Numbers of the branches; the whole case when left out.</param>
internal sealed record WithdrawalBody(string? Reason = null, int[]? Branches = null);

/// <summary>Body of <c>POST /api/cases/{no}/refusal-answer</c>.</summary>
/// <param name="Branch">Number of the refused branch.</param>
internal sealed record RefusalAnswerBody(int Branch, RefusalAnswer Answer);

/// <summary>Body of <c>POST /api/cases/{no}/delivery</c>.</summary>
/// <param name="Way">How the results are handed over; as the application says when left out.</param>
/// <param name="Receiver">Who signs for them; the applicant when left out.</param>
internal sealed record DeliveryBody(DeliveryWay? Way = null, string? Receiver = null);

/// <summary>Body of <c>POST /api/cases/{no}/extension</c>.</summary>
/// <param name="Days">1 to 15 working days for a joint case, 1 to 10 for any other.</param>
/// <param name="ApprovedBy">Who gave leave, as the paper names him.</param>
internal sealed record ExtensionBody(int Days, string Reason, string ApprovedBy);
