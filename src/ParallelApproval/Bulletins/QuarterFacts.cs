using Npgsql;
using ParallelApproval.Appraisals;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Headlines;
using ParallelApproval.Statistics;

namespace ParallelApproval.Bulletins;

/// <summary>
/// What a quarterly bulletin says (季报事实): the scores as the months were closed, and in one round trip the cards and the days of the
/// quarter.
/// </summary>
internal sealed class QuarterFacts(
    NpgsqlDataSource source,
    AppraisalQueries appraisals,
    CatalogueRegister catalogue,
    BulletinSettings settings,
    DamagedRecords damaged
)
{
    /// <summary>The months of the quarter that are not closed.</summary>
    public async Task<AppraisalPeriod[]> OpenMonthsAsync(BulletinPeriod quarter, CancellationToken cancellation)
    {
        var closed = await appraisals.ClosedAsync(quarter.Months, cancellation);
        return [.. quarter.Months.Where(month => !closed.Contains(month))];
    }

    public async Task<QuarterlyBulletin> QuarterlyAsync(BulletinPeriod quarter, BulletinCover cover, CancellationToken cancellation)
    {
        var tables = new List<Appraisal>();
        foreach (var month in quarter.Months)
            if (
                await appraisals.TableAsync(month, AppraisalBy.Department, provisional: true, cover.AsOf.OfficialDate(), cancellation) is
                { IsError: false } table
            )
                tables.Add(table.Value);
        var (again, taken, held) = await source.ReadAsync(
            CardsRaised.Repeated(quarter.From, quarter.To, settings.Repeats),
            DaysTaken.Between(quarter.FirstDay, quarter.LastDay),
            DaysOfHolders.Between(quarter.FirstDay, quarter.LastDay),
            cancellation,
            damaged
        );
        List<RepeatOffender> repeated = again.ConvertAll(cards => new RepeatOffender(
            cards.Department,
            cards.Officer,
            cards.Point,
            cards.Matters,
            [.. cards.Cards.Select(card => card.ToString())]
        ));
        return new(
            cover,
            settings,
            Grades(tables),
            repeated,
            PromiseCuts.Of(taken, code => catalogue.InForce(code, quarter.LastDay), settings),
            DaysHeldLine.Of(held, catalogue)
        );
    }

    private List<DepartmentGrade> Grades(IEnumerable<Appraisal> tables) =>
        [
            .. from table in tables
            from line in table.Lines
            where line.Score is not null
            group (Month: new MonthScore(table.Period, line.Score!.Value), line.Closed) by line.Key into months
            let score = Math.Round(months.Average(month => month.Month.Score), 2)
            orderby score descending, months.Key
            select new DepartmentGrade(
                months.Key,
                score,
                settings.GradeOf(score),
                months.Sum(month => month.Closed),
                [.. months.Select(month => month.Month)]
            ),
        ];
}
