using ParallelApproval.Evaluations;

namespace ParallelApproval.Appraisals;

/// <summary>The nine parts of the measurement of approval performance (行政审批绩效测评), 100 points in all, monthly.</summary>
public enum AppraisalPart
{
    /// <summary>政务公开, 10.</summary>
    Publication,

    /// <summary>流程规范, 14.</summary>
    Procedure,

    /// <summary>期限合法, 14.</summary>
    Time,

    /// <summary>收费合理, 8.</summary>
    Fees,

    /// <summary>满意度, 10: ten times the share of good ratings.</summary>
    Satisfaction,

    /// <summary>服务态度, 10.</summary>
    Attitude,

    /// <summary>监督检查, 14.</summary>
    Supervision,

    /// <summary>法律责任, 10.</summary>
    Liability,

    /// <summary>廉洁行政, 10.</summary>
    Integrity,
}

/// <summary>What each part weighs, and which finding counts in which.</summary>
public static class AppraisalParts
{
    public static readonly IReadOnlyDictionary<AppraisalPart, int> Weights = new Dictionary<AppraisalPart, int>
    {
        [AppraisalPart.Publication] = 10,
        [AppraisalPart.Procedure] = 14,
        [AppraisalPart.Time] = 14,
        [AppraisalPart.Fees] = 8,
        [AppraisalPart.Satisfaction] = 10,
        [AppraisalPart.Attitude] = 10,
        [AppraisalPart.Supervision] = 14,
        [AppraisalPart.Liability] = 10,
        [AppraisalPart.Integrity] = 10,
    };

    /// <summary>The part in which the card of a monitor point counts.</summary>
    public static AppraisalPart OfPoint(string point) =>
        point switch
        {
            "E01" or "E02" or "E03" or "E09" or "E10" or "E16" => AppraisalPart.Time,
            "E11" => AppraisalPart.Liability,
            "E12" => AppraisalPart.Fees,
            "E14" or "E20" => AppraisalPart.Publication,
            "E15" => AppraisalPart.Attitude,
            _ => AppraisalPart.Procedure,
        };

    /// <summary>The part in which an upheld complaint counts.</summary>
    public static AppraisalPart OfSubject(ComplaintSubject subject) =>
        subject switch
        {
            ComplaintSubject.Attitude => AppraisalPart.Attitude,
            ComplaintSubject.Delay => AppraisalPart.Time,
            ComplaintSubject.NotAccepted or ComplaintSubject.ExtraPapers => AppraisalPart.Procedure,
            ComplaintSubject.Fee => AppraisalPart.Fees,
            ComplaintSubject.Publication => AppraisalPart.Publication,
            ComplaintSubject.UnlawfulDecision => AppraisalPart.Liability,
            ComplaintSubject.Integrity => AppraisalPart.Integrity,
            _ => AppraisalPart.Supervision,
        };
}
