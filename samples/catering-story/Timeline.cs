namespace CateringStory;

/// <summary>What happened, in words, with the working day of the case on which it did.</summary>
internal sealed class Timeline(Office office, Item item, DateOnly accepted)
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public async Task<IReadOnlyList<Closing.Line>> OfAsync(CaseSheet seen)
    {
        var lines = new List<Closing.Line>();
        var (day, workingDay) = (accepted, 0);
        foreach (var happened in seen.Timeline)
        {
            if (InWords(happened) is not { } words) continue;
            var on = DateOnly.FromDateTime(happened.At.ToOffset(China).DateTime);
            while (day < on) day = await DueAsync(++workingDay);
            lines.Add(new(on, workingDay, words));
        }

        return lines;
    }

    private string? InWords(CaseEvent happened) => happened.Kind switch
    {
        "CaseReceived" => "收件 received at the window",
        "CaseAccepted" => "受理 accepted; the clocks run",
        "DepartmentsNotified" => "抄告 every department concerned has its copy",
        "BranchDecided" => $"{Certificate(happened)} signed by {happened.Department}",
        "CertificatesIssued" => "制证 certificates made",
        "CaseDelivered" => "送达 handed out at the window",
        "CaseFinished" => "办结 finished",
        _ => null,
    };

    private string Certificate(CaseEvent happened) => item.Branches.First(branch => branch.Number == happened.Branch).Certificate;

    private async Task<DateOnly> DueAsync(int days) =>
        (await office.As("clerk").GetAsync<Due>($"/api/calendars/due?from={accepted:yyyy-MM-dd}&days={days}")).Day;
}
