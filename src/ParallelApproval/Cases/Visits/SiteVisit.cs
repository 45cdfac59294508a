using System.Text.Json.Serialization;

namespace ParallelApproval.Cases;

/// <summary>
/// A site visit (现场踏勘). The lead calls every department that must look at the place once, for one appointment (联合踏勘); each of them
/// notes its conclusion in one record, and the applicant gets one list of defects. A department that alone must look may go by itself. A
/// re-visit, if there were defects, is the only other one.
/// </summary>
public sealed record SiteVisit
{
    /// <summary>1…n, in the order in which they were called.</summary>
    public required int Round { get; init; }

    /// <summary>复勘: for what had defects.</summary>
    public bool IsRevisit { get; init; }

    public required string CalledBy { get; init; }

    /// <summary>The appointment.</summary>
    public required DateTimeOffset At { get; init; }

    public required string Place { get; init; }

    /// <summary>Numbers of the branches that take part.</summary>
    public required int[] Participants { get; init; }

    /// <summary>What those found that have been there, and, when it is closed, what holds for those that were not.</summary>
    public IReadOnlyList<VisitConclusion> Conclusions { get; init; } = [];

    public DateTimeOffset? ClosedAt { get; init; }

    internal VisitConclusion? ConclusionOf(int branch) => Conclusions.FirstOrDefault(known => known.Branch == branch);

    /// <summary>The one list of defects (问题清单) that the applicant gets.</summary>
    [JsonIgnore]
    public IEnumerable<VisitDefect> Defects =>
        Conclusions.SelectMany(conclusion => conclusion.Defects.Select(defect => new VisitDefect(conclusion.Branch, defect)));
}

/// <summary>A department's conclusion.</summary>
/// <param name="Officers">Names, two at least (行政许可法 art. 34); none for a department that did not come.</param>
/// <param name="IsAbsent">It did not come; what that means is a rule of the item.</param>
public sealed record VisitConclusion(int Branch, string[] Officers, bool Passes, string Text, string[] Defects, bool IsAbsent = false);

/// <summary>A line of the list of defects.</summary>
public sealed record VisitDefect(int Branch, string Text);
