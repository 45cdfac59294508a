using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ParallelApproval.Browser.Approver;
using ParallelApproval.Testing;
using ParallelApproval.Web;
using static Microsoft.Playwright.Assertions;
using Catering = ParallelApproval.Web.Catering;

namespace ParallelApproval.Browser.Story;

/// <summary>
/// The catering case as the people live it, each at a screen of his own: the clerk, six departments at the same time, the supervisor, the
/// applicant. Nothing is done but by keys and buttons; only time is moved from outside.
/// </summary>
public sealed partial class CateringThroughScreensTests(TestCluster cluster, Chromium chromium)
{
    private const int Papers = 18;
    private const string PlanFault = "平面图未标注面积";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Late by one closing of the office and not by two, at whatever hour this is run: after two the card is red.
    private static int DaysUntilYellow => TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Hour < 17 ? 4 : 3;

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en", Skip = LongForm.Only, SkipUnless = nameof(LongForm.IsAsked), SkipType = typeof(LongForm))]
    public async Task Six_departments_finish_the_catering_case_together_while_supervisor_and_applicant_look_on(string language)
    {
        Equipment.NeedsBrowser();
        await using var door = new FrontDoor(cluster);
        await door.InitializeAsync();
        var tongue = Tongue.Of(language);
        var clerk = await Person.SignInAsync(chromium, door, tongue, "clerk");
        var departments = await Task.WhenAll(
            Catering.Departments.Select(department => Person.SignInAsync(chromium, door, tongue, "approver-" + department))
        );
        var supervisor = await Person.SignInAsync(chromium, door, tongue, "supervisor");
        var applicant = await Person.ComeAsync(chromium, door, tongue);
        await supervisor.OpenAsync("/supervision");

        var (number, code) = await ReceiveAsync(clerk);
        await Task.WhenAll(
            departments.Select(department =>
                Expect(department.Page.Locator($"[data-row] a[data-open][href*='{number}']").First).ToBeVisibleAsync()
            )
        );

        await Task.WhenAll(departments.Select(department => ClaimAsync(department, number, tongue)));
        await AskForABetterPlanAsync(clerk, departments, tongue);

        (
            await (await door.AsAsync("admin")).PostAsync("/api/demo/clock", new JsonObject { ["advanceWorkingDays"] = DaysUntilYellow })
        ).Status.ShouldBe(200);
        var yellow = supervisor
            .Page.Locator(".wall-list tbody", new() { HasText = number })
            .Locator("tr", new() { HasText = tongue.YellowCard });
        await Expect(yellow).ToContainTextAsync(tongue.FoodOffice);
        await supervisor.ShowAsync("wall");
        await yellow.Locator("a").First.ClickAsync();
        await supervisor.SeesAsync("main", number);
        await supervisor.OpenAsync($"/cases/{number}");
        await supervisor.ShowAsync("case");

        await LookAtThePlaceAsync(departments[0], Catering.Task(number, 1)["/api".Length..]);
        await Task.WhenAll(departments.Select((department, at) => SignAsync(department, Catering.Task(number, at + 1)["/api".Length..])));
        await HandOverAsync(clerk, number, tongue);
        await TrackAndRateAsync(applicant, number, code, tongue);

        foreach (var person in (Person[])[clerk, .. departments, supervisor, applicant])
        {
            person.Complaints.ShouldBeEmpty();
            await person.DisposeAsync();
        }
    }

    private static async Task<(string Number, string Code)> ReceiveAsync(Person clerk)
    {
        await clerk.PressAsync("F2");
        await clerk.Page.FocusComesToAsync("#itemCode");
        await clerk.Page.Keyboard.TypeAsync("cydk");
        await Expect(clerk.Page.Locator(".found li")).ToHaveCountAsync(1);
        await clerk.PressAsync("Enter");
        await clerk.Page.Keyboard.TypeAsync("61010418900101003X");
        await clerk.PressAsync("Enter");
        await clerk.Page.Keyboard.TypeAsync("张三");
        await Expect(clerk.Page.Locator(".papers li")).ToHaveCountAsync(Papers);
        await clerk.PressAsync("F4");
        await clerk.PressAsync("Space", Papers);
        await Expect(clerk.Page.Locator(".papers :checked")).ToHaveCountAsync(Papers);
        await clerk.PressAsync("Control+Enter");
        await clerk.Page.ComesToAsync(Receipt());
        await clerk.ShowAsync("receipt");
        var code = await clerk.Page.Locator(".query-code").InnerTextAsync();
        await clerk.PressAsync("F8");
        await Expect(clerk.Page.Locator(".told")).ToBeVisibleAsync();
        return (Receipt().Match(clerk.Page.Url).Groups[1].Value, code);
    }

    private static async Task ClaimAsync(Person department, string number, Tongue tongue)
    {
        await department.Page.Locator($"[data-row] a[data-open][href*='{number}']").First.ClickAsync();
        await department.Page.Locator(".branch-desk button[data-key=c]").ClickAsync();
        await department.SeesAsync(".told", tongue.Claimed);
    }

    // The first department wants a better plan; the tax offices learn meanwhile what they wait for, and since when.
    private static async Task AskForABetterPlanAsync(Person clerk, IReadOnlyList<Person> departments, Tongue tongue)
    {
        var (food, tax) = (departments[0], departments[3]);
        await food.Page.Locator(".verbs button:not([data-key])").First.ClickAsync();
        await food.Page.Locator("#fault-0").SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Index = 1 });
        await food.Page.Locator("[id='faults[0].problem']").FillAsync(PlanFault);
        await food.PressAsync("Control+Enter");
        await food.SeesAsync(".told", tongue.CorrectionTold);

        await tax.SeesAsync(".blocker", tongue.WaitsForLicence);
        await Expect(tax.Page.Locator(".blocker .number").First).ToContainTextAsync(Moment());
        await tax.SeesAsync("#decision", tongue.SignNotBefore);
        await tax.ShowAsync("task");

        // The receipt still lies open on the clerk's screen; the form names the fault by itself.
        await Expect(clerk.Page.Locator("main [aria-keyshortcuts=F4]")).ToBeVisibleAsync();
        await clerk.PressAsync("F4");
        await clerk.Page.Locator(".ticklist li", new() { HasText = PlanFault }).Locator("input").CheckAsync();
        await clerk.PressAsync("Control+Enter");
        await clerk.SeesAsync(".told", tongue.SupplementTold);
    }

    // The food office grants nothing before two of its officers have been in the kitchen.
    private static async Task LookAtThePlaceAsync(Person food, string task)
    {
        await food.OpenAsync(task);
        await food.Page.Locator(".visits .actions button").First.ClickAsync();
        await food.Page.Locator("#officers").FillAsync("刘芳、王强");
        await food.Page.Locator("#place").FillAsync("西大街1号");
        await food.Page.Locator("#findings").FillAsync("现场布局、设施符合要求。");
        await food.Page.Locator(".visits button[type=submit]").ClickAsync();
        await food.SeesAsync(".visits", "刘芳");
    }

    // Each opens his task at once and signs as soon as the screen lets him: what he waits for goes away by itself.
    private static async Task SignAsync(Person department, string task)
    {
        await department.OpenAsync(task);
        await department.Page.Locator("#opinion").FocusAsync();
        await Expect(department.Page.Locator(".blocker")).ToHaveCountAsync(0);
        await department.PressAsync("Control+Enter");
        await department.Page.ComesToAsync(new("Told=decision"));
    }

    private static async Task HandOverAsync(Person clerk, string number, Tongue tongue)
    {
        await clerk.SeesAsync("main .state", tongue.Decided);
        await clerk.PressAsync("F7");
        await clerk.Page.FocusComesToAsync("#receiver");
        await clerk.PressAsync("Control+Enter");
        await clerk.SeesAsync("main .state", tongue.Finished);
        await Expect(clerk.Page.Locator($"a[href='/cases/{number}/delivery']")).ToBeVisibleAsync();
    }

    private static async Task TrackAndRateAsync(Person applicant, string number, string code, Tongue tongue)
    {
        await applicant.Page.GotoAsync("/track?No=" + number);
        await applicant.Page.Locator("input[name=Code]").FillAsync(code);
        await applicant.PressAsync("Enter");
        await applicant.SeesAsync("main .state", tongue.Finished);
        await applicant.SeesAsync(".lanes", tongue.Licence);
        await Expect(applicant.Page.Locator(".lanes .state", new() { HasText = tongue.Approved }))
            .ToHaveCountAsync(Catering.Departments.Length);
        await applicant.ShowAsync("track");

        await applicant.Page.GotoAsync("/rate?No=" + number);
        await applicant.Page.Locator("input[name=Code]").FillAsync(code);
        await applicant.PressAsync("Enter");
        await applicant.Page.Locator("input[name=Grade][value=VerySatisfied]").CheckAsync();
        await applicant.Page.Locator("form[action='/rate'] button").ClickAsync();
        await applicant.SeesAsync(".told", tongue.Rated);
    }

    [GeneratedRegex("/cases/([0-9X]{20})/receipt")]
    private static partial Regex Receipt();

    [GeneratedRegex(@"\d\d-\d\d \d\d:\d\d")]
    private static partial Regex Moment();
}
