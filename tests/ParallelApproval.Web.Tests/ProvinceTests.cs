using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;

namespace ParallelApproval.Web;

/// <summary>
/// Districts behind the entrance of a province, on real servers with databases of their own: each is reached by its name and by the numbers
/// of its cases, and none notices what happens to another.
/// </summary>
public sealed class ProvinceTests(TwoDistricts two) : IClassFixture<TwoDistricts>
{
    private readonly ProvinceDoor _province = two.Province;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_is_received_in_each_district_and_found_by_its_number_under_the_name_of_the_province()
    {
        ProvinceDoor.Remarks(await two.BothAsync()).ShouldBeEmpty();
        foreach (var (at, region) in ((int, string)[])[(0, TwoDistricts.First), (1, TwoDistricts.Second)])
        {
            var (number, code) = await two.ReceiveAsync(at);
            number.ShouldStartWith(region);
            var anybody = new Account(_province.Own, null);
            (await anybody.GetAsync($"/api/public/cases/{number}?code={code}")).Status.ShouldBe(200);
            (await anybody.GetAsync($"/api/public/cases/{number}?code=000000")).Status.ShouldBe(404);
            var clerk = new Account(_province.Own, (await two.SignInAsync(at, "clerk")).Token);
            (await clerk.GetAsync($"/api/cases/{number}"))["caseNumber"]!.GetValue<string>().ShouldBe(number);
            var approver = new Account(_province.Own, (await two.SignInAsync(at, "approver-tjj")).Token);
            (await approver.PostAsync(Catering.Task(number, 6) + "/claim")).Status.ShouldBeInRange(200, 204);
            // The token of one district opens nothing in the other.
            var elsewhere = new Account(_province.Names[1 - at], clerk.Token);
            (await elsewhere.GetAsync("/api/cases")).Status.ShouldBe(401);
        }
    }

    [Fact]
    public async Task A_reader_is_led_to_the_name_of_his_district_where_his_session_stays()
    {
        await two.BothAsync();
        var (number, code) = await two.ReceiveAsync(1);
        foreach (
            var (asked, led) in ((string, string)[])
                [
                    ($"/find?number={number}&lang=en", $"/track?no={number}&lang=en"),
                    ($"/find?number={Uri.EscapeDataString(WideWithBlanks(number))}", $"/track?no={number}"),
                    ($"/track?no={number}", $"/track?no={number}"),
                    ($"/cases/{number}", $"/cases/{number}"),
                    ($"/verify/{number}-01?Code=X", $"/verify/{number}-01?Code=X"),
                    ($"/verify?Number={number}-01", $"/verify?Number={number}-01"),
                ]
        )
        {
            using var answer = await ProvinceDoor.SendAsync(new(_province.Own, asked));
            answer.StatusCode.ShouldBe(HttpStatusCode.TemporaryRedirect, asked);
            answer.Headers.Location.ShouldBe(new Uri(_province.Names[1], led), asked);
        }

        var reader = new Browser(_province.Own);
        var form = await reader.OpenAsync($"/find?number={number}");
        form.Html.ShouldContain($"value=\"{number}\"");
        var citizen = new Browser(_province.Names[1]);
        var told = await citizen.SendAsync(await citizen.OpenAsync("/track"), "/track", "track", ("Number", number), ("Code", code));
        told.Html.ShouldContain("张*");
        var officer = await Browser.SignInAsync(_province.Names[0], "clerk");
        officer.Cookies.GetCookies(_province.Names[0]).ShouldContain(cookie => cookie.Name.EndsWith("session"));
        (await officer.OpenAsync("/account")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_first_page_lists_the_districts_in_both_languages_and_is_the_provinces_alone()
    {
        await two.BothAsync();
        foreach (var (language, words) in ((string, string[])[])[("en", ["Sample Province", "District 1"]), ("zh", ["演示省", "第1区"])])
        {
            using var answer = await ProvinceDoor.SendAsync(new(_province.Own, "/?lang=" + language));
            var page = await answer.Content.ReadAsStringAsync(Cancellation);
            foreach (var word in words)
                page.ShouldContain(word);
            page.ShouldContain(_province.Names[1].ToString());
            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'self'");
        }

        using var looks = await ProvinceDoor.SendAsync(new(_province.Own, "/static/site.css"));
        looks.Content.Headers.ContentType!.MediaType.ShouldBe("text/css");
        (await new Account(_province.Own, null).GetAsync("/api/province/districts"))["items"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Rubbish_numbers_hosts_and_paths_are_refused_in_words_and_never_a_fault()
    {
        await two.BothAsync();
        var anybody = new Account(_province.Own, null);
        foreach (
            var (path, code) in ((string, string)[])
                [
                    // A sound number of a district that is none of ours, of a flow of no place, and broken ones.
                    ("/api/cases/" + NumberOf("110101"), "district_unknown"),
                    ($"/api/public/cases/{NumberOf("000000")}?code=1", "district_unknown"),
                    ("/api/cases/" + NumberOf(TwoDistricts.First)[..^1] + "?", "number_malformed"),
                    ("/api/cases/" + NumberOf(TwoDistricts.First)[..^1] + "Y", "number_malformed"),
                    ("/api/cases/%E2%80%AE'--<script>", "number_malformed"),
                    ("/api/tasks/x-01-1/decision", "number_malformed"),
                    ("/api/session", "address_not_found"),
                    ("/api/nothing", "address_not_found"),
                    ("/a/%2e%2e/%2f/..%5c", "address_not_found"),
                    ("/api/province/figures?from=yesterday", "field_malformed"),
                    ("/api/province/figures?from=2026-03-02&to=2026-03-01", "window_reversed"),
                ]
        )
        {
            var answer = await anybody.GetAsync(path);
            (answer.Status, answer.Code).ShouldBe((path.Contains("figures", StringComparison.Ordinal) ? 400 : 404, code), path);
        }

        foreach (var path in (string[])["/find?number=%00%ff", "/find?number=" + new string('9', 5000), "/cases/x", "/", "/track?no=%"])
        {
            using var answer = await ProvinceDoor.SendAsync(new(_province.Own, path), request =>
                request.Headers.Accept.ParseAdd("text/html")
            );
            ((int)answer.StatusCode).ShouldBeLessThan(500, path);
        }

        foreach (var host in (string[])["elsewhere.example", "127.0.0.9", "127.0.0.1.example", "xn--", "localhost:1"])
        foreach (var wanted in (string[])["application/json", "text/html"])
        {
            using var answer = await ProvinceDoor.SendAsync(_province.Own, request =>
            {
                request.Headers.Host = host;
                request.Headers.Accept.ParseAdd(wanted);
            });
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, host);
            (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldContain("host_unknown");
        }

        // Headers that no server can take along, a body that is none.
        foreach (var at in (Uri[])[_province.Own, _province.Names[0]])
        {
            using var odd = await ProvinceDoor.SendAsync(new(at, "/api/cases/61010420260302000019"), request =>
            {
                request.Headers.TryAddWithoutValidation("Accept-Language", "é, ,,;q=");
                request.Headers.TryAddWithoutValidation("X-Forwarded-For", "not an address, 1.2.3.4");
                request.Headers.TryAddWithoutValidation("Cookie", "a=\u00ff; session=x");
                request.Method = HttpMethod.Post;
                request.Content = new ByteArrayContent([0xff, 0xfe]);
            });
            ((int)odd.StatusCode).ShouldBeInRange(400, 499, await odd.Content.ReadAsStringAsync(Cancellation));
        }
    }

    [Fact]
    public async Task What_reaches_a_district_says_who_asks_and_takes_no_session_along_by_number()
    {
        await using var house = await SmallHouse.StartAsync("110101");
        await _province.EditAsync(_province.District(2, "110101", null, house.Address));
        void Forge(HttpRequestMessage request)
        {
            request.Headers.Add("X-Forwarded-For", "198.51.100.7");
            request.Headers.Add("X-Forwarded-Host", "evil.example");
            request.Headers.Add("Forwarded", "for=198.51.100.7");
            request.Headers.Add("Cookie", "session=stolen");
        }

        var byName = await ReadAsync(new(_province.Names[2], "/anything"), Forge);
        byName["host"]!.GetValue<string>().ShouldBe(_province.Names[2].Authority);
        byName["cookie"]!.GetValue<string>().ShouldBe("session=stolen");
        byName["client"]!.GetValue<string>().ShouldBe("127.0.0.1");
        byName["proto"]!.GetValue<string>().ShouldBe("http");
        byName["forged"]!.GetValue<string>().ShouldBe("");
        var byNumber = await ReadAsync(new(_province.Own, "/api/cases/" + NumberOf("110101")), Forge);
        byNumber["host"]!.GetValue<string>().ShouldBe(_province.Names[2].Authority);
        byNumber["cookie"]!.GetValue<string>().ShouldBe("");
    }

    [Fact]
    public async Task A_faulty_register_is_refused_in_words_and_the_former_one_goes_on()
    {
        await two.BothAsync();
        var (first, second) = (
            _province.District(0, TwoDistricts.First, null, two.Door.Address),
            _province.District(1, TwoDistricts.First, "missing.key", new Uri("ftp://127.0.0.1/x"))
        );
        second["nodes"]!.AsArray().Add(two.Door.Address.ToString());
        foreach (
            var (register, faults) in ((string, string[])[])
                [
                    (
                        ProvinceDoor.Register(_province.Own.ToString(), first, second).ToJsonString(),
                        [
                            "districts[1].region register_twice",
                            "districts[1].nodes[0] server_address_malformed",
                            "districts[1].nodes[1] register_twice",
                            "districts[1].keyFile key_file_missing",
                        ]
                    ),
                    (
                        ProvinceDoor.Register("https://x.example/path", _province.District(0, "610100", null)).ToJsonString(),
                        ["province.address server_address_malformed", "districts[0].region installation_region_malformed"]
                    ),
                    ("{ \"province\": ", ["register_broken"]),
                    ("[null]", ["register_broken"]),
                    ("null", ["register_broken"]),
                    (
                        ProvinceDoor
                            .Register(_province.Own.ToString(), new JsonObject { ["region"] = "110101", ["key"] = "pak_x" })
                            .ToJsonString(),
                        ["register_broken"]
                    ),
                ]
        )
        {
            var remarks = ProvinceDoor.Remarks(await _province.WriteAsync(register));
            foreach (var fault in faults)
                remarks.ShouldContain(remark => remark.StartsWith("registerRefused:") && remark.Contains(fault), fault);
            var checking = await CheckAsync();
            checking.Code.ShouldBe(1, checking.Said);
            foreach (var fault in faults)
                checking.Said.ShouldContain(fault);
            // Both go on as before.
            foreach (var name in _province.Names.Take(2))
                (await new Account(name, null).GetAsync("/health/live")).Status.ShouldBe(200);
        }

        ProvinceDoor.Remarks(await two.BothAsync()).ShouldBeEmpty();
        var sound = await CheckAsync();
        sound.Code.ShouldBe(0, sound.Said);
        sound.Said.ShouldContain("2 districts, 2 servers");
    }

    [Fact]
    public async Task Districts_are_added_moved_and_taken_out_while_another_works_and_not_one_of_its_requests_fails()
    {
        await two.BothAsync();
        var (number, _) = await two.ReceiveAsync(0);
        var clerk = await two.SignInAsync(0, "clerk");
        using var over = new CancellationTokenSource();
        var working = Enumerable.Range(0, 3).Select(_ => AskOnAsync(clerk, "/api/cases/" + number, over.Token)).ToList();
        await using var before = await SmallHouse.StartAsync("110101");
        await using var after = await SmallHouse.StartAsync("110101");

        await two.BothAsync(_province.District(2, "110101", null, before.Address));
        var moving = AskOnAsync(new Account(_province.Names[2], null), "/anything", over.Token);
        await HasAskedAsync(before);
        // Both for a while, then the new one alone: the old one may be taken away.
        await two.BothAsync(_province.District(2, "110101", null, before.Address, after.Address));
        await two.BothAsync(_province.District(2, "110101", null, after.Address));
        await HasAskedAsync(after);
        var former = before.Asked;
        await HasAskedAsync(after);
        before.Asked.ShouldBe(former);
        // A server that is asked to end says so before it does, and is given nothing more.
        await using var next = await SmallHouse.StartAsync("110101");
        await two.BothAsync(_province.District(2, "110101", null, after.Address, next.Address));
        after.Health = "stopping";
        await _province.UntilAsync(health => ProvinceDoor.Remarks(health).Any(remark => remark.EndsWith("stopping")));
        await HasAskedAsync(next);
        await over.CancelAsync();
        (await moving).ShouldAllBe(status => status == 200);
        foreach (var worker in working)
            (await worker).ShouldAllBe(status => status == 200);

        await two.BothAsync();
        using var gone = await ProvinceDoor.SendAsync(new(_province.Names[2], "/anything"));
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await new Account(_province.Own, null).GetAsync("/api/cases/" + NumberOf("110101"))).Code.ShouldBe("district_unknown");
    }

    [Fact]
    public async Task A_district_that_was_killed_is_told_of_at_once_and_the_other_goes_on_and_it_comes_back_elsewhere()
    {
        await two.BothAsync();
        var ((number, _), (other, _)) = (await two.ReceiveAsync(0), await two.ReceiveAsync(1));
        var clerk = await two.SignInAsync(0, "clerk");
        using var over = new CancellationTokenSource();
        var working = AskOnAsync(clerk, "/api/cases/" + number, over.Token);
        // Since when somebody is away knows only who has heard of him before.
        (await new Account(_province.Own, null).GetAsync("/api/province/figures"))["answered"]!.GetValue<int>().ShouldBe(2);
        await two.Other.KillAsync();

        foreach (var (name, path) in ((Uri, string)[])[(_province.Names[1], "/health/live"), (_province.Own, "/api/cases/" + other)])
            for (var time = 0; time < 3; time++)
            {
                var asked = Stopwatch.GetTimestamp();
                var answer = await new Account(name, null).GetAsync(path);
                TestContext.Current.TestOutputHelper?.WriteLine(
                    $"{path}: 503 after {Stopwatch.GetElapsedTime(asked).TotalMilliseconds:0} ms"
                );
                (answer.Status, answer.Code).ShouldBe((503, "district_away"), answer.Text);
                answer.Headers["Retry-After"].ShouldBe("3");
            }

        var command = await new Account(_province.Names[1], null).PostAsync("/api/session", new JsonObject());
        (command.Status, command.Code).ShouldBe((503, "district_away"));
        var page = await new Browser(_province.Names[1]).OpenAsync("/track");
        page.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        page.Html.ShouldContain("District 1");
        await _province.UntilAsync(health => ProvinceDoor.Remarks(health).Contains("districtAway:" + TwoDistricts.Second));

        var missing = await new Account(_province.Own, null).GetAsync("/api/province/figures");
        (missing["districts"]!.GetValue<int>(), missing["answered"]!.GetValue<int>()).ShouldBe((2, 1), missing.Text);
        var lost = missing["missing"]!.AsArray().Single()!;
        lost["region"]!.GetValue<string>().ShouldBe(TwoDistricts.Second);
        lost["reason"]!.GetValue<string>().ShouldBe("noAnswer");
        lost["since"]!.GetValue<DateTimeOffset>().ShouldBeGreaterThan(lost["watchedSince"]!.GetValue<DateTimeOffset>());
        (await new Browser(_province.Own).OpenAsync("/figures?lang=en")).Html.ShouldContain("The sum is of 1 of 2 districts.");

        await two.StartOtherAsync();
        await two.BothAsync();
        (await (await two.SignInAsync(1, "clerk")).GetAsync("/api/cases/" + other)).Status.ShouldBe(200);
        await over.CancelAsync();
        var answers = await working;
        answers.Count.ShouldBeGreaterThan(10);
        answers.ShouldAllBe(status => status == 200);
    }

    [Fact]
    public async Task A_district_that_is_frozen_keeps_its_own_readers_waiting_for_seconds_and_nobody_else()
    {
        await two.BothAsync();
        var ((number, _), clerk, other) = (await two.ReceiveAsync(0), await two.SignInAsync(0, "clerk"), await two.SignInAsync(1, "clerk"));
        using var over = new CancellationTokenSource();
        var working = AskOnAsync(clerk, "/api/cases/" + number, over.Token);
        await two.Other.FreezeAsync();
        try
        {
            var asked = Stopwatch.GetTimestamp();
            var answers = await Task.WhenAll(
                other.PostAsync("/api/cases", two.Application(1), "sent-while-frozen"),
                other.GetAsync("/api/cases"),
                new Account(_province.Names[1], null).GetAsync("/health/live")
            );
            TestContext.Current.TestOutputHelper?.WriteLine($"503 after {Stopwatch.GetElapsedTime(asked).TotalSeconds:0.0} s");
            foreach (var answer in answers)
            {
                (answer.Status, answer.Code).ShouldBe((503, "district_away"), answer.Text);
                answer.Headers["Retry-After"].ShouldBe("3");
            }

            // From then on it is known.
            asked = Stopwatch.GetTimestamp();
            (await other.GetAsync("/api/cases")).Code.ShouldBe("district_away");
            TestContext.Current.TestOutputHelper?.WriteLine($"then after {Stopwatch.GetElapsedTime(asked).TotalMilliseconds:0} ms");
            ProvinceDoor
                .Remarks(await _province.UntilAsync(health => ProvinceDoor.Remarks(health).Contains("districtAway:" + TwoDistricts.Second)))
                .ShouldContain($"nodeAway:{TwoDistricts.Second}[0] silent");
            var figures = await FiguresAsync();
            figures.ShouldMatch(Figure("district_away", TwoDistricts.Second) + @"1\b");
            figures.ShouldMatch(Figure("district_away", TwoDistricts.First) + @"0\b");
            figures.ShouldMatch(Figure("refusals_total", TwoDistricts.Second) + "[1-9]");
            figures.ShouldMatch(Figure("requests_total", TwoDistricts.First) + "[1-9]");
            figures.ShouldNotContain(number);
        }
        finally
        {
            await two.Other.ThawAsync();
        }

        await _province.UntilAsync(health => ProvinceDoor.Remarks(health).Count == 0);
        // What was sent is done once, whether it still heard of it or not.
        var again = await other.PostAsync("/api/cases", two.Application(1), "sent-while-frozen");
        again.Status.ShouldBe(201, again.Text);
        var twice = await other.PostAsync("/api/cases", two.Application(1), "sent-while-frozen");
        twice["caseNumber"]!.GetValue<string>().ShouldBe(again["caseNumber"]!.GetValue<string>());
        await over.CancelAsync();
        var meanwhile = await working;
        meanwhile.Count.ShouldBeGreaterThan(10);
        meanwhile.ShouldAllBe(status => status == 200);
    }

    [Fact]
    public async Task What_lives_for_long_is_not_cut_when_a_server_falls_silent_and_a_command_is_told_so()
    {
        await using var silent = await SmallHouse.StartAsync("110101");
        await using var next = await SmallHouse.StartAsync("110101");
        await _province.EditAsync(_province.District(2, "110101", null, silent.Address));
        await _province.UntilAsync(health => ProvinceDoor.Remarks(health).Count == 0);
        using var http = new HttpClient();
        await using var words = await http.GetStreamAsync(new Uri(_province.Names[2], "/words"), Cancellation);
        using var read = new StreamReader(words);
        (await read.ReadLineAsync(Cancellation)).ShouldBe("data: first");
        using var talk = new System.Net.WebSockets.ClientWebSocket();
        await talk.ConnectAsync(new UriBuilder(new Uri(_province.Names[2], "/talk")) { Scheme = "ws" }.Uri, Cancellation);
        (await HearAsync(talk)).ShouldBe("first");

        silent.FallSilent();
        var command = new Account(_province.Names[2], null).PostAsync("/anything", new JsonObject());
        (await command).ShouldSatisfyAllConditions(
            answer => answer.Status.ShouldBe(503),
            answer => answer.Code.ShouldBe("district_away"),
            answer => answer.Headers["Retry-After"].ShouldBe("3")
        );
        await _province.EditAsync(_province.District(2, "110101", null, silent.Address, next.Address));
        (await new Account(_province.Names[2], null).GetAsync("/anything")).Status.ShouldBe(200);
        next.Asked.ShouldBe(1);

        silent.Speak();
        (await read.ReadToEndAsync(Cancellation)).ShouldContain("data: second");
        (await HearAsync(talk)).ShouldBe("second");
        await _province.UntilAsync(health => ProvinceDoor.Remarks(health).Count == 0);
    }

    [Fact]
    public async Task Figures_of_the_entrance_are_for_those_who_are_named_and_the_alerts_ask_for_what_is_there()
    {
        await two.BothAsync();
        var figures = await FiguresAsync();
        var asked = System
            .Text.RegularExpressions.Regex.Matches(TelemetryTests.Alerts(), "parallel_approval_province_[a-z_]+")
            .Select(match => match.Value)
            .Distinct()
            .ToList();
        asked.ShouldNotBeEmpty();
        foreach (var name in asked)
            figures.ShouldContain("# TYPE " + name + " ");
        // A district has its own, and its own readers.
        (await new Account(_province.Names[0], null).GetAsync("/metrics")).Status.ShouldBe(404);
        (await new Account(two.Closed.Own, null).GetAsync("/metrics")).Code.ShouldBe("address_not_found");
    }

    private static string Figure(string name, string district) =>
        $$"""parallel_approval_province_{{name}}\{[^}]*district="{{district}}"[^}]*\} """;

    private async Task<string> FiguresAsync()
    {
        using var answer = await ProvinceDoor.SendAsync(new(_province.Own, "/metrics"), request => request.Headers.Host = "10.0.0.5:5090");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    private static async Task<string> HearAsync(System.Net.WebSockets.ClientWebSocket talk)
    {
        var bytes = new byte[100];
        var heard = await talk.ReceiveAsync(bytes, Cancellation);
        return System.Text.Encoding.UTF8.GetString(bytes, 0, heard.Count);
    }

    [Fact]
    public async Task A_command_that_no_server_got_is_given_to_the_next_and_a_server_of_another_district_is_given_none()
    {
        await using var good = await SmallHouse.StartAsync("110101");
        await using var wrong = await SmallHouse.StartAsync("310101");
        await using var gone = await SmallHouse.StartAsync("110101");
        var address = gone.Address;
        await gone.DisposeAsync();
        await _province.EditAsync(_province.District(2, "110101", null, address, wrong.Address, good.Address));
        await _province.UntilAsync(health => ProvinceDoor.Remarks(health).Any(remark => remark.EndsWith("wrongDistrict")));
        var before = wrong.Asked;
        for (var time = 0; time < 5; time++)
            (await new Account(_province.Names[2], null).PostAsync("/anything", new JsonObject { ["a"] = 1 }))["region"]!
                .GetValue<string>()
                .ShouldBe("110101");
        (good.Asked, wrong.Asked).ShouldBe((5, before));
        // What only reads is asked where nobody else is there, and refuses by itself.
        good.Health = "databaseReadOnly";
        await _province.UntilAsync(health => ProvinceDoor.Remarks(health).Any(remark => remark.EndsWith("databaseReadOnly")));
        (await new Account(_province.Names[2], null).GetAsync("/anything")).Status.ShouldBe(200);
        good.Health = "databaseUnavailable";
        await _province.UntilAsync(health => ProvinceDoor.Remarks(health).Contains("districtAway:110101"));
        (await new Account(_province.Names[2], null).GetAsync("/anything")).Code.ShouldBe("district_away");
    }

    [Fact]
    public async Task The_figures_of_the_province_are_sums_divided_once_and_nobody_is_left_out_in_silence()
    {
        await two.BothAsync();
        await two.Door.FinishAsync();
        await two.ReceiveAsync(1);
        var anybody = new Account(_province.Own, null);
        var table = await anybody.GetAsync("/api/province/figures");
        table.Status.ShouldBe(200, table.Text);
        (table["districts"]!.GetValue<int>(), table["answered"]!.GetValue<int>()).ShouldBe((2, 2), table.Text);
        foreach (var figure in (string[])["received", "closed", "timed", "onTime", "measured"])
        {
            var sum = 0;
            foreach (var at in (int[])[0, 1])
                sum += (await (await two.SignInAsync(at, "manager")).GetAsync("/api/reports/headline/sums"))[figure]!.GetValue<int>();
            table[figure]!.GetValue<int>().ShouldBe(sum, figure);
        }

        table["closed"]!.GetValue<int>().ShouldBeGreaterThan(0);
        table["received"]!.GetValue<int>().ShouldBeGreaterThan(table["closed"]!.GetValue<int>());

        // Ten cases at 50 %, ninety at 100 %: the province is at 95 %, not at 75.
        await using var small = await SmallHouse.StartAsync("110101", timed: 10, onTime: 5, measured: 10, actualDays: 80);
        await using var large = await SmallHouse.StartAsync("310101", timed: 90, onTime: 90, measured: 90, actualDays: 270);
        await using var foreign = await SmallHouse.StartAsync("440103", timed: 1000, onTime: 0);
        await _province.EditAsync(
            _province.District(0, "110101", "first.key", small.Address),
            _province.District(1, "310101", "first.key", large.Address),
            _province.District(2, "500101", "first.key", foreign.Address),
            _province.District(3, "330102", null, two.Door.Address)
        );
        await _province.UntilAsync(health => ProvinceDoor.Remarks(health).Contains("districtAway:500101"));
        var sums = await anybody.GetAsync("/api/province/figures?from=2026-01-01&to=2026-03-31");
        sums["onTimeRate"]!.GetValue<decimal>().ShouldBe(0.95m, sums.Text);
        sums["actualDays"]!.GetValue<decimal>().ShouldBe(3.5m);
        sums["promisedDays"]!.GetValue<decimal>().ShouldBe(7m);
        sums["missing"]!
            .AsArray()
            .Select(missing => (missing!["region"]!.GetValue<string>(), missing["reason"]!.GetValue<string>()))
            .ShouldBe([("500101", "noAnswer"), ("330102", "noKey")], "a server of another district is no answer");
        var page = (await new Browser(_province.Own).OpenAsync("/figures?from=2026-01-01&to=2026-03-31&lang=en")).Html;
        page.ShouldContain("The sum is of 2 of 4 districts.");
        page.ShouldContain("95.0%");
        page.ShouldContain("data-missing=\"500101\"");

        // Who is not named may not read them.
        (await new Account(two.Closed.Own, null).GetAsync("/api/province/figures")).Code.ShouldBe("address_not_found");
    }

    [Fact]
    public async Task A_start_on_a_faulty_register_is_refused_in_one_sentence_each()
    {
        var missing = await TypeAsync("--Province:Register=" + Path.Combine(_province.Folder, "none.json"));
        (missing.Code, missing.Said.Contains("register_missing")).ShouldBe((1, true), missing.Said);
        await _province.EditAsync();
        var proxies = await TypeAsync("--Province:Register=" + _province.File, "--Province:Proxies:0=everybody");
        (proxies.Code, proxies.Said.Contains("Province:Proxies")).ShouldBe((1, true), proxies.Said);
        (await TypeAsync("serve")).Code.ShouldBe(2);
    }

    private static async Task<List<int>> AskOnAsync(Account asking, string path, CancellationToken over)
    {
        var answers = new List<int>();
        while (!over.IsCancellationRequested)
            answers.Add((await asking.GetAsync(path)).Status);
        return answers;
    }

    private static async Task HasAskedAsync(SmallHouse house)
    {
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var wanted = house.Asked + 5; house.Asked < wanted; )
            await again.WaitForNextTickAsync(Cancellation);
    }

    private static async Task<JsonNode> ReadAsync(Uri address, Action<HttpRequestMessage> more)
    {
        using var answer = await ProvinceDoor.SendAsync(address, more);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!;
    }

    private static string NumberOf(string region) => Identities.CaseNumber.Of(region, new(2026, 3, 2), 1).ToString();

    private static string WideWithBlanks(string number) =>
        string.Concat(
            number.Select(c => char.IsAsciiDigit(c) ? (char)(c - '0' + '０') : c).Chunk(4).Select(group => new string(group) + " ")
        );

    private Task<(int Code, string Said)> CheckAsync() => TypeAsync("check", _province.File);

    private static async Task<(int Code, string Said)> TypeAsync(params string[] typed)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Province.ProvinceServer).Assembly.Location, .. typed])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(Cancellation),
            process.StandardError.ReadToEndAsync(Cancellation)
        );
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, string.Concat(said));
    }
}
