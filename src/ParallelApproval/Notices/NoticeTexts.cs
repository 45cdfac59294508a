using System.Globalization;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;

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
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）需补正 {told.Count} 份材料，请凭编号和查询码查看并{By(told, "在 {0} 前")}到窗口补交。",
                $"{told.Count} papers are wanted for {told.Item.English} ({told.Number}){By(told, " by {0}")}; "
                    + "number and query code show which."
            ),
            NoticeKind.PapersDueSoon => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）{Part(told)}还有材料未交，最后期限 {told.Day}，请尽快到窗口补交。",
                $"Papers are still wanted for {PartEn(told)}{told.Item.English} ({told.Number}); the last day is {told.Day}."
            ),
            NoticeKind.PapersMissed => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）{Part(told)}截至 {told.Day} "
                    + $"未收到应补交的材料，按规定{told.Ground.Chinese}。请凭编号和查询码查看。",
                $"No papers came by {told.Day} for {PartEn(told)}{told.Item.English} ({told.Number}): "
                    + $"{told.Ground.English}. Number and query code show more."
            ),
            NoticeKind.ClockStopped => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）{Part(told)}需要{told.Ground.Chinese}，约 {told.Count} 个工作日，"
                    + (told.LegalRunsOn ? "这段时间不计入承诺时限，法定期限继续计算。" : "期间依法停止计时。"),
                $"{PartEn(told)}{told.Item.English} ({told.Number}) waits for about {told.Count} working days: {told.Ground.English}. "
                    + (told.LegalRunsOn ? "The promise stands still, the legal limit runs on." : "By law its clock stands still.")
            ),
            NoticeKind.LimitExtended => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）{Part(told)}审批期限依法延长 {told.Count} 个工作日{By(told, "，至 {0}")}，理由见告知书。",
                $"The legal limit of {PartEn(told)}{told.Item.English} ({told.Number}) was extended by {told.Count} "
                    + $"working days{By(told, ", to {0}")}; the paper says why."
            ),
            NoticeKind.VisitCalled => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）定于 {told.Day} 在{told.Place}现场踏勘，请到场。",
                $"A visit on the spot for {told.Item.English} ({told.Number}) is set for {told.Day}{AtEn(told)}; please be there."
            ),
            NoticeKind.PromiseMissed => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）未能在承诺日期 {told.Day} 前办结，我们向您致歉并已督促办理；原因可凭编号和查询码查看。",
                $"{told.Item.English} ({told.Number}) was not finished by {told.Day} as promised. We apologise and "
                    + "have urged the office; number and query code show why."
            ),
            NoticeKind.GrantRevoked => (
                $"【{centre}】您取得的“{told.Item.Chinese}”（{told.Number}）经核查与承诺不符，决定已撤销，证照失效，请交回。理由和救济途径见决定书。",
                $"What was granted for {told.Item.English} ({told.Number}) was revoked: the promise was not kept. "
                    + "The certificate is void, hand it back. The paper says why and what you can do."
            ),
            NoticeKind.PromiseMoved => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）因前置事项依法停止或恢复计时，{(!told.Result.IsNothing ? $"“{told.Result.Chinese}”" : "")}承诺日期由 {told.OldDay} 改为 {told.Day}。",
                $"A step that {(!told.Result.IsNothing ? told.Result.English : "others")} of {told.Item.English} "
                    + $"({told.Number}) waits for stands still by law or runs again: promised for {told.Day} instead of {told.OldDay}."
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
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）已作出决定：准予 {told.Count} 项，不予 {told.CountRefused} 项，请凭编号和查询码查看。",
                $"{told.Item.English} ({told.Number}) was decided: {told.Count} granted, {told.CountRefused} "
                    + "refused; number and query code show more."
            ),
            NoticeKind.EndedUndecided => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）各项均已终止，没有需要领取的结果，请凭编号和查询码查看。",
                $"Every part of {told.Item.English} ({told.Number}) has ended and there is nothing to collect; "
                    + "number and query code show more."
            ),
            NoticeKind.PaperCorrected => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）有一份文书存在文字错误，已更正；原文书不再使用，请到窗口换领。",
                $"A paper of {told.Item.English} ({told.Number}) was miswritten and has been corrected; do not use "
                    + "the old one, fetch the new one at the window."
            ),
            NoticeKind.CaseWithdrawn => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）已按您的申请撤回，终止办理。",
                $"Your application for {told.Item.English} ({told.Number}) was withdrawn at your request; nothing more is done in it."
            ),
            NoticeKind.PartRefused => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）中{Part(told)}未获准予，理由和救济途径见决定书。",
                $"{PartEn(told)}{told.Item.English} ({told.Number}) was refused; the paper says why and what you can do."
            ),
            NoticeKind.AnswerWanted => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）中{Part(told)}未获准予，请在 {told.Day} 前告知窗口：重新申请，或者不再申请、领取已作出的结果；逾期按不再申请办理。",
                $"{PartEn(told)}{told.Item.English} ({told.Number}) was refused: tell the window by {told.Day} "
                    + "whether you apply again; otherwise you take what was decided."
            ),
            NoticeKind.AnswerDueSoon => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）中{Part(told)}未获准予，{told.Day} 前告知窗口是否重新申请，逾期按不再申请办理。",
                $"{PartEn(told)}{told.Item.English} ({told.Number}) was refused: {told.Day} is the last day to say "
                    + "that you apply again; otherwise you take what was decided."
            ),
            NoticeKind.DecisionTakenBack => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）{Part(told)}的原决定已撤回，将依据更换后的材料重新审查，原决定文书请勿使用。",
                $"The decision on {PartEn(told)}{told.Item.English} ({told.Number}) was taken back; it is reviewed "
                    + "anew on the new paper. Do not use the old one."
            ),
            NoticeKind.GrantDeemed => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）{Part(told)}逾期未作决定，依法视为准予，证照由承办部门补办。",
                $"Nobody decided on {PartEn(told)}{told.Item.English} ({told.Number}) in time: it counts as "
                    + "granted, and the department makes it out."
            ),
            NoticeKind.HearingRight => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）{Part(told)}可以要求听证，请在 {told.Day} 前提出，逾期视为放弃。",
                $"You may ask for a hearing on {PartEn(told)}{told.Item.English} ({told.Number}) by {told.Day}; "
                    + "after that you have given it up."
            ),
            NoticeKind.HearingCalled => (
                $"【{centre}】您申请的“{told.Item.Chinese}”（{told.Number}）{Part(told)}定于 {told.Day} 在{told.Place}举行听证，无正当理由不到场视为放弃。",
                $"A hearing on {PartEn(told)}{told.Item.English} ({told.Number}) is set for {told.Day}{AtEn(told)}; who "
                    + "does not come without good reason has given it up."
            ),
            NoticeKind.FixWanted => (
                $"【{centre}】您以告知承诺方式取得的“{told.Item.Chinese}”（{told.Number}）经核查与承诺不符，请在 {told.Day} 前整改；仍不符的，撤销决定。",
                $"The promise made for {told.Item.English} ({told.Number}) is not kept: put it right by {told.Day}, "
                    + "or the grant is revoked."
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
            NoticeKind.Reminded => (
                $"催办：{told.Who.Chinese}（{told.Item.Chinese}，{told.Number}）",
                $"Reminder: {told.Who.English} ({told.Item.English}, {told.Number})"
            ),
            NoticeKind.TaskFreed => (
                $"任务已退回待办池：{told.Item.Chinese} · {told.Result.Chinese}（{told.Number}）",
                $"Task back in the pool: {told.Item.English} · {told.Result.English} ({told.Number})"
            ),
            NoticeKind.TaskTakenOver => (
                $"{told.Who.Chinese}无人办理或已撤销，任务由本单位接办：{told.Item.Chinese} · {told.Result.Chinese}（{told.Number}）",
                $"Nobody of {told.Who.English} can act, or it was closed; the task is yours: {told.Item.English} · "
                    + $"{told.Result.English} ({told.Number})"
            ),
            NoticeKind.PowerGap => (
                $"{told.Who.Chinese} 自 {told.Day} 起没有人可以签批“{told.Item.Chinese}”（{told.Number}），请授权或安排代岗。",
                $"From {told.Day} nobody may sign for {told.Who.English} in {told.Item.English} ({told.Number}); a "
                    + "letter or a deputy is wanted."
            ),
            NoticeKind.ConfirmationAsked => (
                $"材料已变更，请于 {told.Day} 前确认决定：{told.Item.Chinese} · {told.Result.Chinese}（{told.Number}）",
                $"A paper was replaced; say by {told.Day} whether the decision stands: {told.Item.English} · "
                    + $"{told.Result.English} ({told.Number})"
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

    /// <summary>What follows when nobody answers a correction notice.</summary>
    public static Said Of(OnSupplementTimeout rule, bool ofDepartment) =>
        new(
            DocumentWords.Of(rule, ofDepartment),
            rule switch
            {
                OnSupplementTimeout.Withdrawn => "it counts as withdrawn",
                _ when ofDepartment => "it is decided on the papers there are",
                OnSupplementTimeout.NotAccepted => "it is not accepted",
                _ => "it is refused",
            }
        );

    /// <summary>What follows when promised papers do not come.</summary>
    public static Said Of(OnDeferralTimeout rule) =>
        new(
            DocumentWords.Of(rule),
            rule switch
            {
                OnDeferralTimeout.RevokeAcceptance => "the acceptance is revoked",
                OnDeferralTimeout.Withdrawn => "it counts as withdrawn",
                _ => "it is refused",
            }
        );

    /// <param name="ground">As the ledger keeps it.</param>
    public static Said Of(string ground) =>
        Enum.TryParse<StopGround>(ground, out var known)
            ? new(
                DocumentWords.Of(known),
                known switch
                {
                    StopGround.Hearing => "a hearing",
                    StopGround.Tendering => "a tender",
                    StopGround.Auction => "an auction",
                    StopGround.Inspection => "an inspection",
                    StopGround.Testing => "a test",
                    StopGround.Quarantine => "quarantine",
                    StopGround.Appraisal => "an appraisal",
                    StopGround.ExpertReview => "a review by experts",
                    StopGround.PublicNotice => "a public notice",
                    StopGround.Correction => "papers to be corrected",
                    StopGround.SiteVisit => "a visit on the spot",
                    _ => "a payment",
                }
            )
            : new("特别程序", "a special procedure");

    // A message of old has no day in it.
    private static string By(Told told, string words) =>
        told.Day.Length > 0 ? words.Replace("{0}", told.Day, StringComparison.Ordinal) : "";

    private static string Part(Told told) => told.Result.IsNothing ? "" : $"“{told.Result.Chinese}”";

    private static string AtEn(Told told) => told.Place.Length > 0 ? ", " + told.Place : "";

    private static string PartEn(Told told) => told.Result.IsNothing ? "" : told.Result.English + " of ";

    /// <summary>Date and time, Asia/Shanghai.</summary>
    public static string Instant(DateTimeOffset at) => at.InShanghai().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

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

    /// <summary>Of what was decided, how many were refused.</summary>
    public int CountRefused { get; init; }

    /// <summary>Where, as it was typed.</summary>
    public string Place { get; init; } = "";

    /// <summary>Of a stop: whether it stops the promise alone (行政许可法 art. 45 names what stops both).</summary>
    public bool LegalRunsOn { get; init; }

    /// <summary>Why, or what follows from it.</summary>
    public Said Ground { get; init; } = Said.Nothing;

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
