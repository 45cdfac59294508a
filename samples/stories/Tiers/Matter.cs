using System.Globalization;

namespace Stories.Tiers;

/// <summary>One matter of one citizen, from the window where he stands back to that window.</summary>
internal sealed class Matter(Office office, TextWriter book, string itemCode, string tier)
{
    private static readonly Dictionary<string, string> Clerks = new()
    {
        ["district"] = "clerk",
        ["street"] = "clerk-street",
        ["community"] = "clerk-community",
    };

    private readonly WorkingDays _days = new(office);
    private readonly Person _clerk = office.As(Clerks[tier]);
    private Item _item = null!;
    private string _number = "";
    private int _visits;

    /// <summary>Of the case, once it is received.</summary>
    public string Number => _number;

    public int PromisedDays => _item.PromisedDays;

    /// <summary>Received with all its papers and accepted on the spot.</summary>
    public async Task ReceiveAsync()
    {
        await _days.NextMorningAsync();
        _item = (await _clerk.GetAsync<ItemSheet>($"/api/catalogue/items/{itemCode}")).Item;
        var receipt = await _clerk.PostAsync<Receipt>(
            "/api/cases",
            new
            {
                itemCode,
                applicant = new
                {
                    kind = "person",
                    name = "李四",
                    idNumber = "610104189001010021",
                    phone = "13800005678",
                },
                materials = _item.Materials.Where(paper => paper.IsAsked).Select(paper => new { code = paper.Code }),
                accept = true,
            }
        );
        _number = receipt.CaseNumber;
        _visits++;
    }

    public Task PassAsync(int days) => _days.PassAsync(days);

    public Task DecideOnTheSpotAsync() =>
        _clerk.PostAsync<Anything>(
            $"/api/cases/{_number}/on-the-spot-decision",
            new { decision = "approve", opinion = "材料齐全，当场办结。" }
        );

    /// <summary>Of whichever body that has it below.</summary>
    public Task SendUpAsync(string userName, string opinion) =>
        office.As(userName).PostAsync<Anything>($"/api/cases/{_number}/sending-up", new { agrees = true, opinion });

    public async Task SendBackAsync(string userName, int branch, string reason) =>
        await office.As(userName).PostAsync<Anything>($"/api/tasks/{await TaskAsync(branch)}/return", new { reason });

    /// <summary>Two officers of the department look at the place, or at the household, before it grants.</summary>
    public Task LookAsync(string userName, string place, string found) =>
        office
            .As(userName)
            .PostAsync<Anything>(
                $"/api/cases/{_number}/site-visit/conclusion",
                new
                {
                    branch = 1,
                    officers = new[] { "刘芳", "王强" },
                    passes = true,
                    text = found,
                    place,
                }
            );

    /// <summary>The second pair of eyes proposes, before the head signs.</summary>
    public async Task ReviewAsync(string userName) =>
        await office
            .As(userName)
            .PostAsync<Anything>($"/api/tasks/{await TaskAsync(1)}/review", new { proposed = "approve", opinion = "经审核，符合条件。" });

    public async Task SignAsync(string userName) =>
        await office
            .As(userName)
            .PostAsync<Anything>(
                $"/api/tasks/{await TaskAsync(1)}/decision",
                new { decision = "approve", opinion = "材料齐全，符合法定条件，同意。" }
            );

    /// <summary>Handed over where the citizen applied; at once when he has waited for it, else he comes again.</summary>
    public async Task<Ending> HandOverAsync(bool comesAgain)
    {
        await _clerk.PostAsync<Anything>($"/api/cases/{_number}/delivery", new { });
        if (comesAgain)
            _visits++;
        var seen = await _clerk.GetAsync<CaseSheet>($"/api/cases/{_number}");
        var (accepted, decided) = (WorkingDays.DayOf(seen.AcceptedAt!.Value), WorkingDays.DayOf(seen.DecidedAt!.Value));
        var ending = new Ending(
            _item.Kind,
            tier,
            _item.Name,
            _number,
            seen.Status,
            _item.PromisedDays,
            await _days.BetweenAsync(accepted, decided),
            _visits,
            [.. seen.Timeline.Select(happened => happened.Kind)]
        );
        Print(ending, await new Timeline(_days, _item, accepted).OfAsync(seen));
        return ending;
    }

    private async Task<string> TaskAsync(int branch) =>
        (await _clerk.GetAsync<CaseSheet>($"/api/cases/{_number}")).Branches.Single(part => part.Number == branch).Task;

    private void Print(Ending ending, IReadOnlyList<CourseLine> course)
    {
        book.WriteLine();
        book.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{ending.Item} · {ending.Kind}, received at the {ending.ReceivedAt} · case {ending.CaseNumber}"
            )
        );
        foreach (var line in course)
            book.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"  day {line.WorkingDay, 2}  {line.Day:yyyy-MM-dd ddd}  {line.Text}")
            );
        book.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  promised {ending.PromisedDays}, taken {ending.WorkingDays}, visits {ending.Visits}"
            )
        );
    }
}
