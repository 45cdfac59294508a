using System.Globalization;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Clocks;

namespace ParallelApproval.Certificates;

/// <summary>
/// How a paper says in one sentence how a date on it comes about (期限计算说明): from which event it is counted, how many working days, which
/// days are left out and by which notice, and when the last day ends.
/// </summary>
internal static class DateWords
{
    public static string Of(ExplainedClock clock) => Sentence(clock, Of(clock.Start));

    public static string Of(ExplainedLimit limit) => Sentence(limit, Of(limit.Start));

    private static string Sentence(ExplainedDate date, string start)
    {
        var more = date.ExtendedDays > 0 ? $"，另延长{Number(date.ExtendedDays)}个工作日" : "";
        var leftOut = date.Days.Select(LeftOut).OfType<string>().Distinct().ToArray();
        return $"自{DocumentWords.Of(date.StartedOn)}（{start}，当日不计入）起计算{Number(date.BudgetDays)}个工作日{more}"
            + (leftOut.Length == 0 ? "" : $"，{string.Join("、", leftOut)}不计入")
            + $"，至{DocumentWords.Of(date.Due)}{(date.DueAt.TimeOfDay == TimeSpan.Zero ? "24时" : $"{Number(date.DueAt.Hour)}时")}届满"
            + (date.IsProvisional ? "；该年度放假通知尚未发布，日期为暂定" : "")
            + "。";
    }

    private static string? LeftOut(ExplainedDays days) =>
        days.Fate switch
        {
            DayFate.Weekend => "周末",
            DayFate.Holiday => $"{days.Name}放假{Span(days)}{(days.Notice is { } notice ? $"（{notice}）" : "")}",
            DayFate.LocalDay => $"地方性假日{Span(days)}（{days.Name}）",
            DayFate.Stopped => $"{Ground(days)}停止计时{Span(days)}",
            DayFate.HeldUp => $"等待前置事项{Span(days)}",
            _ => null,
        };

    private static string Ground(ExplainedDays days) =>
        Enum.TryParse<StopGround>(days.Ground, out var ground) ? $"因{DocumentWords.Of(ground)}" : "依法";

    private static string Span(ExplainedDays days) => days.From == days.To ? Short(days.From) : $"{Short(days.From)}至{Short(days.To)}";

    private static string Short(DateOnly day) => FormattableString.Invariant($"{day.Month}月{day.Day}日");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Of(ClockStart start) =>
        start switch
        {
            ClockStart.Received => "收件",
            ClockStart.Accepted => "受理",
            ClockStart.Copied => "抄告",
            ClockStart.PredecessorSigned => "前置部门签批",
            ClockStart.AppliedAnew => "重新申请",
            ClockStart.FaultsTold => "告知补正内容",
            ClockStart.RefusalTold => "告知不予许可",
            ClockStart.PromisePassed => "承诺时限届满",
            ClockStart.CheckDue => "核查开始",
            ClockStart.RecusalAsked => "提出回避",
            ClockStart.PaperReplaced => "材料变更",
            ClockStart.HearingRightTold => "告知听证权利",
            ClockStart.HearingRequested => "提出听证申请",
            ClockStart.PartyTold => "告知利害关系人",
            _ => "原证有效期届满",
        };

    private static string Of(LimitStart start) =>
        start switch
        {
            LimitStart.StopNotified => "停止计时告知",
            LimitStart.Decided => "作出决定",
            _ => throw new ArgumentOutOfRangeException(nameof(start), start, null),
        };
}
