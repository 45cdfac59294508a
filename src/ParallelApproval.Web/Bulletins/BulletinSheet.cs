using System.Globalization;
using ParallelApproval.Appraisals;
using ParallelApproval.Bulletins;
using ParallelApproval.Supervision;
using ParallelApproval.Web.Appraisals;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Reports;

namespace ParallelApproval.Web.Bulletins;

/// <summary>A bulletin as a report (通报报表), in the reader's language.</summary>
internal sealed class BulletinSheet(AppraisalSheet names, PointCatalogue points)
{
    public Report Of(Bulletin bulletin)
    {
        var (main, further) = Tables(bulletin);
        var cover = bulletin.Cover;
        return new(
            $"{Title(cover)} {main.Title}",
            $"bulletin-{ChosenBulletin.AddressOf(cover.Kind)}-{cover.Period.ToLowerInvariant()}"
                + (cover.IsProvisional ? "-provisional" : ""),
            Notes(cover),
            main.Heads,
            main.Rows
        )
        {
            Further = further,
        };
    }

    public static string Title(BulletinCover cover) => $"{Names.Of(cover.Kind)} {cover.Period}";

    public string Department(string code) => names.NameOf(AppraisalBy.Department, code);

    public string? Officer(string? userName) => userName is null ? null : names.NameOf(AppraisalBy.Person, userName);

    public string? Item(string? code) => code is null ? null : names.NameOf(AppraisalBy.Item, code);

    /// <summary>What a monitor point is called, with its number.</summary>
    public string Point(string id) => points.Rule(id) is { } rule ? $"{id} {rule.Name.In(ReaderLanguage.IsEnglish)}" : id;

    public string Text(DailyCard card) => points.TextOf(card.Point, card.Reason, card.Facts, ReaderLanguage.IsEnglish);

    /// <summary>What must be read with it.</summary>
    public string[] Notes(BulletinCover cover) =>
        cover switch
        {
            { IsProvisional: true } => [Words.Word("bulletin_provisional", Time(cover.AsOf))],
            { IssuedAt: { } at } => [Words.Word("bulletin_issued_by", Time(at), IssuedBy(cover.IssuedBy))],
            _ => [Words.Word("bulletin_not_issued")],
        };

    public string IssuedBy(string? userName) => userName is "system" ? Words.Word("bulletin_by_itself") : Officer(userName) ?? "";

    public static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    public static string Time(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";

    private (ReportTable Main, IReadOnlyList<ReportTable> Further) Tables(Bulletin bulletin) =>
        bulletin switch
        {
            DailyBulletin daily => (Cards(daily), [NearDue(daily), .. Held(daily.DaysHeld)]),
            WeeklyBulletin weekly => (Late(weekly), [.. Held(weekly.DaysHeld)]),
            QuarterlyBulletin quarterly => (Grades(quarterly), [Repeated(quarterly), Cuts(quarterly), .. Held(quarterly.DaysHeld)]),
            _ => throw new ArgumentOutOfRangeException(nameof(bulletin), bulletin.GetType(), null),
        };

    private ReportTable Cards(DailyBulletin daily) =>
        Table(
            "bulletin_cards",
            [
                "card",
                "bulletin_card_number",
                "status",
                "bulletin_point",
                "card_says",
                "case_number",
                "branch_number",
                "item",
                "department",
                "officer_asked",
                "raised_at",
                "answer_due",
            ],
            daily.Cards.Select(card =>
                (object?[])
                    [
                        Names.Of(card.Colour),
                        card.Card,
                        Names.Of(card.Status),
                        Point(card.Point),
                        Text(card),
                        card.CaseNumber,
                        card.Branch,
                        Item(card.ItemCode),
                        Department(card.Department),
                        Officer(card.Officer),
                        card.RaisedAt,
                        card.AnswerDue,
                    ]
            )
        );

    private ReportTable NearDue(DailyBulletin daily) =>
        Table(
            "bulletin_near_due",
            ["promised_due", "bulletin_colour", "case_number", "branch_number", "item", "department", "officer"],
            daily.NearDue.Select(near =>
                (object?[])
                    [
                        near.DueOn,
                        Names.Of(near.Colour),
                        near.CaseNumber,
                        near.Branch,
                        Item(near.ItemCode),
                        Department(near.Department),
                        Officer(near.Officer),
                    ]
            )
        );

    private ReportTable Late(WeeklyBulletin weekly) =>
        Table(
            "bulletin_late",
            [
                "case_number",
                "branch_number",
                "item",
                "department",
                "officer",
                "promised_due",
                "bulletin_ended_on",
                "bulletin_days_late",
                "cause",
                "explanation",
                "card",
                "supervision_order",
            ],
            weekly.Late.Select(late =>
                (object?[])
                    [
                        late.CaseNumber,
                        late.Branch,
                        Item(late.ItemCode),
                        Department(late.Department),
                        Officer(late.Officer),
                        late.DueOn,
                        (object?)late.EndedOn ?? Words.Word("bulletin_still_open"),
                        late.DaysLate,
                        Names.Of(late.Cause),
                        late.Explanation,
                        late.Card,
                        late.Order,
                    ]
            )
        );

    /// <summary>What a line of the days is called: the department, or the whole cases.</summary>
    public string Whose(DaysHeldLine line) => line.Department is { } code ? Department(code) : Words.Word("held_whole_cases");

    private IEnumerable<ReportTable> Held(IReadOnlyList<DaysHeldLine>? lines) =>
        lines is null
            ? []
            :
            [
                new ReportTable(
                    Words.Word("who_held_the_days"),
                    [Words.Word("department"), Words.Word("held_matters"), .. HolderColumns.Heads],
                    [.. lines.Select(line => (object?[])[Whose(line), line.Matters, .. HolderColumns.Cells(line.Days)])]
                ),
            ];

    private ReportTable Grades(QuarterlyBulletin quarterly) =>
        Table(
            "bulletin_grades",
            ["department_code", "department", "bulletin_grade", "bulletin_mean_score", "figure_closed", "bulletin_month_scores"],
            quarterly.Grades.Select(grade =>
                (object?[])
                    [
                        grade.Department,
                        Department(grade.Department),
                        Names.Of(grade.Grade),
                        grade.Score,
                        grade.Closed,
                        string.Join(
                            ' ',
                            grade.Months.Select(month => string.Create(CultureInfo.InvariantCulture, $"{month.Period}: {month.Score:0.##}"))
                        ),
                    ]
            )
        );

    private ReportTable Repeated(QuarterlyBulletin quarterly) =>
        Table(
            "bulletin_repeated",
            ["department", "officer", "bulletin_point", "bulletin_times", "card"],
            quarterly.Repeated.Select(repeated =>
                (object?[])
                    [
                        Department(repeated.Department),
                        Officer(repeated.Officer),
                        Point(repeated.Point),
                        repeated.Times,
                        string.Join(' ', repeated.Cards),
                    ]
            )
        );

    private ReportTable Cuts(QuarterlyBulletin quarterly) =>
        Table(
            "bulletin_cuts",
            [
                "item_code",
                "item",
                "promised_days",
                "bulletin_suggested",
                "bulletin_cases",
                "figure_ninety_days",
                "bulletin_longest",
                "bulletin_late_then",
            ],
            quarterly.Cuts.Select(cut =>
                (object?[])
                    [
                        cut.ItemCode,
                        Item(cut.ItemCode),
                        cut.PromisedDays,
                        cut.SuggestedDays,
                        cut.Cases,
                        cut.P90Days,
                        cut.LongestDays,
                        cut.LateThen,
                    ]
            )
        );

    private static ReportTable Table(string title, string[] heads, IEnumerable<object?[]> rows) =>
        new(Words.Word(title), [.. heads.Select(head => Words.Word(head))], [.. rows]);
}
