namespace ParallelApproval.Calendars;

/// <summary>
/// A day that one area keeps differently from the country: a local festival (全国年节及纪念日放假办法 art. 4), an emergency closing, an
/// extra day of work. It overrides the national calendar for that area only.
/// </summary>
/// <param name="Area">Code of the body whose days it changes: a department, street or community code.</param>
public sealed record LocalDay(string Area, DateOnly Date, bool IsWorking, string Reason);
