using ErrorOr;
using ParallelApproval.Bulletins;
using ParallelApproval.Web.Reports;

namespace ParallelApproval.Web.Bulletins;

/// <summary>A bulletin that somebody wants to see.</summary>
/// <param name="IsProvisional">Also when its period is not over.</param>
public sealed record ChosenBulletin(BulletinPeriod Period, bool IsProvisional = false)
{
    public BulletinKind Kind => Period.Kind;

    /// <summary>As it stands in the address of the page, and behind that of the API.</summary>
    public string Query => $"?period={Period}{(IsProvisional ? "&provisional=true" : "")}";

    public string Page => "/figures/bulletins" + Query;

    /// <summary>Address of the API, without the query.</summary>
    public string Api => "/api/reports/" + AddressOf(Kind);

    internal static string AddressOf(BulletinKind kind) => kind.ToString().ToLowerInvariant();
}

/// <summary>Where bulletins are read (通报查询台), by API, by page and by sheet.</summary>
internal sealed class BulletinReader(BulletinQueries house, BulletinSheet sheet, TimeProvider time)
{
    private const int WeeksBack = 60,
        QuartersBack = 12;

    /// <summary>Reads what <see cref="ChosenBulletin.Query"/> wrote; what is missing or no sense is yesterday.</summary>
    public ChosenBulletin Chosen(string? period, bool isProvisional) =>
        new(BulletinPeriod.TryParse(period, out var typed) ? typed : Last(BulletinKind.Daily), isProvisional);

    /// <summary>The newest that is over: yesterday, last week, last quarter.</summary>
    public BulletinPeriod Last(BulletinKind kind) => BulletinPeriod.Of(kind, time.OfficialToday()).Previous;

    public bool HasBegun(BulletinPeriod period) => period.FirstDay <= time.OfficialToday();

    /// <summary>Those that can be chosen, the newest first: the one of today and those before, down to the chosen one.</summary>
    public IEnumerable<BulletinPeriod> Choices(BulletinPeriod chosen)
    {
        var (period, most) = (
            BulletinPeriod.Of(chosen.Kind, time.OfficialToday()),
            chosen.Kind is BulletinKind.Quarterly ? QuartersBack : WeeksBack
        );
        if (chosen.FirstDay > period.FirstDay)
            yield return chosen;
        var isListed = chosen.FirstDay > period.FirstDay;
        for (var back = 0; back < most; back++, period = period.Previous)
        {
            isListed |= period == chosen;
            yield return period;
        }

        if (!isListed)
            yield return chosen;
    }

    public async Task<ErrorOr<T>> ReadAsync<T>(BulletinKind kind, BulletinPeriod period, bool provisional, CancellationToken cancellation)
        where T : Bulletin
    {
        if (period.Kind != kind)
            return BulletinRefusals.OtherKind(period);
        var found = await house.ReadAsync(period, provisional, cancellation);
        return found.IsError ? found.Errors : (T)found.Value;
    }

    public async Task<ErrorOr<Report>> ReportAsync(
        BulletinKind kind,
        BulletinPeriod period,
        bool provisional,
        CancellationToken cancellation
    )
    {
        var found = await ReadAsync<Bulletin>(kind, period, provisional, cancellation);
        return found.IsError ? found.Errors : sheet.Of(found.Value);
    }
}
