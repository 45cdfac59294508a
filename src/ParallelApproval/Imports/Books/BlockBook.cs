using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Imports;

/// <summary>
/// 限制申请名单: a line is never removed; taken back, it is lifted, and by somebody else than who put it there. Numbers of citizens are not given
/// out.
/// </summary>
internal sealed class BlockBook(HouseStore house, CatalogueRegister catalogue) : RowBook<BlockApplicant>
{
    private const string Reason = "撤销导入";

    public override ImportKind Kind => ImportKind.Blocks;

    public override int MostRows => 2_000;

    public override string OneAtATime => "blocks";

    public override IReadOnlyList<string> Registers => [BlockRegister.Name];

    public override bool IsExported => false;

    protected override bool KeepsBefore => false;

    protected override SheetDefinition Sheet { get; } =
        new(
            "blocks",
            "限制申请名单",
            "Blocks",
            [
                new("idNumber", "证件号码", "Number of the applicant", Cell.Code, "330106199001010018", IsRequired: true),
                new("itemCode", "事项代码", "Item code", Cell.Code, "330106-YJS-001"),
                new("ground", "列入事由", "Ground", ChoiceCells.BlockGrounds, "提供虚假材料", IsRequired: true),
                new("reason", "具体原因", "Reason", Cell.Text, "提交伪造的健康证明", IsRequired: true),
                new("until", "截止日期", "Until", Cell.Day, "2027-01-01"),
            ]
        );

    protected override string KeyOf(SheetRow row) =>
        string.Join(' ', BlockApplicant.Number(row.Text("idNumber")), row["ground"]?.ToString(), row.Text("itemCode")).Trim();

    protected override string NameOf(SheetRow row) => row.Text("reason");

    protected override void Settle(SheetRow row, HeldRow? held, Batch batch)
    {
        row.Put("idNumber", BlockApplicant.Number(row.Text("idNumber")));
        // No day says: as long as the law lets it; who is on the list already stays there until the day that was found then.
        if (row["until"] is null && held is not null)
            row.Put("until", held.Values["until"]);
    }

    protected override BlockApplicant Command(SheetRow row, int revision) =>
        new(
            row.Text("idNumber"),
            row.TextOrNull("itemCode"),
            row.Get<BlockGround>("ground"),
            row.Text("reason"),
            row.Maybe<DateOnly>("until")
        );

    protected override async Task<List<HeldRow>> HeldRowsAsync(ApprovalDbContext db, DateOnly today, CancellationToken cancellation) =>
        [
            .. (
                await db.Set<Block>()
                    .AsNoTracking()
                    .Where(line => line.LiftedOn == null && line.Until >= today)
                    .OrderBy(line => line.AddedAt)
                    .ToListAsync(cancellation)
            ).Select(line => new HeldRow(
                string.Join(' ', line.IdNumber, line.Ground.ToString(), line.ItemCode).Trim(),
                0,
                new Dictionary<string, object?>
                {
                    ["idNumber"] = line.IdNumber,
                    ["itemCode"] = line.ItemCode,
                    ["ground"] = line.Ground,
                    ["reason"] = line.Reason,
                    ["until"] = line.Until,
                }
            )),
        ];

    protected override Task<ErrorOr<KeptLine>> CarryOutAsync(Batch batch, BlockApplicant command, string key, bool isNew)
    {
        var blocked = new BlockApplicantHandler(house, catalogue).Enter(batch.Db, command, batch.Act);
        if (blocked.IsError)
            return Task.FromResult<ErrorOr<KeptLine>>(blocked.Errors);
        batch.Happened.AddRange(blocked.Value.Happened);
        // The number of a citizen is kept on the line alone.
        return Task.FromResult<ErrorOr<KeptLine>>(new KeptLine("", LineChange.New, Id: blocked.Value.Kept.Id));
    }

    public override Task TakeBackAsync(Batch batch, KeptLine line) => TakeBackNewAsync(batch, line);

    protected override async Task TakeBackNewAsync(Batch batch, KeptLine line)
    {
        var lifted = await LiftBlockHandler.LiftAsync(batch.Db, new(line.Id ?? Guid.Empty, Reason), batch.Act, batch.Cancellation);
        if (lifted.IsError)
            batch.Faults.AddRange(lifted.Errors);
        else
            batch.Happened.AddRange(lifted.Value.Happened);
    }
}
