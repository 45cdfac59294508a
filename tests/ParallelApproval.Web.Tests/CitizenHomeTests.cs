using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace ParallelApproval.Web;

/// <summary>The first page is the citizens', and a guide tells each what he needs; neither wants a script or an account.</summary>
[Collection<OneDoor>]
public sealed partial class CitizenHomeTests(FrontDoor door)
{
    private const int MostBytes = 16 * 1024;

    private readonly Browser _anybody = new(door.Address);

    [Fact]
    public async Task The_first_page_leads_citizens_everywhere_and_staff_to_their_door()
    {
        var home = await _anybody.OpenAsync("/");
        foreach (var path in new[] { "/guide", "/track", "/verify", "/results", "/rate", "/complain", "/login" })
            home.Html.ShouldContain($"href=\"{path}\"");
        home.Html.ShouldContain("/guide?Theme=");
        home.Html.ShouldContain("09:00–12:00");
        home.Html.ShouldNotContain("name=\"Password\"");
        home.Html.ShouldNotContain("<script");
        Encoding.UTF8.GetByteCount(home.Html).ShouldBeLessThan(MostBytes);

        var clerk = await Browser.SignInAsync(door.Address, "clerk");
        (await clerk.OpenAsync("/")).Html.ShouldContain("href=\"/staff\"");
        (await clerk.OpenAsync("/staff")).Html.ShouldContain("href=\"/window\"");
    }

    [Theory]
    [InlineData("/?next=%2Fcases", "/login?next=%2Fcases")]
    [InlineData("/?next=%2F%2Felsewhere.example", "/?next=%2F%2Felsewhere.example")]
    public async Task A_link_that_staff_kept_leads_to_their_door_and_none_to_another_site(string kept, string landed)
    {
        var page = await _anybody.OpenAsync(kept);
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Address.ShouldBe(landed);
    }

    [Fact]
    public async Task A_guide_names_papers_place_and_fees_and_by_what_somebody_says_only_what_he_needs()
    {
        var guide = await _anybody.OpenAsync("/guide/610104-YJS-002");
        guide.Html.ShouldContain("name=\"form.sellsTobacco\"");
        guide.Html.ShouldContain("Where to come");
        guide.Html.ShouldContain("09:00–12:00");
        var plain = await _anybody.OpenAsync("/guide/610104-YJS-002?Asked=1");
        plain.Html.ShouldContain("Not for you: ");
        var tobacco = await _anybody.OpenAsync("/guide/610104-YJS-002?Asked=1&form.sellsTobacco=true");
        Applying(plain).ShouldBe(3);
        Applying(tobacco).ShouldBe(4);
        tobacco.Html.ShouldContain("value=\"true\" checked");
        foreach (var odd in new[] { "%00", "%EF%BF%BE", "true&form.sellsTobacco=true", new string('9', 300) })
            (await _anybody.OpenAsync("/guide/610104-YJS-002?Asked=1&form.sellsTobacco=" + odd)).Status.ShouldBeOneOf(
                HttpStatusCode.OK,
                HttpStatusCode.BadRequest
            );
    }

    private static int Applying(Page page) =>
        int.Parse(Results().Match(page.Html).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\d+) results apply")]
    private static partial Regex Results();
}
