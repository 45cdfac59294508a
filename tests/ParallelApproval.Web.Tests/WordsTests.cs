using ParallelApproval.Appraisals;
using ParallelApproval.Bulletins;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Evaluations;
using ParallelApproval.Events;
using ParallelApproval.Organisation;
using ParallelApproval.Statistics;
using ParallelApproval.Supervision;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web;

public sealed class WordsTests
{
    private static readonly Type[] Shown =
    [
        typeof(Role),
        typeof(ApplicantKind),
        typeof(CaseStatus),
        typeof(BranchStatus),
        typeof(ClockColour),
        typeof(MaterialState),
        typeof(Verdict),
        typeof(CardColour),
        typeof(CardStatus),
        typeof(OrderStatus),
        typeof(OrderKind),
        typeof(OrderLevel),
        typeof(EscalationStep),
        typeof(AppealGround),
        typeof(CauseCode),
        typeof(Grade),
        typeof(BadReason),
        typeof(ServiceKind),
        typeof(ComplaintSubject),
        typeof(ComplaintStatus),
        typeof(ItemKind),
        typeof(BranchKind),
        typeof(StuckBecause),
        typeof(ParallelApproval.Calendars.StopGround),
        typeof(PhraseKind),
        typeof(ParallelApproval.Certificates.DocumentKind),
        typeof(TodaysFigure),
        typeof(DepartmentFigure),
        typeof(AppraisalBy),
        typeof(AppraisalFigure),
        typeof(AppraisalPart),
        typeof(SizeGroup),
        typeof(Tier),
        typeof(ParallelApproval.Headlines.HeadlineFigure),
        typeof(RemedyStep),
        typeof(RemedyEnd),
        typeof(Suspicion),
        typeof(CallBackOutcome),
        typeof(RecallOutcome),
        typeof(SpotCheckScope),
        typeof(BulletinKind),
        typeof(ParallelApproval.Prechecks.PrecheckStatus),
        typeof(ParallelApproval.Prechecks.PaperVerdict),
        typeof(ParallelApproval.Bookings.BookingKind),
        typeof(ParallelApproval.Bookings.BookingStatus),
        typeof(LateCause),
        typeof(QuarterGrade),
        typeof(Evaluations.RatingMove),
        typeof(Evaluations.ComplaintMove),
        typeof(ParallelApproval.Publication.WithholdingGround),
        typeof(Cases.LeaveAction),
        typeof(Cases.WindowAction),
        typeof(Cases.BranchAction),
        typeof(Cases.HearingAction),
        typeof(HearingStage),
        typeof(Secrecy),
        typeof(PlaceState),
    ];

    [Fact]
    public void Every_member_of_an_enumeration_that_pages_show_has_a_name()
    {
        var words = Words.All(ReaderLanguage.Chinese);
        Shown
            .SelectMany(type => Enum.GetNames(type).Select(member => $"{type.Name}_{member}"))
            .Where(word => !words.ContainsKey(word))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_event_has_a_name_on_the_timeline()
    {
        var words = Words.All(ReaderLanguage.Chinese);
        typeof(DomainEvent)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DomainEvent)) && !type.IsAbstract)
            .Select(type => "event_" + type.Name)
            .Where(word => !words.ContainsKey(word))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Everything_that_happens_outside_of_cases_has_a_name_in_the_trail_of_the_house()
    {
        var words = Words.All(ReaderLanguage.Chinese);
        typeof(HouseEvent)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(HouseEvent)) && !type.IsAbstract)
            .Select(type => "house_" + type.Name)
            .Where(word => !words.ContainsKey(word))
            .ShouldBeEmpty();
    }
}
