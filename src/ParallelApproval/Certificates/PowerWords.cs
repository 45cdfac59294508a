namespace ParallelApproval.Certificates;

/// <summary>
/// What papers call a decision by the kind of power that it uses (权力类型): a licence is granted by 行政许可法 art. 38, a birth certificate or a
/// tax registration is not.
/// </summary>
/// <param name="Name">The kind of power as the catalogue names it, e.g. 行政确认.</param>
/// <param name="IsLicence">行政许可: 行政许可法 is its law.</param>
/// <param name="GrantTitle">Title of the decision that gives what was applied for.</param>
/// <param name="RefusalTitle">Title of the decision that does not.</param>
/// <param name="Granted">What is decided, e.g. 予以确认.</param>
/// <param name="Refused">What is not, e.g. 不予确认.</param>
/// <param name="Content">What the line with the result is called, e.g. 确认内容.</param>
public sealed record PowerWords(
    string Name,
    bool IsLicence,
    string GrantTitle,
    string RefusalTitle,
    string Granted,
    string Refused,
    string Content
)
{
    /// <summary>The kind of power that 行政许可法 binds.</summary>
    public const string Licence = "行政许可";

    /// <param name="kind">事项类型 of the branch; one that is not known is an affair that is dealt with (办理).</param>
    public static PowerWords Of(string? kind) =>
        kind switch
        {
            Licence => new(kind, true, "准予行政许可决定书", "不予行政许可决定书", "准予行政许可", "不予行政许可", "许可内容"),
            "行政确认" => new(kind, false, "行政确认决定书", "不予行政确认决定书", "予以确认", "不予确认", "确认内容"),
            "行政给付" => new(kind, false, "行政给付决定书", "不予行政给付决定书", "给予给付", "不予给付", "给付内容"),
            "行政奖励" => new(kind, false, "行政奖励决定书", "不予行政奖励决定书", "给予奖励", "不予奖励", "奖励内容"),
            "公共服务" or "便民服务" => new(kind, false, "办理结果通知书", "不予办理通知书", "予以办理", "不予办理", "办理内容"),
            _ => new(kind ?? "", false, "准予办理决定书", "不予办理决定书", "准予办理", "不予办理", "办理内容"),
        };
}
