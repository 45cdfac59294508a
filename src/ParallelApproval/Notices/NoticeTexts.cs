using System.Globalization;

namespace ParallelApproval.Notices;

/// <summary>What the messages say (通知文本), in Chinese as they are sent and in English as an officer may read them.</summary>
internal static class NoticeTexts
{
    /// <param name="centre">Who sends it.</param>
    public static (string Chinese, string English) Of(NoticeKind kind, Told told, string centre) =>
        kind switch
        {
            NoticeKind.Received => (
                $"【{centre}】您申请的“{told.Item.Chinese}”已收件，办件编号 {told.Number}。收件不等于受理。",
                $"Your application for {told.Item.English} was received, case {told.Number}. Received is not accepted."
            ),
            NoticeKind.Accepted => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）已受理，承诺 {told.Day} 前办结。",
                $"Your application for {told.Item.English} ({told.Number}) was accepted; it will be finished by {told.Day}."
            ),
            NoticeKind.CorrectionWanted => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）需补正 {told.Count} 份材料，请凭编号和查询码查看并到窗口补交。",
                $"{told.Count} papers are wanted for {told.Item.English} ({told.Number}); number and query code show which."
            ),
            NoticeKind.PromiseMoved => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）因前置事项依法停止或恢复计时，{(!told.Result.IsNothing ? $"“{told.Result.Chinese}”" : "")}承诺日期由 {told.OldDay} 改为 {told.Day}。",
                $"A step that {(!told.Result.IsNothing ? told.Result.English : "others")} of {told.Item.English} ({told.Number}) waits for stands still by law or runs again: promised for {told.Day} instead of {told.OldDay}."
            ),
            NoticeKind.DefectsFound => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）现场踏勘发现 {told.Count} 个问题需整改，请凭编号和查询码查看问题清单。",
                $"{told.Count} defects were found on the spot for {told.Item.English} ({told.Number}); number and query code show which."
            ),
            NoticeKind.Declined => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）不予受理，理由和救济途径见决定书。",
                $"Your application for {told.Item.English} ({told.Number}) was not accepted; the paper says why and what you can do."
            ),
            NoticeKind.Decided => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）已作出决定，请凭编号和查询码查看。",
                $"Your application for {told.Item.English} ({told.Number}) was decided; number and query code show how."
            ),
            NoticeKind.ReadyToCollect => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）结果已可领取，请携带收件凭证到窗口领取。",
                $"The results of {told.Item.English} ({told.Number}) lie ready; bring your receipt."
            ),
            NoticeKind.UncollectedTenDays or NoticeKind.UncollectedThirtyDays or NoticeKind.UncollectedSixtyDays => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）结果自 {told.Day} 起可领取，尚未领取，请尽快到窗口领取。",
                $"The results of {told.Item.English} ({told.Number}) have lain ready since {told.Day}; please collect them."
            ),
            NoticeKind.TaskOpened => (
                $"新任务：{told.Item.Chinese} · {told.Result.Chinese}（{told.Number}）",
                $"New task: {told.Item.English} · {told.Result.English} ({told.Number})"
            ),
            NoticeKind.TaskDueSoon => (
                $"即将到期（{told.Day}）：{told.Item.Chinese} · {told.Result.Chinese}（{told.Number}）",
                $"Due by {told.Day}: {told.Item.English} · {told.Result.English} ({told.Number})"
            ),
            NoticeKind.TaskFreed => (
                $"任务已退回待办池：{told.Item.Chinese} · {told.Result.Chinese}（{told.Number}）",
                $"Task back in the pool: {told.Item.English} · {told.Result.English} ({told.Number})"
            ),
            NoticeKind.TaskTakenOver => (
                $"{told.Who.Chinese}无人办理或已撤销，任务由本单位接办：{told.Item.Chinese} · {told.Result.Chinese}（{told.Number}）",
                $"Nobody of {told.Who.English} can act, or it was closed; the task is yours: {told.Item.English} · {told.Result.English} ({told.Number})"
            ),
            NoticeKind.PowerGap => (
                $"{told.Who.Chinese} 自 {told.Day} 起没有人可以签批“{told.Item.Chinese}”（{told.Number}），请授权或安排代岗。",
                $"From {told.Day} nobody may sign for {told.Who.English} in {told.Item.English} ({told.Number}); a letter or a deputy is wanted."
            ),
            NoticeKind.ConfirmationAsked => (
                $"材料已变更，请于 {told.Day} 前确认决定：{told.Item.Chinese} · {told.Result.Chinese}（{told.Number}）",
                $"A paper was replaced; say by {told.Day} whether the decision stands: {told.Item.English} · {told.Result.English} ({told.Number})"
            ),
            NoticeKind.LeadersTold => (
                $"请关注：{told.Who.Chinese} {told.Item.Chinese}（{told.Number}）",
                $"For your attention: {told.Who.English} {told.Item.English} ({told.Number})"
            ),
            NoticeKind.RecusalAsked => (
                $"回避申请待决定，期限 {told.Day}：{told.Item.Chinese} · {told.Result.Chinese}（{told.Number}）",
                $"A recusal is to be decided by {told.Day}: {told.Item.English} · {told.Result.English} ({told.Number})"
            ),
            _ => (
                $"任务已转办：{told.Item.Chinese} · {told.Result.Chinese}（{told.Number}），{told.Who.Chinese}",
                $"Task given to another: {told.Item.English} · {told.Result.English} ({told.Number}), {told.Who.English}"
            ),
        };

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>
/// The facts a message speaks of. What has a name has it in both languages; days stand as ISO 8601 has them in either (<see
/// cref="NoticeTexts.Day"/>).
/// </summary>
internal sealed record Told(string Number, Said Item)
{
    public string Day { get; init; } = "";

    public string OldDay { get; init; } = "";

    public int Count { get; init; }

    /// <summary>What the branch grants; nothing when the message is of the whole case.</summary>
    public Said Result { get; init; } = Said.Nothing;

    /// <summary>The officer or the body that the message is about.</summary>
    public Said Who { get; init; } = Said.Nothing;
}

/// <summary>A name in Chinese, and in English.</summary>
internal sealed record Said(string Chinese, string English)
{
    public static readonly Said Nothing = new("", "");

    public bool IsNothing => Chinese.Length == 0;
}
