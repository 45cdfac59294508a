using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;
using ParallelApproval.Identities;
using ParallelApproval.Notices;
using ParallelApproval.Testing;
using ParallelApproval.Web.Languages;
using ParallelApproval.Workflows;
using Sample = ParallelApproval.Testing.Catering;

namespace ParallelApproval.Web;

/// <summary>
/// For each status that a case or a branch can reach, one walk that reaches it; there the tracking page, the message, the papers and the
/// board are read in both languages, and tell the same. A status that the tables of moves learn has no walk here, and fails.
/// </summary>
public sealed partial class SameTruthTests(TestCluster cluster) : IAsyncLifetime
{
    private const string Allowance = "610104-JF-201";
    private const string Signboard = "610104-QT-106";
    private const string Flow = "parallel-approval";

    private readonly FakeTimeProvider _clock = new(new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8)));
    private readonly List<string> _lies = [];
    private readonly Queue<string> _households = new(["610104189001010013", "610104189001010021", "61010418900101003X"]);
    private FrontDoor _door = null!;
    private TestHouse _house = null!;
    private Browser _anybody = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _door = new(cluster) { AlsoAdd = services => services.AddSingleton<TimeProvider>(_clock) };
        await _door.InitializeAsync();
        _house = await TestHouse.SecondNodeAsync(_door.Database, Cancellation, time: _clock);
        _anybody = new(_door.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        await _door.DisposeAsync();
    }

    /// <summary>What is told of a case in that status.</summary>
    /// <param name="Message">The last message to the applicant.</param>
    /// <param name="Paper">The newest paper of his that decides or tells it; null where he has none but his receipt.</param>
    /// <param name="IsToCollect">Whether he is called to the window: by the page, the board, the message and the reminders alike.</param>
    private sealed record Truth(Func<Task<CaseNumber>> Walk, NoticeKind Message, DocumentKind? Paper, bool IsToCollect = false);

    /// <summary>What is told of a branch in that status; the message may be that of the whole case.</summary>
    private sealed record PartTruth(Func<Task<(CaseNumber Case, int Branch)>> Walk, NoticeKind Message, DocumentKind? Paper);

    [Fact]
    public async Task Of_a_case_in_every_status_everything_that_people_see_tells_the_same()
    {
        var truths = new Dictionary<CaseStatus, Truth>
        {
            [CaseStatus.Received] = new(() => _house.ReceiveAsync(accept: false), NoticeKind.Received, null),
            [CaseStatus.CorrectionRequested] = new(NotifiedAsync, NoticeKind.CorrectionWanted, DocumentKind.CorrectionNotice),
            [CaseStatus.Declined] = new(DeclinedAsync, NoticeKind.Declined, DocumentKind.NonAcceptance),
            [CaseStatus.InApproval] = new(() => _house.ReceiveAsync(), NoticeKind.Accepted, DocumentKind.AcceptanceNotice),
            [CaseStatus.Decided] = new(() => DecidedAsync(), NoticeKind.ReadyToCollect, DocumentKind.Grant, IsToCollect: true),
            [CaseStatus.Finished] = new(() => DeliveredAsync(), NoticeKind.ReadyToCollect, DocumentKind.FinishNotice),
            [CaseStatus.PartlyFinished] = new(() => DeliveredAsync(6), NoticeKind.ReadyToCollect, DocumentKind.FinishNotice),
            [CaseStatus.Refused] = new(() => DeliveredAsync(1), NoticeKind.ReadyToCollect, DocumentKind.FinishNotice),
            [CaseStatus.Withdrawn] = new(WithdrawnAsync, NoticeKind.CaseWithdrawn, DocumentKind.Termination),
            [CaseStatus.Revoked] = new(RevokedAsync, NoticeKind.GrantRevoked, DocumentKind.GrantRevocation),
            [CaseStatus.AcceptanceRevoked] = new(LapsedAsync, NoticeKind.EndedUndecided, DocumentKind.AcceptanceRevoked),
            // Their flow is drawn anew, so they come last.
            [CaseStatus.Accepted] = new(WaitingAfterAcceptanceAsync, NoticeKind.Accepted, DocumentKind.AcceptanceNotice),
            [CaseStatus.Delivered] = new(WaitingAfterDeliveryAsync, NoticeKind.ReadyToCollect, DocumentKind.DeliveryReceipt),
        };
        CaseMoves.Table.All.SelectMany(move => move.To).Distinct().ShouldBe(truths.Keys, ignoreOrder: true);
        foreach (var (status, truth) in truths)
            await CheckAsync(status, truth);
        _lies.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_a_branch_in_every_status_everything_that_people_see_tells_the_same()
    {
        var truths = new Dictionary<BranchStatus, PartTruth>
        {
            [BranchStatus.Waiting] = new(async () => (await BelowAsync(), 1), NoticeKind.Accepted, null),
            [BranchStatus.InReview] = new(async () => (await _house.ReceiveAsync(), 2), NoticeKind.Accepted, null),
            [BranchStatus.ReadyToSign] = new(async () => (await FirstDecidedAsync(), 2), NoticeKind.Accepted, null),
            [BranchStatus.Stopped] = new(StoppedAsync, NoticeKind.ClockStopped, DocumentKind.StopNotice),
            [BranchStatus.CorrectionRequested] = new(AskedAsync, NoticeKind.CorrectionWanted, DocumentKind.CorrectionNotice),
            [BranchStatus.Approved] = new(async () => (await FirstDecidedAsync(), 1), NoticeKind.Accepted, DocumentKind.Grant),
            [BranchStatus.Refused] = new(
                async () => (await FirstDecidedAsync(Verdict.Refuse), 1),
                NoticeKind.ReadyToCollect,
                DocumentKind.Refusal
            ),
            [BranchStatus.Blocked] = new(
                async () => (await FirstDecidedAsync(Verdict.Refuse), 2),
                NoticeKind.ReadyToCollect,
                DocumentKind.BlockedNotice
            ),
            [BranchStatus.Withdrawn] = new(PartlyWithdrawnAsync, NoticeKind.Accepted, null),
            [BranchStatus.SentBack] = new(async () => (await SentBackAsync(), 1), NoticeKind.Accepted, null),
            [BranchStatus.Disagreed] = new(async () => (await AgainstAsync(), 3), NoticeKind.Accepted, null),
            [BranchStatus.AcceptanceRevoked] = new(
                async () => (await LapsedAsync(), 2),
                NoticeKind.EndedUndecided,
                DocumentKind.AcceptanceRevoked
            ),
            [BranchStatus.TimedOut] = new(async () => (await SilentAsync(), 2), NoticeKind.ReadyToCollect, DocumentKind.DeemedRenewal),
        };
        BranchMoves.Table.All.SelectMany(move => move.To).Append(BranchStatus.Waiting).Distinct().ShouldBe(truths.Keys, ignoreOrder: true);
        foreach (var (status, truth) in truths)
            await CheckAsync(status, truth);
        _lies.ShouldBeEmpty();
    }

    private async Task CheckAsync(CaseStatus status, Truth truth)
    {
        var seen = await SeeAsync(await truth.Walk());
        void Expect(bool isSo, string lie) => Note(isSo, $"{status}: {lie}");
        Expect(seen.Status == status, $"the walk led to {seen.Status}");
        Expect(seen.Message.Kind == truth.Message.ToString(), $"the last message is {seen.Message.Kind}: {seen.Message.Chinese}");
        foreach (var page in seen.Pages)
        {
            page.Set();
            Expect(page.Headline == Names.Of(status), $"the page is headed {page.Headline}");
            Expect(
                page.Html.Contains(Words.Word("ask_collect"), StringComparison.Ordinal) == truth.IsToCollect,
                "the page calls him, or not"
            );
            Expect(page.IsOnBoard == truth.IsToCollect, "the board calls him, or not");
            if (truth.Paper is { } kind)
                Expect(page.Html.Contains(Names.Of(kind), StringComparison.Ordinal), $"the page does not offer the {Names.Of(kind)}");
            // Every part of what is revoked is revoked, and nothing of what is not.
            Expect(
                page.Lanes.Contains(Names.Of(CaseStatus.Revoked)) == (status is CaseStatus.Revoked),
                "the parts say something else: " + string.Join(", ", page.Lanes)
            );
        }

        Expect(seen.IsReminded == truth.IsToCollect, "he is reminded, or not");
        Expect(truth.Paper is null || seen.Papers.Any(paper => paper.Document.Kind == truth.Paper), "the paper is missing");
        Expect(truth.Paper is not null || seen.Papers.Count == 0, "there is a paper: " + string.Join(", ", seen.Papers));
        await CompareAsync(seen, Expect, truth.Paper, null);
    }

    private async Task CheckAsync(BranchStatus status, PartTruth truth)
    {
        var (number, branch) = await truth.Walk();
        var seen = await SeeAsync(number);
        void Expect(bool isSo, string lie) => Note(isSo, $"{status}: {lie}");
        Expect(seen.Message.Kind == truth.Message.ToString(), $"the last message is {seen.Message.Kind}: {seen.Message.Chinese}");
        foreach (var page in seen.Pages)
        {
            page.Set();
            Expect(page.Lanes[branch - 1] == Names.Of(status), $"the page says {page.Lanes[branch - 1]}");
        }

        Expect(
            truth.Paper is null
                || seen.Papers.Any(paper =>
                    paper.Document.Kind == truth.Paper && paper.Document.Branch is var of && (of == branch || of == 0)
                ),
            "the paper is missing"
        );
        await CompareAsync(seen, Expect, truth.Paper, branch);
    }

    // The days that a message names stand on the page and on the paper; both languages name the same; who verifies reads what the page
    // says.
    private async Task CompareAsync(Seen seen, Action<bool, string> expect, DocumentKind? kind, int? branch)
    {
        var days = Day().Matches(seen.Message.Chinese).Select(found => found.Value).Distinct().ToList();
        expect(
            days.Order().SequenceEqual(Day().Matches(seen.Message.English).Select(found => found.Value).Distinct().Order()),
            $"the languages name other days: {seen.Message.Chinese} {seen.Message.English}"
        );
        foreach (var (day, page) in days.SelectMany(day => seen.Pages.Select(page => (day, page))))
            expect(page.Html.Contains(day, StringComparison.Ordinal), $"the page does not name {day}");
        if (kind is null)
            return;
        var paper = seen.Papers.FirstOrDefault(paper =>
            paper.Document.Kind == kind && (branch is null || paper.Document.Branch == branch || paper.Document.Branch == 0)
        );
        if (paper is null)
            return;
        var queries = _house.Get<DocumentQueries>();
        var body = (await queries.BodyAsync(paper.Document, Cancellation)).Value;
        // What was told of the whole case at its acceptance is not printed on what one department decides later.
        var isOfIt = seen.Message.Kind != nameof(NoticeKind.Accepted) || kind is DocumentKind.AcceptanceNotice;
        foreach (var day in days.Where(_ => isOfIt).Select(day => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)))
            expect(body.Contains(Printed(day), StringComparison.Ordinal), $"the paper does not name {day:yyyy-MM-dd}: {body}");
        expect(paper.Standing is PaperStanding.InForce, $"its paper is {paper.Standing}");
        // Whom a paper names, who reviews, who judges, who is competent instead, the page names too.
        foreach (var named in Remedy().Matches(body).Concat(Elsewhere().Matches(body)).SelectMany(told => told.Groups.Values.Skip(1)))
            expect(
                seen.Pages.First(page => page.Language == "zh").Html.Contains(named.Value.Trim(), StringComparison.Ordinal),
                $"the page does not name {named.Value}"
            );
        foreach (var page in seen.Pages)
        {
            page.Set();
            var address = $"/verify/{Uri.EscapeDataString(paper.Document.Number)}?code={paper.Document.Code}&lang={page.Language}";
            var verified = WebUtility.HtmlDecode((await _anybody.OpenAsync(address)).Html);
            expect(verified.Contains(Words.Word("verify_holds"), StringComparison.Ordinal), $"{address} does not verify");
            expect(verified.Contains(Names.Of(paper.Document.Kind), StringComparison.Ordinal), $"{address} is of another kind");
        }
    }

    private void Note(bool isSo, string lie)
    {
        if (!isSo)
            _lies.Add(lie);
    }

    private async Task<Seen> SeeAsync(CaseNumber number)
    {
        await _house.HearAsync(Cancellation);
        var file = await _house.FileAsync(number, Cancellation);
        var newest = (
            await _door.App.Services.NoticesAsync(notice => notice.CaseKey == number.Key && notice.Recipient == "", Cancellation)
        ).MaxBy(notice => (notice.Sequence, notice.Id))!;
        string[] message = [newest.Kind.ToString(), newest.Text, newest.TextEn];
        var pages = new List<SeenPage>();
        foreach (var language in (string[])["zh", "en"])
        {
            // All screens share a reading of some seconds.
            _clock.Advance(TimeSpan.FromSeconds(10));
            var form = await _anybody.OpenAsync("/track?lang=" + language);
            var shown = await _anybody.SendAsync(
                form,
                "/track?lang=" + language,
                "track",
                ("Number", number.ToString()),
                ("Code", file.Case.QueryCode)
            );
            var page = shown with { Html = WebUtility.HtmlDecode(shown.Html) };
            var board = "";
            for (var (at, of) = (1, 1); at <= of; at++)
            {
                var turned = (await _anybody.OpenAsync($"/board?lang={language}&Page={at}")).Html;
                board += turned;
                of = BoardPages().Match(turned) is { Success: true } said
                    ? int.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture)
                    : 1;
            }

            pages.Add(
                new(
                    language,
                    page.Html,
                    Headline().Match(page.Html).Groups[1].Value,
                    [.. Lane().Matches(page.Html).Select(found => found.Groups[1].Value)],
                    board.Contains("…" + number.ToString()[^8..], StringComparison.Ordinal)
                )
            );
        }

        return new(
            file.Case.Status,
            (message[0], message[1], message[2]),
            await _house.Get<DocumentQueries>().OfApplicantAsync(number, Cancellation),
            await _door.Database.AskAsync<bool>($"SELECT EXISTS (SELECT FROM uncollected WHERE case_key = {number.Key})", Cancellation),
            pages
        );
    }

    private sealed record Seen(
        CaseStatus Status,
        (string Kind, string Chinese, string English) Message,
        IReadOnlyList<ApplicantPaper> Papers,
        bool IsReminded,
        IReadOnlyList<SeenPage> Pages
    );

    private sealed record SeenPage(string Language, string Html, string Headline, IReadOnlyList<string> Lanes, bool IsOnBoard)
    {
        /// <summary>Words are asked for in the language of this page.</summary>
        public void Set() => ReaderLanguage.Set(Language == "en");
    }

    private async Task<CaseNumber> NotifiedAsync()
    {
        var number = await ReceiveWithoutAsync(Sample.Item, "M05");
        Ok(await _house.Get<NotifyCorrectionHandler>().HandleAsync(new(number, []), _house.Clerk(), Cancellation));
        return number;
    }

    private async Task<CaseNumber> DeclinedAsync()
    {
        var number = await _house.ReceiveAsync(accept: false);
        Ok(await _house.Get<DeclineCaseHandler>().HandleAsync(new(number, "依法不需要取得许可。", "市局"), _house.Clerk(), Cancellation));
        return number;
    }

    private async Task<CaseNumber> DecidedAsync(int refusing = 0, string item = Sample.Item)
    {
        var number = await _house.ReceiveAsync(item);
        for (var branch = 1; branch <= 6 && (refusing == 0 || branch <= refusing); branch++)
            Ok(await _house.DecideAsync(number, branch, branch == refusing ? Verdict.Refuse : Verdict.Approve));
        return number;
    }

    private async Task<CaseNumber> DeliveredAsync(int refusing = 0)
    {
        var number = await DecidedAsync(refusing);
        await _house.HearAsync(Cancellation);
        Ok(await _house.Get<DeliverCaseHandler>().HandleAsync(new(number), _house.Clerk(), Cancellation));
        return number;
    }

    private async Task<CaseNumber> WithdrawnAsync()
    {
        var number = await _house.ReceiveAsync();
        Ok(await _house.Get<WithdrawCaseHandler>().HandleAsync(new(number, "不办了"), _house.Clerk(), Cancellation));
        return number;
    }

    private async Task<CaseNumber> RevokedAsync()
    {
        var number = await ReceiveWithoutAsync(Signboard, "M24");
        Ok(await _house.Get<AcceptOnCommitmentHandler>().HandleAsync(new(number, IsSigned: true), _house.Clerk(), Cancellation));
        Ok(
            await _house
                .Get<DecideBranchHandler>()
                .HandleAsync(new(new(number, 1, 1), Verdict.Approve, "承诺符合条件，准予。"), _house.Approver("CGJ"), Cancellation)
        );
        Ok(await _house.Get<DeliverCaseHandler>().HandleAsync(new(number), _house.Clerk(), Cancellation));
        await _house.HearAsync(Cancellation);
        for (var check = 1; check <= 2; check++)
            Ok(
                await _house
                    .Get<RecordFollowUpHandler>()
                    .HandleAsync(new(number, false, "现场与承诺不符", ["张一", "李二"]), _house.Approver("CGJ"), Cancellation)
            );
        return number;
    }

    private async Task<CaseNumber> LapsedAsync()
    {
        var number = await ReceiveWithoutAsync(Sample.Item, "M12");
        Ok(await _house.Get<AcceptDeferringHandler>().HandleAsync(new(number, ["M12"], 2, IsSigned: true), _house.Clerk(), Cancellation));
        var due = (await _house.FileAsync(number, Cancellation)).LatestClock(Clock.OfCase, ClockKind.Deferral)!.DueOn;
        await PassAsync(due);
        return number;
    }

    private async Task<CaseNumber> WaitingAfterAcceptanceAsync()
    {
        await DrawAsync();
        return await _house.ReceiveAsync(Sample.Drill);
    }

    private async Task<CaseNumber> WaitingAfterDeliveryAsync()
    {
        await DrawAsync();
        var number = await _house.ReceiveAsync(Sample.Drill);
        _clock.Advance(TimeSpan.FromHours(2));
        await _house.SweepAsync(Cancellation);
        for (var branch = 1; branch <= 6; branch++)
            Ok(await _house.DecideAsync(number, branch));
        await _house.HearAsync(Cancellation);
        Ok(await _house.Get<DeliverCaseHandler>().HandleAsync(new(number), _house.Clerk(), Cancellation));
        return number;
    }

    // After the intake and after the delivery the flow waits for an hour.
    private async Task DrawAsync()
    {
        var row = (await _house.Get<DefinitionQueries>().FindAsync(Flow, new("Latest"), Cancellation))!;
        var model = (JsonObject)JsonNode.Parse(row.Content)!;
        var (steps, ways) = (model["root"]!["activities"]!.AsArray(), model["root"]!["connections"]!.AsArray());
        if (steps.Any(step => step!["id"]!.GetValue<string>().StartsWith("pause", StringComparison.Ordinal)))
            return;
        DefinitionStamp.Put(model, row);
        foreach (
            var (after, port) in ((string, string)[])
                [("ParallelApproval.OneWindowIntake", "Accepted"), ("ParallelApproval.Deliver", "Delivered")]
        )
        {
            var step = steps.Single(step => step!["type"]!.GetValue<string>() == after)!["id"]!.GetValue<string>();
            var pause = "pause" + step;
            foreach (var way in ways.Where(way => Is(way!, step, port)).ToList())
                way!["source"] = new JsonObject { ["activity"] = pause, ["port"] = "Done" };
            steps.Add(
                new JsonObject
                {
                    ["id"] = pause,
                    ["name"] = pause,
                    ["type"] = "Elsa.Delay",
                    ["version"] = 1,
                    ["timeSpan"] = new JsonObject
                    {
                        ["typeName"] = null,
                        ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = "01:00:00" },
                        ["memoryReference"] = null,
                    },
                }
            );
            ways.Add(
                new JsonObject
                {
                    ["source"] = new JsonObject { ["activity"] = step, ["port"] = port },
                    ["target"] = new JsonObject { ["activity"] = pause, ["port"] = "In" },
                    ["vertices"] = new JsonArray(),
                }
            );
        }

        Ok(await _house.Get<SaveDefinitionHandler>().HandleAsync(new(model, true), _house.By("designer", "XZSP"), Cancellation));
    }

    private static bool Is(JsonNode way, string step, string port) =>
        way["source"]!["activity"]!.GetValue<string>() == step && way["source"]!["port"]!.GetValue<string>() == port;

    private async Task<CaseNumber> FirstDecidedAsync(Verdict verdict = Verdict.Approve)
    {
        var number = await _house.ReceiveAsync();
        Ok(await _house.DecideAsync(number, 1, verdict));
        return number;
    }

    private async Task<(CaseNumber, int)> StoppedAsync()
    {
        var number = await _house.ReceiveAsync();
        Ok(
            await _house
                .Get<StopBranchHandler>()
                .HandleAsync(
                    new(new(number, 2, 1), StopGround.ExpertReview, 4, NoticeDelivered: true),
                    _house.Approver("GSJ"),
                    Cancellation
                )
        );
        return (number, 2);
    }

    private async Task<(CaseNumber, int)> AskedAsync()
    {
        var number = await _house.ReceiveAsync();
        Ok(
            await _house
                .Get<RequestCorrectionHandler>()
                .HandleAsync(new(new(number, 3, 1), [new("M01", "字迹不清", "请重新提交")]), _house.Approver("ZJJ"), Cancellation)
        );
        return (number, 3);
    }

    private async Task<(CaseNumber, int)> PartlyWithdrawnAsync()
    {
        var number = await _house.ReceiveAsync();
        Ok(await _house.Get<WithdrawCaseHandler>().HandleAsync(new(number, "不办了", [6]), _house.Clerk(), Cancellation));
        return (number, 6);
    }

    // Each household applies once; nobody of them ever lived.
    private async Task<CaseNumber> BelowAsync()
    {
        var application = _house.Application(Allowance);
        var household = application with { Applicant = application.Applicant with { IdNumber = _households.Dequeue() } };
        return Sample.Number(
            await _house
                .Get<ReceiveCaseHandler>()
                .HandleAsync(new(household, Accept: true), _house.By("clerk-community", "COMM"), Cancellation)
        );
    }

    private async Task<CaseNumber> AgainstAsync()
    {
        var number = await BelowAsync();
        Ok(await SendUpAsync(number, "clerk-community", "COMM", agrees: true));
        Ok(await SendUpAsync(number, "approver-street", "STREET", agrees: false));
        return number;
    }

    private async Task<CaseNumber> SentBackAsync()
    {
        var number = await AgainstAsync();
        Ok(
            await _house
                .Get<SendDownHandler>()
                .HandleAsync(new(new(number, 1, 1), "缺入户调查"), _house.By("reviewer-mzj", "MZJ"), Cancellation)
        );
        return number;
    }

    private Task<ErrorOr.ErrorOr<Decided>> SendUpAsync(CaseNumber number, string userName, string department, bool agrees) =>
        _house.Get<SendUpHandler>().HandleAsync(new(number, agrees, "已调查。"), _house.By(userName, department), Cancellation);

    // A licence that was to be renewed ran out, and one department had said nothing.
    private async Task<CaseNumber> SilentAsync()
    {
        await _house.PublishAsync(Sample.Drill, draft => draft with { ExpiryField = "expires" });
        var application = _house.Application(Sample.Drill);
        var expires = _clock.GetUtcNow().OfficialDate().AddDays(60);
        var form = new JsonObject { ["expires"] = expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };
        foreach (var (key, value) in application.Form!)
            form[key] = value?.DeepClone();
        var number = Sample.Number(
            await _house
                .Get<ReceiveCaseHandler>()
                .HandleAsync(new(application with { Form = form }, Accept: true), _house.Clerk(), Cancellation)
        );
        await PassAsync(expires);
        return number;
    }

    private async Task<CaseNumber> ReceiveWithoutAsync(string item, params string[] without) =>
        Sample.Number(
            await _house.Get<ReceiveCaseHandler>().HandleAsync(new(_house.Application(item, without)), _house.Clerk(), Cancellation)
        );

    // Past the day, and past the days off that may follow it.
    private async Task PassAsync(DateOnly day)
    {
        await _house.HearAsync(Cancellation);
        for (var ahead = 1; ahead <= 9; ahead += 4)
        {
            _clock.SetUtcNow(day.AddDays(ahead).At(new(9, 0)));
            await _house.SweepAsync(Cancellation);
        }
    }

    private static string Printed(DateOnly day) => FormattableString.Invariant($"{day.Year}年{day.Month}月{day.Day}日");

    private static void Ok<T>(ErrorOr.ErrorOr<T> done) => done.ErrorsOrEmptyList.Select(error => error.Code).ShouldBeEmpty();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d")]
    private static partial Regex Day();

    [GeneratedRegex("行政复议机关：([^；<]+)；受理行政诉讼的人民法院：([^。<]+)。")]
    private static partial Regex Remedy();

    [GeneratedRegex("请向 ?([^<]+?) ?提出申请")]
    private static partial Regex Elsewhere();

    [GeneratedRegex("<h2>[^<]*</h2><span class=\"state[^\"]*\">([^<]*)</span>")]
    private static partial Regex Headline();

    [GeneratedRegex("class=\"lane[^>]*>.*?<span class=\"state[^\"]*\">([^<]*)</span>", RegexOptions.Singleline)]
    private static partial Regex Lane();

    [GeneratedRegex(@"(?:/| of )(\d+)(?: 页|,)")]
    private static partial Regex BoardPages();
}
