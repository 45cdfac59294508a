namespace CateringStory;

/// <summary>One telling: receives the case, lets the days pass, signs when each department would, and hands the results out.</summary>
internal sealed class Telling(Office office, ItemSheet sheet, Way way, TextWriter book)
{
    private static readonly TimeSpan Opening = TimeSpan.FromHours(9);
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    private readonly Item _item = sheet.Item;
    private readonly Person _clerk = office.As("clerk");
    private readonly Person _administrator = office.As("admin");
    private int _papers;
    private int _visits;

    public async Task<Closing> TellAsync()
    {
        await NextMorningAsync();
        var number = await ReceiveAsync();
        var day = 0;
        while (await SeeAsync(number) is var seen && seen.DecidedAt is null)
        {
            if (++day > 60) throw new InvalidOperationException($"Case {number} does not come to an end: {seen.Status}.");
            await _administrator.PostAsync<DemoTime>("/api/demo/clock", new { advanceWorkingDays = 1 });
            await SignWhatIsDueAsync(number, day);
        }

        await HandOutAsync(number);
        return await CloseAsync(number);
    }

    private async Task<string> ReceiveAsync()
    {
        var receipt = await _clerk.PostAsync<Receipt>("/api/cases", new
        {
            itemCode = _item.ItemCode,
            applicant = new { kind = "person", name = "张三", idNumber = "61010418900101003X", phone = "13800001234" },
            form = new { shopName = "莲湖小馆" },
            materials = _item.Materials.Where(paper => paper.IsAsked).Select(paper => new { code = paper.Code }),
            accept = true,
            workflow = new { definitionId = way is Way.Parallel ? "catering-six-certificates" : "serial-approval" },
        });
        if (way is Way.Parallel) Visit(receipt.Supplied.Count);
        return receipt.CaseNumber;
    }

    /// <summary>Every department that may sign today and has had its days signs; those that wait for it may follow on the same day.</summary>
    private async Task SignWhatIsDueAsync(string number, int day)
    {
        var signed = true;
        while (signed)
        {
            signed = false;
            var seen = await SeeAsync(number);
            foreach (var branch in seen.Branches.Where(branch => branch.MaySign))
            {
                if (!await IsDueAsync(branch, day)) continue;
                await office.As($"approver-{branch.Department.ToLowerInvariant()}")
                    .PostAsync<Anything>($"/api/tasks/{branch.Task}/decision", new { decision = "approve", opinion = "材料齐全，符合法定条件，同意。" });
                if (way is Way.Serial) GoFromDoorToDoor(branch.Number);
                signed = true;
            }
        }
    }

    /// <summary>In parallel a department signs on the day that the guide promises; in series it needs its own days from when the file reached it.</summary>
    private async Task<bool> IsDueAsync(CaseBranch branch, int day)
    {
        var planned = _item.Branches.First(known => known.Number == branch.Number);
        if (way is Way.Parallel) return day >= planned.PromisedDay;
        var ready = await DueAsync(Day(branch.OpenedAt!.Value), planned.SerialDays);
        return await TodayAsync() >= ready;
    }

    /// <summary>To one department: once to hand its papers in, once to fetch what the next one wants to see.</summary>
    private void GoFromDoorToDoor(int branch)
    {
        Visit(_item.Materials.Count(paper => paper.UsedBy.Contains(branch)));
        Visit(papers: 0);
    }

    private async Task HandOutAsync(string number)
    {
        await _clerk.PostAsync<Anything>($"/api/cases/{number}/delivery", new { });
        if (way is Way.Parallel) Visit(papers: 0);
    }

    private async Task<Closing> CloseAsync(string number)
    {
        var seen = await SeeAsync(number);
        var (accepted, decided) = (Day(seen.AcceptedAt!.Value), Day(seen.DecidedAt!.Value));
        var timeline = await new Timeline(office, _item, accepted).OfAsync(seen);
        var closing = new Closing(number, seen.Status, accepted, decided, await WorkingDaysAsync(accepted, decided), _papers, _visits, timeline);
        Comparison.Print(book, way, closing);
        return closing;
    }

    private async Task<int> WorkingDaysAsync(DateOnly from, DateOnly to)
    {
        var days = 0;
        while (days == 0 ? from < to : await DueAsync(from, days) < to) days++;
        return days;
    }

    /// <summary>A telling begins at nine on the next working day, so that both have whole days.</summary>
    private async Task NextMorningAsync()
    {
        var next = await DueAsync(await TodayAsync(), 1);
        await _administrator.PostAsync<DemoTime>("/api/demo/clock", new { to = new DateTimeOffset(next.ToDateTime(TimeOnly.FromTimeSpan(Opening)), China) });
    }

    private async Task<DateOnly> TodayAsync() => (await _administrator.GetAsync<DemoTime>("/api/demo/clock")).Today;

    private async Task<DateOnly> DueAsync(DateOnly from, int days) => (await _clerk.GetAsync<Due>($"/api/calendars/due?from={from:yyyy-MM-dd}&days={days}")).Day;

    private Task<CaseSheet> SeeAsync(string number) => _clerk.GetAsync<CaseSheet>($"/api/cases/{number}");

    private void Visit(int papers)
    {
        _visits++;
        _papers += papers;
    }

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(China).DateTime);
}
