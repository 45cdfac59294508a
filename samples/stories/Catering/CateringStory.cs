namespace Stories.Catering;

/// <summary>The catering case (餐饮店开办六证联办), from receipt to delivery, in the two ways of doing it.</summary>
public static class CateringStory
{
    private const string Item = "610104-YJS-001";

    /// <summary>Tells both tellings, the parallel one first, and writes down each day as it happens.</summary>
    public static async Task<(Closing Parallel, Closing Serial)> TellAsync(Uri server, TextWriter book, CancellationToken cancellation)
    {
        using var office = new Office(server, cancellation);
        var item = await office.As("clerk").GetAsync<ItemSheet>($"/api/catalogue/items/{Item}");
        var parallel = await new Telling(office, item, Way.Parallel, book).TellAsync();
        var serial = await new Telling(office, item, Way.Serial, book).TellAsync();
        return (parallel, serial);
    }
}

/// <summary>How the departments work together.</summary>
public enum Way
{
    /// <summary>并联: one window, everybody gets the copy on the first day, signatures follow the law's order.</summary>
    Parallel,

    /// <summary>串联: the applicant goes from door to door; a department begins when the one before it has signed.</summary>
    Serial,
}

/// <summary>What a telling came to, counted from the answers of the API.</summary>
/// <param name="WorkingDays">From acceptance to the last signature.</param>
/// <param name="Papers">Sheets of paper that the applicant handed in, counted per hand-over.</param>
/// <param name="Visits">How often he had to come.</param>
/// <param name="Timeline">What happened, by day.</param>
public sealed record Closing(
    string CaseNumber,
    string Status,
    DateOnly AcceptedOn,
    DateOnly DecidedOn,
    int WorkingDays,
    int Papers,
    int Visits,
    IReadOnlyList<CourseLine> Timeline
);
