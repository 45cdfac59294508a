using ParallelApproval.Organisation;

namespace ParallelApproval.Imports;

/// <summary>What a spreadsheet makes of what somebody typed, and what the house reads of it.</summary>
public sealed class CellTests
{
    public static TheoryData<string, object, object> Read =>
        new()
        {
            { "day", "２０２６－０１－３１", new DateOnly(2026, 1, 31) },
            { "day", "2026年1月31日", new DateOnly(2026, 1, 31) },
            { "day", new DateTime(2026, 1, 31), new DateOnly(2026, 1, 31) },
            { "number", 5.0, 5 },
            { "number", "１２", 12 },
            { "code", "ＳＹＪ ", "SYJ" },
            { "code", 13900001111.0, "13900001111" },
            { "text", "'=SUM(A1)", "=SUM(A1)" },
            { "text", "文化局（分局）", "文化局（分局）" },
            { "flag", "√", true },
            { "flag", "No", false },
            { "workingDays", "２０个工作日", 20 },
            { "workingDays", "5 （工作日）", 5 },
            { "workingDays", 20.0, 20 },
            { "workingDays", "即办", 0 },
            { "choice", "街道", Tier.Street },
            { "choice", "street", Tier.Street },
        };

    public static TheoryData<string, object, string> Refused =>
        new()
        {
            { "day", "3/4/2026", "cell_not_a_day" },
            { "day", 46000.0, "cell_not_a_day" },
            { "number", 1.5, "cell_not_a_number" },
            { "number", "五", "cell_not_a_number" },
            { "number", 1e300, "cell_not_a_number" },
            { "code", 6.10104199001011E+17, "cell_number_damaged" },
            { "text", double.NaN, "cell_number_damaged" },
            { "workingDays", "30日", "cell_not_working_days" },
            { "workingDays", "30个自然日", "cell_not_working_days" },
            { "workingDays", "1个月", "cell_not_working_days" },
            { "workingDays", "很快", "cell_not_a_number" },
            { "flag", "也许", "cell_not_a_flag" },
            { "choice", "市", "cell_not_a_choice" },
        };

    [Theory]
    [MemberData(nameof(Read))]
    public void A_cell_is_read_whatever_the_spreadsheet_made_of_it(string cell, object typed, object value) =>
        Of(cell).Read(typed, "表!A1").Value.ShouldBe(value);

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_read_for_certain_is_refused(string cell, object typed, string code) =>
        Of(cell).Read(typed, "表!A1").FirstError.Code.ShouldBe(code);

    private static Cell Of(string word) =>
        word switch
        {
            "day" => Cell.Day,
            "number" => Cell.Number,
            "workingDays" => Cell.WorkingDays,
            "code" => Cell.Code,
            "flag" => Cell.Flag,
            "choice" => ChoiceCells.Tiers,
            _ => Cell.Text,
        };
}
