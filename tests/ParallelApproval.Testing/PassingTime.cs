using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Testing;

/// <summary>Moving a test's house through time, and reading what its clocks announced.</summary>
public static class PassingTime
{
    extension(TestHouse house)
    {
        /// <summary>Moves the house's clock to an instant of 2026 by official time; never back.</summary>
        public void GoTo(int month, int day, int hour = 9, int minute = 0) =>
            house.Clock.SetUtcNow(new(2026, month, day, hour, minute, 0, ShanghaiTime.Offset));

        public Task<SweepReport> SweepAsync(CancellationToken cancellation) => house.Get<ClockSweep>().RunOnceAsync(cancellation);

        /// <summary>What the clocks of a case announced, in order, e.g. <c>0 Yellow</c>.</summary>
        public async Task<string[]> TurnedAsync(CaseNumber number, CancellationToken cancellation)
        {
            var trail = await house.Get<AuditQueries>().OfCaseAsync(number, cancellation);
            return
            [
                .. trail
                    .Where(line => line.Kind == nameof(ClockTurned))
                    .Select(line =>
                    {
                        var turned = System.Text.Json.JsonSerializer.Deserialize<ClockTurned>(line.Data, HouseJson.Options)!;
                        return $"{turned.Branch} {turned.Colour}";
                    }),
            ];
        }

        /// <summary>The kinds of the events of a case, in order.</summary>
        public async Task<string[]> StoryAsync(CaseNumber number, CancellationToken cancellation) =>
            [.. (await house.Get<AuditQueries>().OfCaseAsync(number, cancellation)).Select(line => line.Kind)];

        public async Task<CaseFile> FileAsync(CaseNumber number, CancellationToken cancellation) =>
            (await house.Get<CaseStore>().ReadAsync(number, house.Clerk(), cancellation))!;
    }
}
