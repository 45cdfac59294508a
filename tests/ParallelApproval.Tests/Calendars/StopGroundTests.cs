namespace ParallelApproval.Calendars;

public class StopGroundTests
{
    [Fact]
    public void Exactly_the_eight_grounds_of_article_45_stop_the_legal_clock() =>
        Enum.GetValues<StopGround>()
            .Where(ground => ground.StopsLegalClock())
            .ShouldBe([
                StopGround.Hearing,
                StopGround.Tendering,
                StopGround.Auction,
                StopGround.Inspection,
                StopGround.Testing,
                StopGround.Quarantine,
                StopGround.Appraisal,
                StopGround.ExpertReview,
            ]);
}
