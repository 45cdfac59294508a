using ErrorOr;
using ParallelApproval.Certificates;
using ParallelApproval.Database;
using ParallelApproval.Evaluations;
using ParallelApproval.Identities;

namespace ParallelApproval.Testing;

/// <summary>What the public says in a test.</summary>
public static class Voices
{
    extension(TestHouse house)
    {
        /// <summary>The catering case, approved by all and collected; what can be rated is noted.</summary>
        public async Task<CaseNumber> FinishAsync(CancellationToken cancellation, string itemCode = Catering.Item)
        {
            var number = await house.ReceiveAsync(itemCode);
            for (var branch = 1; branch <= 6; branch++)
                (await house.DecideAsync(number, branch)).IsError.ShouldBeFalse();
            (await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), cancellation)).IsError.ShouldBeFalse();
            await house.HearAsync(cancellation);
            return number;
        }

        public Task<ErrorOr<Rated>> RateAsync(RateService command, CancellationToken cancellation) =>
            house.Get<RateServiceHandler>().HandleAsync(command, Act.OfPublic(house.Get<TimeProvider>()), cancellation);

        /// <summary>Rates the whole matter badly; the lead department answers for it.</summary>
        public async Task<RatingNumber> RateBadlyAsync(CaseNumber number, CancellationToken cancellation, int? branch = null)
        {
            var rated = await house.RateAsync(
                new(number, Grade.Dissatisfied, Reasons: [BadReason.TooSlow], Comment: "等了很久", Branch: branch),
                cancellation
            );
            rated.ErrorsOrEmptyList.ShouldBeEmpty();
            RatingNumber.TryParse(rated.Value.Rating, out var rating).ShouldBeTrue();
            return rating;
        }
    }
}
