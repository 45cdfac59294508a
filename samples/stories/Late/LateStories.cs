using System.Globalization;
using Stories.Tiers;

namespace Stories.Late;

/// <summary>
/// Three matters in which a department lets its days go by: a yellow card that it answers, one against which it appeals and is heard, and a
/// red one whose appeal is refused, with the order (督办单) that comes of it.
/// </summary>
public static class LateStories
{
    private const string PublicHealthPermit = "610104-XK-103";
    private const string Approver = "approver-wjj";

    public static async Task<IReadOnlyList<Reckoning>> TellAsync(Uri server, TextWriter book, CancellationToken cancellation)
    {
        using var office = new Office(server, cancellation);
        return
        [
            await TellAsync("answered 说明", office, book, AnsweredAsync, daysLate: 1),
            await TellAsync("appealed and granted 申诉成立", office, book, AppealedAndGrantedAsync, daysLate: 1),
            await TellAsync("appealed and refused 申诉不成立", office, book, AppealedAndRefusedAsync, daysLate: 2),
        ];
    }

    private static async Task<Reckoning> TellAsync(string title, Office office, TextWriter book, Func<Desk, Task> deal, int daysLate)
    {
        var matter = new Matter(office, book, PublicHealthPermit, "district");
        await matter.ReceiveAsync();
        book.WriteLine();
        book.WriteLine($"Late, {title} · case {matter.Number}");
        await matter.PassAsync(matter.PromisedDays + daysLate);
        var desk = await Desk.OpenAsync(office, book, matter.Number);
        await deal(desk);
        // Whatever is said of the card, the citizen gets his permit.
        await matter.LookAsync(Approver, "西大街1号", "卫生设施符合要求。");
        await matter.SignAsync(Approver);
        var ending = await matter.HandOverAsync(comesAgain: true);
        var (card, order) = (await desk.CardAsync(), await desk.OrderAsync());
        book.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"  the {card.Colour} card is {card.Status} and counts {card.Points} points")
        );
        return new(ending, card.Colour, card.Status, card.Points, card.Appeal?.Decision?.IsGranted, order?.Status);
    }

    private static Task AnsweredAsync(Desk desk) => desk.AnswerAsync("经办人外出培训，未及时移交。");

    private static async Task AppealedAndGrantedAsync(Desk desk)
    {
        await desk.AppealAsync("systemFault", "专网中断两天，有机房记录。");
        await desk.DecideAppealAsync(granted: true, "机房记录属实，撤销扣分。");
    }

    private static async Task AppealedAndRefusedAsync(Desk desk)
    {
        await desk.AppealAsync("applicantsCause", "申请人补正迟延。");
        await desk.DecideAppealAsync(granted: false, "台账中没有补正通知，申诉不成立。");
        await desk.SignForOrderAsync();
        await desk.ReplyToOrderAsync();
        await desk.CloseOrderAsync();
    }

    /// <summary>The supervisor's desk: the newest card of one case, and what the department and the supervisor do about it.</summary>
    private sealed class Desk(Office office, TextWriter book, string card)
    {
        private readonly Person _department = office.As(Approver);
        private readonly Person _supervisor = office.As("supervisor");

        private string Address => $"/api/supervision/cards/{card}";

        public static async Task<Desk> OpenAsync(Office office, TextWriter book, string number)
        {
            var cards = await office.As("supervisor").GetAsync<CardList>($"/api/supervision/cards?case={number}");
            // Of lateness alone: that nobody took the task out of the pool is carded for itself. A graver card takes the place of a
            // lighter one.
            var open = cards.Items.Where(card => card is { Point: "E02", Colour: "yellow" or "red", Status: "open" }).ToList() is [var one]
                ? one
                : throw new InvalidOperationException(
                    $"Expected one open card for lateness, but there are: {string.Join("; ", cards.Items)}"
                );
            var desk = new Desk(office, book, open.Id);
            desk.Tell($"亮牌 a {open.Colour} card for {open.Department}: {open.Text}");
            return desk;
        }

        public Task<CardSheet> CardAsync() => _supervisor.GetAsync<CardSheet>(Address);

        public async Task<OrderSheet?> OrderAsync() =>
            (await CardAsync()).Order is { } order ? await _supervisor.GetAsync<OrderSheet>($"/api/supervision/orders/{order}") : null;

        public async Task AnswerAsync(string explanation)
        {
            await _department.PostAsync<Anything>(Address + "/answer", new { explanation, cause = "staff" });
            Tell("说明 the department explains itself");
        }

        public async Task AppealAsync(string ground, string statement)
        {
            await _department.PostAsync<Anything>(Address + "/appeal", new { ground, statement });
            Tell($"申诉 the department appeals: {ground}");
        }

        public async Task DecideAppealAsync(bool granted, string reason)
        {
            await _supervisor.PostAsync<Anything>(Address + "/appeal/decision", new { granted, reason });
            Tell(granted ? "复核 the appeal is granted" : "复核 the appeal is refused");
        }

        public async Task SignForOrderAsync()
        {
            await _department.PostAsync<Anything>(await OrderAddressAsync() + "/receipt", new { });
            Tell("签收 the department signs for the order");
        }

        public async Task ReplyToOrderAsync()
        {
            var today = await new WorkingDays(office).TodayAsync();
            await _department.PostAsync<Anything>(
                await OrderAddressAsync() + "/reply",
                new
                {
                    findings = "经办人外出学习，未移交。",
                    cause = "staff",
                    measures = "指定 B 岗，移交有登记。",
                    responsible = "刘芳",
                    doneOn = today,
                    signedOffBy = "局长",
                }
            );
            Tell("回复 the department replies, with measures");
        }

        public async Task CloseOrderAsync()
        {
            await _supervisor.PostAsync<Anything>(
                await OrderAddressAsync() + "/review",
                new
                {
                    accepted = true,
                    opinion = "措施得当，同意办结。",
                    deduction = 2,
                }
            );
            Tell("办结 the order is closed");
        }

        private async Task<string> OrderAddressAsync() => $"/api/supervision/orders/{(await CardAsync()).Order}";

        private void Tell(string line) => book.WriteLine("  " + line);
    }
}

/// <summary>What a late matter came to.</summary>
/// <param name="Colour">Of the gravest card: yellow, red.</param>
/// <param name="Card">What became of the card, e.g. answered, cancelled.</param>
/// <param name="Points">Taken from the department's appraisal for it.</param>
/// <param name="AppealGranted">Null where nobody appealed.</param>
/// <param name="Order">What became of the order that came of it; null where there was none.</param>
public sealed record Reckoning(Ending Ending, string Colour, string Card, int Points, bool? AppealGranted, string? Order);
