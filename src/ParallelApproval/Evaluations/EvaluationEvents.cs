using ParallelApproval.Clocks;
using ParallelApproval.Events;

namespace ParallelApproval.Evaluations;

/// <summary>评价: the applicant rated a service.</summary>
/// <param name="Service">Number of the service within the case.</param>
/// <param name="RatedDepartment">Who answers for it.</param>
/// <param name="RatedOfficer">The account at the window; null for a matter.</param>
public sealed record ServiceRated(
    int Service,
    ServiceKind ServiceKind,
    Grade Grade,
    BadReason[] Reasons,
    string? Comment,
    string RatedDepartment,
    string? RatedOfficer
) : DomainEvent;

/// <summary>疑似刷评: the rating came from an officer's own device or network.</summary>
public sealed record RatingSuspected(int Service, string RatedDepartment, Grade Grade, Suspicion Ground) : DomainEvent;

/// <summary>差评: the department must call back by that day.</summary>
public sealed record BadRatingReceived(int Service, string RatedDepartment, Grade Grade, DateOnly CallBackDue) : DomainEvent;

/// <summary>回访: the department called the applicant.</summary>
/// <param name="NextDue">Last day of what comes next; null when nothing does.</param>
public sealed record RaterCalledBack(int Service, string RatedDepartment, CallBackOutcome Outcome, string Words, DateOnly? NextDue)
    : DomainEvent;

/// <summary>整改延期.</summary>
public sealed record FixExtended(int Service, string RatedDepartment, int Days, string Reason, DateOnly FixDue) : DomainEvent;

/// <summary>整改: what was wrong has been put right.</summary>
public sealed record GrievanceFixed(int Service, string RatedDepartment, string Measures, DateOnly RecallDue) : DomainEvent;

/// <summary>再次回访.</summary>
public sealed record RaterRecalled(int Service, string RatedDepartment, RecallOutcome Outcome, string Words, DateOnly? NextDue)
    : DomainEvent;

/// <summary>差评整改临期、超期: a step turned yellow or red. Told once for each step and colour.</summary>
public sealed record RemedyTurned(int Service, string RatedDepartment, RemedyStep Step, int Round, ClockColour Colour, DateOnly Due)
    : DomainEvent;

/// <summary>评价申诉.</summary>
public sealed record RatingAppealed(int Service, string RatedDepartment, string Grounds) : DomainEvent;

/// <summary>评价申诉复核: a supervisor of another department decided.</summary>
public sealed record RatingAppealDecided(int Service, string RatedDepartment, bool IsGranted, string Reasons) : DomainEvent;

/// <summary>投诉: somebody complained.</summary>
/// <param name="Against">The department complained of; null when it is not known.</param>
public sealed record ComplaintLodged(string Complaint, ComplaintSubject Subject, string? Against, string Words, DateOnly AnswerDue)
    : DomainEvent;

/// <summary>投诉受理.</summary>
/// <param name="Against">The department complained of, as the supervisor found it.</param>
public sealed record ComplaintAccepted(string Complaint, string Against) : DomainEvent;

/// <summary>投诉不予受理.</summary>
public sealed record ComplaintDeclined(string Complaint, string Reason) : DomainEvent;

/// <summary>投诉答复.</summary>
public sealed record ComplaintAnswered(string Complaint, ComplaintSubject Subject, string Against, bool IsUpheld, string Answer)
    : DomainEvent;

/// <summary>投诉结果告知.</summary>
public sealed record ComplainantTold(string Complaint, string Way) : DomainEvent;

/// <summary>投诉临期、超期. Told once for each colour.</summary>
public sealed record ComplaintTurned(string Complaint, string? Against, ClockColour Colour, DateOnly Due) : DomainEvent;

/// <summary>A complaint that names no case was lodged or has gone a step on. What was said stands with the complaint, not here.</summary>
/// <param name="Step">The name of the event that a complaint with a case has in the trail of its case.</param>
public sealed record ComplaintStepTaken(string Complaint, string Step, ComplaintStatus Status) : HouseEvent
{
    internal static ComplaintStepTaken By(Complaint complaint, DomainEvent happened) =>
        new(complaint.Number.ToString(), happened.GetType().Name, complaint.Status);
}
