using System.Text.Json.Serialization;
using ParallelApproval.Calendars;
using ParallelApproval.Clocks;

namespace ParallelApproval.Web.Calendars;

/// <summary>Body of <c>PUT /api/calendars/{year}</c>: the days as one person reads them in the notice.</summary>
/// <param name="Holidays">Spans of days off, both ends included.</param>
/// <param name="MakeUpDays">Weekend days on which people work.</param>
/// <param name="NoticeNumber">E.g. 国办发明电〔2024〕12号.</param>
internal sealed record CalendarYearBody(
    Holiday[] Holidays, DateOnly[]? MakeUpDays = null, string? NoticeNumber = null, DateOnly? IssuedOn = null, string? Source = null,
    CalendarYearStatus Status = CalendarYearStatus.Published) : IJsonOnDeserialized
{
    void IJsonOnDeserialized.OnDeserialized() => Elements.MustBeThere(Holidays, "holidays");

    public CalendarYear Of(int year) => new()
    {
        Year = year, Status = Status, Holidays = Holidays, MakeUpDays = MakeUpDays ?? [], NoticeNumber = NoticeNumber, IssuedOn = IssuedOn, Source = Source,
    };
}

/// <summary>What became of an entry, and which open due dates it moves.</summary>
/// <param name="InForce">False while a second person has yet to enter the same.</param>
/// <param name="EnteredBy">Who entered it first.</param>
internal sealed record CalendarEntered(int Year, bool InForce, string EnteredBy, RecountMoves Moves);
