namespace Stories;

/// <summary>What happened, in words, with the working day of the case on which it did.</summary>
internal sealed class Timeline(WorkingDays days, Item item, DateOnly accepted)
{
    public async Task<IReadOnlyList<CourseLine>> OfAsync(CaseSheet seen)
    {
        var lines = new List<CourseLine>();
        var (day, workingDay) = (accepted, 0);
        foreach (var happened in seen.Timeline)
        {
            if (InWords(happened) is not { } words)
                continue;
            var on = WorkingDays.DayOf(happened.At);
            while (day < on)
                day = await days.DueAsync(accepted, ++workingDay);
            lines.Add(new(on, workingDay, words));
        }

        return lines;
    }

    private string? InWords(CaseEvent happened) =>
        happened.Kind switch
        {
            "CaseReceived" => "收件 received at the window",
            "CaseAccepted" => "受理 accepted; the clocks run",
            "DepartmentsNotified" => "抄告 every department concerned has its copy",
            "BranchDecided" when item.Branches.FirstOrDefault(branch => branch.Number == happened.Branch) is { } branch =>
                $"{branch.Certificate} signed by {happened.Department}",
            "SiteInspected" => $"踏勘 two officers of {happened.Department} have looked at the place",
            "BranchReviewed" => $"审核 proposed by the second officer of {happened.Department}",
            "SentUp" => $"上报 sent up by {happened.Department}",
            "SentDown" => $"退回 sent back to the tier below by {happened.Department}",
            "ResultReturned" => "结果下达 the result goes back to where the citizen stands",
            "CertificatesIssued" => "制证 certificates made",
            "CaseDelivered" => "送达 handed out at the window",
            "CaseFinished" => "办结 finished",
            _ => null,
        };
}

/// <summary>A line of the timeline.</summary>
/// <param name="WorkingDay">Of the case; that of its acceptance is 0.</param>
public sealed record CourseLine(DateOnly Day, int WorkingDay, string Text);
