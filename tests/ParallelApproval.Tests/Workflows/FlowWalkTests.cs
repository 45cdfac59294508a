using System.Globalization;
using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Workflows;

/// <summary>
/// Every open case can always be finished, whatever is drawn: random flows that may be published, random items, random decisions. Nothing
/// is stored. PARALLELAPPROVAL_LONG=1 makes it 20,000 walks, any other number that many; FLOW_SEED plays one walk again.
/// </summary>
public sealed class FlowWalkTests(TestCluster cluster)
{
    private static readonly int Walks = LongForm.Times(always: 2_000, inLongForm: 20_000);

    private static readonly string[] Items = [Catering.Item, Catering.Drill, "610104-YJS-002", "610104-YJS-003"];

    private static readonly Dictionary<string, string[]> Ports = new()
    {
        ["ParallelApproval.OneWindowIntake"] = ["Accepted", "Accepted", "Accepted", "Declined", "Withdrawn"],
        ["ParallelApproval.CopyNotice"] = ["Done"],
        ["ParallelApproval.DepartmentApproval"] = ["Approved", "Approved", "Refused", "Withdrawn", "NotNeeded", "TimedOut", "Correction"],
        ["ParallelApproval.AllBranchesApproval"] = ["Approved", "Approved", "PartlyApproved", "Refused", "Withdrawn", "TimedOut"],
        ["ParallelApproval.ApproveInParallel"] = ["Approved", "Approved", "PartlyApproved", "Refused", "Withdrawn", "TimedOut"],
        ["ParallelApproval.SumUpApprovals"] = ["Approved", "PartlyApproved", "Refused"],
        ["ParallelApproval.TierReview"] = ["NotNeeded", "Approved"],
        ["ParallelApproval.AwaitSupplement"] = ["Supplied"],
        ["ParallelApproval.IssueCertificates"] = ["Done"],
        ["ParallelApproval.Deliver"] = ["Delivered"],
        ["ParallelApproval.FinishCase"] = [],
        ["Elsa.FlowJoin"] = ["Done"],
        ["Elsa.FlowDecision"] = ["True", "False"],
        ["Elsa.Finish"] = [],
        ["Elsa.End"] = [],
    };

    private static readonly CaseStatus[] Ends =
    [
        CaseStatus.Finished,
        CaseStatus.PartlyFinished,
        CaseStatus.Refused,
        CaseStatus.Withdrawn,
        CaseStatus.Declined,
        CaseStatus.AcceptanceRevoked,
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_flow_that_may_be_published_strands_a_case()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var seeds = int.TryParse(Environment.GetEnvironmentVariable("FLOW_SEED"), out var one) ? [one] : Enumerable.Range(0, int.MaxValue);
        var (walked, drawn) = (0, 0);
        foreach (var seed in seeds.TakeWhile(_ => walked < Walks))
        {
            drawn++;
            var random = new Random(seed);
            if (Publishable(house, Draw(random)) is not { } flow)
                continue;
            walked++;
            Walk(house, flow, random).ShouldBeNull($"FLOW_SEED={seed}: {flow.Definition.ToJson(indented: true)}");
        }

        // Drawings of which hardly one may be published would try nothing.
        walked.ShouldBeGreaterThan(drawn / 50);
    }

    private static WorkflowVersion? Publishable(TestHouse house, JsonObject model)
    {
        var json = model.ToJsonString();
        return house.Get<DefinitionRules>().OfPublication(json).Errors.Count == 0
            ? new WorkflowVersion(WorkflowDefinition.Parse(json), house.Get<DefinitionRegister>().Activities)
            : null;
    }

    // Null when the case came to its end; else what stood in the way.
    private static string? Walk(TestHouse house, WorkflowVersion flow, Random random)
    {
        var item = Items[random.Next(Items.Length)];
        var file = house
            .Get<CaseStore>()
            .Blank(
                CaseNumber.Of("610104", new(2026, 3, 2), 1),
                house.Clerk() with
                {
                    At = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8)),
                }
            );
        var application = house.Application(item) with { Delivery = random.Next(3) == 0 ? DeliveryWay.Electronic : DeliveryWay.Window };
        if (house.Get<ReceiveCaseHandler>().Receive(file, new(application, Accept: true), flow) is { IsError: true } refused)
            return "receive: " + refused.FirstError.Code;
        for (var step = 0; step < 40 && !Ends.Contains(file.Case.Status); step++)
            if (Step(house, file, random, isLast: step > 12) is { } wall)
                return wall;
        if (!Ends.Contains(file.Case.Status))
            return $"{file.Case.Status}, {string.Join(' ', file.Branches.Select(branch => $"{branch.Number}:{branch.Status}"))}";
        // What was granted is in the applicant's hands.
        var owed = file.Branches.Count(branch => branch is { Status: BranchStatus.Approved, Kind: BranchKind.Certificate });
        return file.Certificates.Count() == owed ? null : $"{owed} granted, {file.Certificates.Count()} made";
    }

    private static string? Step(TestHouse house, CaseFile file, Random random, bool isLast)
    {
        file.Act = house.Clerk() with { At = file.Act.At.AddHours(1) };
        if (file.Branches.FirstOrDefault(branch => branch.AsksApplicant) is { Status: BranchStatus.Refused } asked)
            return Wall(
                isLast || random.Next(2) == 0
                    ? house.Get<BranchCourse>().TakeTheRest(file, asked)
                    : house.Get<BranchCourse>().Reapply(file, asked),
                "answer"
            );
        if (file.Case.Status is CaseStatus.Decided)
            return Wall(house.Get<DeliverCaseHandler>().Deliver(file, new(file.Number)), "deliver");
        var open = file.Branches.Where(branch => branch.Round > 0 && branch.Status.IsOpen() && !file.BlockersOf(branch).Any()).ToList();
        if (open.Count == 0)
            return $"nobody's turn: {file.Case.Status}, "
                + string.Join(' ', file.Branches.Select(branch => $"{branch.Number}:{branch.Status}:{branch.Bookmark}"));
        var next = open[random.Next(open.Count)];
        if (!isLast && random.Next(12) == 0)
            return Wall(house.Get<WithdrawCaseHandler>().Withdraw(file, new(file.Number, Branches: Leaving(random, next))), "leave");
        var refuses = !isLast && random.Next(5) == 0;
        file.Act = house.Approver(next.Department) with { At = file.Act.At };
        return Wall(
            house
                .Get<DecideBranchHandler>()
                .DecideOnTrial(
                    file,
                    new(
                        new(file.Number, next.Number, next.Round),
                        refuses ? Verdict.Refuse : Verdict.Approve,
                        "经审查。",
                        refuses ? "不符合条件。" : null
                    )
                ),
            "decide"
        );
    }

    private static int[]? Leaving(Random random, Branch branch) => random.Next(3) == 0 ? null : [branch.Number];

    private static string? Wall<T>(ErrorOr<T> outcome, string verb) => outcome.IsError ? $"{verb}: {outcome.FirstError.Code}" : null;

    private static JsonObject Draw(Random random)
    {
        var model = Designing.Created("随机流程");
        (model["definitionId"], model["root"]!["activities"], model["root"]!["connections"]) = ("random", new JsonArray(), new JsonArray());
        var types = Ports.Keys.Where(type => type != "ParallelApproval.OneWindowIntake").ToArray();
        var drawn = new List<(string Id, string Type)> { ("intake", "ParallelApproval.OneWindowIntake") };
        for (var at = random.Next(3, 11); at > 0; at--)
            drawn.Add(("n" + at.ToString(CultureInfo.InvariantCulture), types[random.Next(types.Length)]));
        drawn.Add(("finish", "ParallelApproval.FinishCase"));
        foreach (var (at, (id, type)) in drawn.Index())
        {
            model.Activities.Add(Designing.Dragged(id, type, id, Inputs(random, type)));
            if (at == 0)
                continue;
            // From something drawn before it, so that it is reached; and sometimes back.
            Join(drawn[random.Next(Math.Max(0, at - 3), at)], id);
            if (random.Next(3) == 0)
                Join(drawn[random.Next(at + 1)], id);
            if (random.Next(6) == 0)
                Join((id, type), drawn[random.Next(1, at + 1)].Id);
        }

        return model;

        void Join((string Id, string Type) from, string to)
        {
            if (Ports[from.Type] is { Length: > 0 } ports)
                model.Connect(from.Id, ports[random.Next(ports.Length)], to);
        }
    }

    private static (string Name, string Value)[] Inputs(Random random, string type) =>
        type switch
        {
            "ParallelApproval.DepartmentApproval" => [("branch", random.Next(1, 7).ToString(CultureInfo.InvariantCulture))],
            "ParallelApproval.ApproveInParallel" => InBlock(random),
            "Elsa.FlowJoin" => [("mode", ((string[])["WaitAll", "WaitAllActive", "WaitAny"])[random.Next(3)])],
            "Elsa.FlowDecision" => [("condition", random.Next(2) == 0 ? "true" : "false")],
            _ => [],
        };

    // Some branches, each of which may wait for some of those before it; none of them stands for all branches.
    private static (string Name, string Value)[] InBlock(Random random)
    {
        var lanes = Enumerable.Range(1, 6).Where(_ => random.Next(2) == 0).ToList();
        var waits = lanes.SelectMany(
            lane => lanes.Where(first => first < lane && random.Next(4) == 0),
            (lane, first) => $"{lane}: {first}"
        );
        return [("departments", $"[{string.Join(',', lanes)}]"), ("waits", string.Join('\n', waits))];
    }
}
