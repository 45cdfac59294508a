using ParallelApproval.Testing;

namespace ParallelApproval.Workflows;

public sealed class VersionComparisonTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_versions_differ_in_words()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        model.AddSeventhDepartment();
        model.Activity("branch1")["promisedDays"] = 9;
        model.Activity("branch1")["metadata"]!["designer"]!["position"]!["x"] = 999;
        await house.SavedAsync(model);

        var differences = (await house.Get<CompareVersionsHandler>().HandleAsync(new(Designing.Catering, 1, 2), Cancellation)).Value;
        differences.Select(one => one.Zh).ShouldContain("新增部门审批“消防审批”");
        differences.Select(one => one.En).ShouldContain("Added Department approval \"消防审批\"");
        differences.ShouldContain(one => one.ActivityId == "branch1" && one.Zh.Contains("承诺工作日由“”改为“9”", StringComparison.Ordinal));
        differences.Count(one => one.ActivityId == "branch1").ShouldBe(1, "where it stands on the canvas is no difference");
        differences.ShouldContain(one => one.Kind == "connected" && one.Zh.Contains("（同意）", StringComparison.Ordinal));
        (await house.Get<CompareVersionsHandler>().HandleAsync(new(Designing.Catering, 1, 1), Cancellation)).Value.ShouldBeEmpty();
        (await house.Get<CompareVersionsHandler>().HandleAsync(new(Designing.Catering, 2, 1), Cancellation)).Value.ShouldContain(one =>
            one.Kind == "removed" && one.ActivityId == "seventh"
        );
    }

    [Fact]
    public async Task An_empty_description_where_there_was_none_is_no_difference()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync("serial-approval");
        model.Remove("description");
        model["name"] = "一";
        var bare = await house.SavedAsync(model, publish: true);
        var opened = await house.OpenedAsync("serial-approval");
        (opened["description"], opened["name"]) = ("", "二");
        var written = await house.SavedAsync(opened);

        var compared = await house
            .Get<CompareVersionsHandler>()
            .HandleAsync(new("serial-approval", bare.Version, written.Version), Cancellation);
        compared.Value.ShouldHaveSingleItem().Kind.ShouldBe("renamed");
    }
}
