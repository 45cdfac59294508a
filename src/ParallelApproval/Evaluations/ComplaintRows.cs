using ParallelApproval.Cases;
using ParallelApproval.Database;

namespace ParallelApproval.Evaluations;

/// <summary>How a complaint is read and written, with or without a case file around it.</summary>
internal static class ComplaintRows
{
    /// <summary>Cases with a complaint that is not answered.</summary>
    public static readonly HoldsCases Holds = new(
        HoldGround.Complaint,
        $"SELECT case_key FROM complaints WHERE case_key = ANY ($1) AND status IN ('{nameof(ComplaintStatus.Lodged)}', "
            + $"'{nameof(ComplaintStatus.Accepted)}')"
    );

    public static ColumnMap<Complaint> Columns { get; } =
        new ColumnMap<Complaint>("complaints", isOfCase: false)
            .Key("number", complaint => complaint.Number.Serial)
            .Fixed("case_key", complaint => complaint.Case)
            .Fixed("subject", complaint => complaint.Subject)
            .Fixed("words", complaint => complaint.Words)
            .Fixed("contact", complaint => complaint.Contact)
            .Fixed("code", complaint => complaint.Code)
            .Fixed("lodged_at", complaint => complaint.LodgedAt)
            .Fixed("answer_due", complaint => complaint.AnswerDue)
            .Fixed("yellow_on", complaint => complaint.YellowOn)
            .Fixed("request_key", complaint => complaint.RequestKey)
            .Changing("against", complaint => complaint.Against)
            .Changing("status", complaint => complaint.Status)
            .Changing("is_upheld", complaint => complaint.IsUpheld)
            .Changing("answer", complaint => complaint.Answer)
            .Changing("answered_at", complaint => complaint.AnsweredAt)
            .Changing("told_at", complaint => complaint.ToldAt)
            .Changing("announced", complaint => complaint.Announced)
            .Changing("next_at", complaint => complaint.NextAt);
}
