using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Identities;

namespace ParallelApproval.Testing;

/// <summary>The catering case (餐饮店开办六证联办), as the window and the six departments play it.</summary>
public static class Catering
{
    public const string Item = "610104-YJS-001";

    /// <summary>Six departments that depend on nobody.</summary>
    public const string Drill = "610104-YJS-900";

    /// <summary>The departments in the order of their branches.</summary>
    public static readonly string[] Departments = ["SYJ", "GSJ", "ZJJ", "GSS", "DSS", "TJJ"];

    public static readonly Applicant Applicant = new(ApplicantKind.Person, "张小餐", "610104189001010013", "13800001234");

    extension(TestHouse house)
    {
        /// <summary>An application with every paper of the list, or without those named.</summary>
        public Application Application(string itemCode = Item, params string[] without)
        {
            var item = house.Get<CatalogueRegister>().InForce(itemCode, new(2026, 3, 2))!;
            var papers = item.AskedFor([.. item.Branches.Select(branch => branch.Number)])
                .Where(material => !without.Contains(material.Code));
            return new(
                itemCode,
                Applicant,
                new JsonObject { [item.Form[0].Key] = "小餐馆" },
                [.. papers.Select(material => new SuppliedMaterial(material.Code))]
            );
        }

        public async Task<CaseNumber> ReceiveAsync(string itemCode = Item, bool accept = true, string? workflow = null)
        {
            var command = new ReceiveCase(house.Application(itemCode), accept, workflow is null ? null : new(workflow));
            var receipt = await house.Get<ReceiveCaseHandler>().HandleAsync(command, house.Clerk(), CancellationToken.None);
            return Number(receipt);
        }

        /// <summary>Decides; where the place must be looked at before, the department has been there.</summary>
        public async Task<ErrorOr<Decided>> DecideAsync(
            CaseNumber number,
            int branch,
            Verdict verdict = Verdict.Approve,
            int round = 1,
            string? department = null
        )
        {
            var act = house.Approver(department ?? Departments[branch - 1]);
            var decision = new DecideBranch(
                new(number, branch, round),
                verdict,
                "经审查，符合条件。",
                verdict is Verdict.Refuse ? "不符合条件。" : null
            );
            var decided = await SignAsync();
            if (!decided.IsError || decided.FirstError.Code != "visit_missing")
                return decided;
            var seen = await house.InspectAsync(number, branch, act.Department);
            seen.ErrorsOrEmptyList.ShouldBeEmpty();
            return await SignAsync();

            // On a machine that does much else, a case may be busy for seconds; an officer presses once more.
            async Task<ErrorOr<Decided>> SignAsync()
            {
                while (true)
                    if (
                        await house.Get<DecideBranchHandler>().HandleAsync(decision, act, CancellationToken.None)
                        is not { IsError: true, FirstError.Code: "case_busy" }
                            and var answer
                    )
                        return answer;
            }
        }

        /// <summary>A department that alone must look at the place notes what it found.</summary>
        public Task<ErrorOr<RecordedVisit>> InspectAsync(CaseNumber number, int branch, string department, params string[] defects) =>
            house
                .Get<RecordSiteVisitHandler>()
                .HandleAsync(
                    new(
                        number,
                        branch,
                        ["刘芳", "王强"],
                        defects.Length == 0,
                        defects.Length == 0 ? "现场符合要求。" : "现场有问题。",
                        defects,
                        Place: "西大街1号"
                    ),
                    house.Approver(department),
                    CancellationToken.None
                );
    }

    public static CaseNumber Number(Receipt receipt) => Number((ErrorOr<Receipt>)receipt);

    public static CaseNumber Number(ErrorOr<Receipt> receipt)
    {
        receipt.IsError.ShouldBeFalse(receipt.IsError ? receipt.FirstError.Description : "");
        CaseNumber.TryParse(receipt.Value.CaseNumber, out var number).ShouldBeTrue();
        return number;
    }
}
