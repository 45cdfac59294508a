using ParallelApproval.Calendars;
using ParallelApproval.Web.Workbench;

namespace ParallelApproval.Web.Cases;

/// <summary>
/// All branches of a case in one picture (并联审批图): a lane for each department, days as columns, drawn to scale. It only measures; what it
/// says in words stands in the table beside it, from the same sheet.
/// </summary>
public sealed class CasePicture
{
    /// <summary>Pixels.</summary>
    public const int HeadHeight = 44,
        LaneHeight = 56;

    private const int LeastDayWidth = 26,
        UsualWidth = 860,
        MostDays = 92;

    private readonly DateOnly _first;

    private CasePicture(DateOnly first, DateOnly last, WorkingCalendar calendar, DateOnly counted)
    {
        _first = first;
        var days = last.DayNumber - first.DayNumber + 1;
        DayWidth = Math.Max(LeastDayWidth, UsualWidth / days);
        Width = days * DayWidth;
        var number = 0;
        Days =
        [
            .. Enumerable
                .Range(0, days)
                .Select(first.AddDays)
                .Select(day =>
                {
                    var isFree = calendar.IsWorkingDay(day) is { IsError: false, Value: false };
                    return new PictureDay(day, Left(day), isFree, isFree || day <= counted ? null : ++number);
                }),
        ];
    }

    public int DayWidth { get; }

    public int Width { get; }

    public int Height => HeadHeight + Lanes.Count * LaneHeight;

    public IReadOnlyList<PictureDay> Days { get; }

    public IReadOnlyList<PictureLane> Lanes { get; private init; } = [];

    public IReadOnlyList<PictureArrow> Arrows { get; private init; } = [];

    /// <summary>Where now is; null when the case is closed or now lies outside.</summary>
    public double? Now { get; private init; }

    /// <param name="sheet">The case.</param>
    /// <param name="calendar">Which days are shaded.</param>
    /// <param name="now">The instant of today's line.</param>
    public static CasePicture Of(CaseSheet sheet, WorkingCalendar calendar, DateTimeOffset now)
    {
        var (first, last) = Frame(sheet, now.OfficialDate());
        var scale = new CasePicture(first, last, calendar, (sheet.AcceptedAt ?? sheet.ReceivedAt).OfficialDate());
        var lanes = sheet.Branches.Select((branch, at) => scale.Lane(branch, sheet.Branches, HeadHeight + at * LaneHeight, now)).ToList();
        return new(first, last, calendar, (sheet.AcceptedAt ?? sheet.ReceivedAt).OfficialDate())
        {
            Lanes = lanes,
            Arrows =
            [
                .. lanes.SelectMany(lane =>
                    lane.Branch.DependsOn.Select(on => lanes.FirstOrDefault(other => other.Branch.Number == on))
                        .OfType<PictureLane>()
                        .Select(from => scale.Arrow(from, lane))
                ),
            ],
            Now = sheet.ClosedAt is null && now.OfficialDate() >= first && now.OfficialDate() <= last ? scale.At(now) : null,
        };
    }

    // From acceptance to whatever comes last of what is near; a legal limit far away is told at the edge.
    private static (DateOnly First, DateOnly Last) Frame(CaseSheet sheet, DateOnly today)
    {
        var first = (sheet.AcceptedAt ?? sheet.ReceivedAt).OfficialDate();
        var ends = sheet
            .Branches.SelectMany(branch => new[] { branch.Clocks.Promised?.Due, branch.SettledAt?.OfficialDate() })
            .OfType<DateOnly>()
            .Append(sheet.Clocks.Promised?.Due ?? first)
            .Append(sheet.ClosedAt?.OfficialDate() ?? today)
            .Append(first.AddDays(6));
        var last = ends.Max().AddDays(1);
        return last.DayNumber - first.DayNumber < MostDays ? (first, last) : (last.AddDays(-MostDays + 1), last);
    }

    private PictureLane Lane(BranchLine branch, IReadOnlyList<BranchLine> all, int y, DateTimeOffset now)
    {
        var end = branch.SettledAt ?? now;
        var mayEnd =
            branch.DependsOn.Count > 0 && branch.BlockedBy.Count == 0 ? ConditionMet(branch, all)
            : branch.DependsOn.Count == 0 ? branch.OpenedAt
            : null;
        return new(
            branch,
            y,
            Span(branch.OpenedAt, end),
            Span(
                mayEnd > branch.OpenedAt ? mayEnd
                    : mayEnd is null ? null
                    : branch.OpenedAt,
                end
            ),
            [.. branch.Stops.Select(stop => new PictureSpan(Clamp(Left(stop.From) + DayWidth), Clamp(Left(stop.To) + DayWidth)))],
            branch.Clocks.Promised is { } promised ? Mark(promised.Due) : null,
            branch.Clocks.Legal is { } legal ? Mark(legal.Due) : null,
            branch.SettledAt is { } settled ? At(settled) : null
        );
    }

    // The last signature that was its condition.
    private static DateTimeOffset? ConditionMet(BranchLine branch, IReadOnlyList<BranchLine> all) =>
        all.Where(other => branch.DependsOn.Contains(other.Number)).Max(other => other.SettledAt);

    private PictureSpan? Span(DateTimeOffset? from, DateTimeOffset to) =>
        from is { } start ? new(At(start), Math.Max(At(to), At(start) + 3)) : null;

    private PictureMark Mark(DateOnly due) => new(Clamp(Left(due) + DayWidth), IsBeyond: Left(due) + DayWidth > Width, due);

    private PictureArrow Arrow(PictureLane from, PictureLane to)
    {
        var isDone = from.DecidedX is not null;
        var (x1, y1, y2) = (from.DecidedX ?? from.Promised?.X ?? Width - 8, from.Middle, to.Middle);
        var step = y2 > y1 ? 1 : -1;
        var x2 = Math.Max(x1, to.MaySign?.From ?? x1);
        return new(
            x2 - x1 < 8
                ? FormattableString.Invariant($"M{x1:0.#} {y1 + step * 11}V{y2 - step * 12}")
                : FormattableString.Invariant($"M{x1:0.#} {y1 + step * 11}V{y2}H{x2 - 3:0.#}"),
            isDone,
            from.Branch.Number,
            to.Branch.Number
        );
    }

    private int Left(DateOnly day) => (day.DayNumber - _first.DayNumber) * DayWidth;

    // The office day, eight to six, fills the column; what happens at night lies at its edge.
    private double At(DateTimeOffset instant)
    {
        var local = instant.InShanghai();
        return Clamp(Left(local.OfficialDate()) + Math.Clamp((local.TimeOfDay.TotalHours - 8) / 10, 0, 1) * DayWidth);
    }

    private double Clamp(double x) => Math.Clamp(x, 0, Width);
}

/// <summary>A column.</summary>
/// <param name="Number">Which working day after acceptance it is; null for free days and those not counted.</param>
public sealed record PictureDay(DateOnly Date, int X, bool IsFree, int? Number);

/// <summary>One department's lane.</summary>
/// <param name="Review">From when it lay on the desk.</param>
/// <param name="MaySign">The part of it in which it might be signed.</param>
public sealed record PictureLane(
    BranchLine Branch,
    int Y,
    PictureSpan? Review,
    PictureSpan? MaySign,
    IReadOnlyList<PictureSpan> Stops,
    PictureMark? Promised,
    PictureMark? Legal,
    double? DecidedX
)
{
    public int Middle => Y + CasePicture.LaneHeight / 2;
}

/// <summary>From where to where, in pixels.</summary>
public sealed record PictureSpan(double From, double To)
{
    public double Width => Math.Max(0, To - From);
}

/// <summary>The end of a limit.</summary>
/// <param name="IsBeyond">It lies to the right of the picture.</param>
public sealed record PictureMark(double X, bool IsBeyond, DateOnly Due);

/// <summary>One signature is the condition of another.</summary>
/// <param name="Path">As SVG draws it.</param>
public sealed record PictureArrow(string Path, bool IsDone, int From, int To);
