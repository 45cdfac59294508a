namespace Stories.Catering;

/// <summary>One telling: receives the case, lets the days pass, signs when each department would, and hands the results out.</summary>
internal sealed class Telling(Office office, ItemSheet sheet, Way way, TextWriter book)
{
    private readonly Item _item = sheet.Item;
    private readonly Person _clerk = office.As("clerk");
    private readonly WorkingDays _days = new(office);
    private int _papers;
    private int _visits;

    public async Task<Closing> TellAsync()
    {
        await _days.NextMorningAsync();
        var number = await ReceiveAsync();
        var day = 0;
        while (await SeeAsync(number) is var seen && seen.DecidedAt is null)
        {
            if (++day > 60)
                throw new InvalidOperationException($"Case {number} does not come to an end: {seen.Status}.");
            await _days.PassAsync(1);
            await SignWhatIsDueAsync(number, day);
        }

        await HandOutAsync(number);
        return await CloseAsync(number);
    }

    private async Task<string> ReceiveAsync()
    {
        var receipt = await _clerk.PostAsync<Receipt>(
            "/api/cases",
            new
            {
                itemCode = _item.ItemCode,
                applicant = new
                {
                    kind = "person",
                    name = "张三",
                    idNumber = "61010418900101003X",
                    phone = "13800001234",
                },
                form = new { shopName = "莲湖小馆" },
                materials = _item.Materials.Where(paper => paper.IsAsked).Select(paper => new { code = paper.Code }),
                accept = true,
                workflow = new { definitionId = way is Way.Parallel ? "catering-six-certificates" : "serial-approval" },
            }
        );
        if (way is Way.Parallel)
            Visit(receipt.Supplied.Count);
        return receipt.CaseNumber;
    }

    /// <summary>
    /// Every department that may sign today and has had its days signs; those that wait for it may follow on the same day.
    /// </summary>
    private async Task SignWhatIsDueAsync(string number, int day)
    {
        var signed = true;
        while (signed)
        {
            signed = false;
            var seen = await SeeAsync(number);
            foreach (var branch in seen.Branches.Where(branch => branch.MaySign))
            {
                if (!await IsDueAsync(branch, day))
                    continue;
                await LookAsync(number, branch);
                await office
                    .As($"approver-{branch.Department.ToLowerInvariant()}")
                    .PostAsync<Anything>(
                        $"/api/tasks/{branch.Task}/decision",
                        new { decision = "approve", opinion = "材料齐全，符合法定条件，同意。" }
                    );
                if (way is Way.Serial)
                    GoFromDoorToDoor(branch.Number);
                signed = true;
            }
        }
    }

    /// <summary>The food authority grants nothing before two of its officers have been in the kitchen.</summary>
    private async Task LookAsync(string number, CaseBranch branch)
    {
        if (branch.Number == 1)
            await office
                .As($"approver-{branch.Department.ToLowerInvariant()}")
                .PostAsync<Anything>(
                    $"/api/cases/{number}/site-visit/conclusion",
                    new
                    {
                        branch = branch.Number,
                        officers = new[] { "刘芳", "王强" },
                        passes = true,
                        text = "现场布局、设施符合要求。",
                        place = "西大街1号",
                    }
                );
    }

    /// <summary>
    /// In parallel a department signs on the day that the guide promises; in series it needs its own days from when the file reached it.
    /// </summary>
    private async Task<bool> IsDueAsync(CaseBranch branch, int day)
    {
        var planned = _item.Branches.First(known => known.Number == branch.Number);
        if (way is Way.Parallel)
            return day >= planned.PromisedDay;
        var ready = await _days.DueAsync(WorkingDays.DayOf(branch.OpenedAt!.Value), planned.SerialDays);
        return await _days.TodayAsync() >= ready;
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
        if (way is Way.Parallel)
            Visit(papers: 0);
    }

    private async Task<Closing> CloseAsync(string number)
    {
        var seen = await SeeAsync(number);
        var (accepted, decided) = (WorkingDays.DayOf(seen.AcceptedAt!.Value), WorkingDays.DayOf(seen.DecidedAt!.Value));
        var timeline = await new Timeline(_days, _item, accepted).OfAsync(seen);
        var closing = new Closing(
            number,
            seen.Status,
            accepted,
            decided,
            await _days.BetweenAsync(accepted, decided),
            _papers,
            _visits,
            timeline
        );
        Comparison.Print(book, way, closing);
        return closing;
    }

    private Task<CaseSheet> SeeAsync(string number) => _clerk.GetAsync<CaseSheet>($"/api/cases/{number}");

    private void Visit(int papers)
    {
        _visits++;
        _papers += papers;
    }
}
