using System.Text.Json.Nodes;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>What a citizen says at the window finds his case (检索).</summary>
public sealed class SearchTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("O'Neill & \"老张\"")]
    [InlineData("老张\" 面馆+1")]
    [InlineData("NEILL")]
    [InlineData("长安路")]
    [InlineData("86")]
    public async Task Words_of_the_form_find_it_whatever_signs_are_among_them(string sought)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var application = house.Application(Catering.Drill) with
        {
            Form = new JsonObject
            {
                ["premisesName"] = "O'Neill & \"老张\" 面馆+1",
                ["address"] = "长安路 1 号",
                ["areaSquareMetres"] = 86,
            },
        };
        var number = Catering.Number(
            await house.Get<ReceiveCaseHandler>().HandleAsync(new(application, Accept: true), house.Clerk(), Cancellation)
        );
        await house.ReceiveAsync();

        (await FoundAsync(sought)).ShouldBe([number.ToString()]);
        (await FoundAsync("premisesName")).ShouldBeEmpty("it is the name of a field, and not what was written into it");

        async Task<string[]> FoundAsync(string words) =>
            [
                .. (await house.Get<CaseQueries>().ListAsync(new(Search: words), house.Clock.GetUtcNow(), Cancellation)).Cases.Select(
                    line => line.CaseNumber
                ),
            ];
    }
}
