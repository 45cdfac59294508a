using ParallelApproval.Cases;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Supervision;

/// <summary>Corrections as a department asks for them and an applicant meets them.</summary>
internal static class Correcting
{
    extension(TestHouse house)
    {
        public async Task CorrectAsync(CaseNumber number, int branch, string paper, int round = 1) =>
            (
                await house
                    .Get<RequestCorrectionHandler>()
                    .HandleAsync(
                        new(new(number, branch, round), [new(paper, "不清晰", "重新提交")]),
                        house.Approver(Catering.Departments[branch - 1]),
                        TestContext.Current.CancellationToken
                    )
            ).ShouldSucceed();

        public async Task SupplyAsync(CaseNumber number, string paper) =>
            (
                await house
                    .Get<SupplyMaterialsHandler>()
                    .HandleAsync(new(number, [new(paper)]), house.Clerk(), TestContext.Current.CancellationToken)
            ).ShouldSucceed();
    }
}
