using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;

namespace ParallelApproval.Imports;

/// <summary>材料库: the papers that items name.</summary>
internal sealed class MaterialBook(CatalogueRegister catalogue) : RowBook<KeepMaterial>
{
    public override ImportKind Kind => ImportKind.Materials;

    public override int MostRows => 2_000;

    public override string OneAtATime => ItemChecks.Publishing;

    public override IReadOnlyList<string> Registers => [CatalogueRegister.Name];

    protected override SheetDefinition Sheet { get; } =
        new(
            "materials",
            "材料库",
            "Materials",
            [
                new("code", "材料代码", "Code", Cell.Code, "M01", IsRequired: true),
                new("name", "材料名称", "Name", Cell.Text, "统一申请表", IsRequired: true),
                new("nameEn", "英文名称", "English name", Cell.Text, "Unified application form", IsRequired: true),
                new("form", "材料形式", "Form", ChoiceCells.Forms, "原件", IsRequired: true),
                new("copies", "份数", "Copies", Cell.Number, "1", IsRequired: true),
                new("source", "来源渠道", "Source", Cell.Text, "申请人自备", IsRequired: true),
                new("trust", "可信等级", "Trust", ChoiceCells.Trusts, "C", IsRequired: true),
                new("isShared", "通用材料", "Shared", Cell.Flag, "是"),
                new("isDeferrable", "可容缺", "Deferrable", Cell.Flag, "否"),
                new("validMonths", "有效期（月）", "Valid months", Cell.Number, "6"),
            ]
        );

    protected override string KeyOf(SheetRow row) => row.Text("code");

    protected override KeepMaterial Command(SheetRow row, int revision) =>
        new(
            row.Text("code"),
            row.Text("name"),
            row.Text("nameEn"),
            row.Get<MaterialForm>("form"),
            row.Get<int>("copies"),
            row.Text("source"),
            row.Get<MaterialTrust>("trust"),
            row.Get<bool>("isShared"),
            row.Get<bool>("isDeferrable"),
            row.Maybe<int>("validMonths"),
            revision
        );

    protected override async Task<List<HeldRow>> HeldRowsAsync(ApprovalDbContext db, DateOnly today, CancellationToken cancellation) =>
        [
            .. (await db.Set<Material>().AsNoTracking().OrderBy(paper => paper.Code).ToListAsync(cancellation)).Select(paper => new HeldRow(
                paper.Code,
                paper.Revision,
                new Dictionary<string, object?>
                {
                    ["code"] = paper.Code,
                    ["name"] = paper.Name,
                    ["nameEn"] = paper.NameEn,
                    ["form"] = paper.Form,
                    ["copies"] = paper.Copies,
                    ["source"] = paper.Source,
                    ["trust"] = paper.Trust,
                    ["isShared"] = paper.IsShared,
                    ["isDeferrable"] = paper.IsDeferrable,
                    ["validMonths"] = paper.ValidMonths,
                }
            )),
        ];

    protected override async Task<ErrorOr<KeptLine>> CarryOutAsync(Batch batch, KeepMaterial command, string key, bool isNew)
    {
        var kept = await KeepMaterialHandler.EnterAsync(batch.Db, command, batch.Cancellation);
        if (kept.IsError)
            return kept.Errors;
        batch.Happened.AddRange(kept.Value.Happened);
        return new KeptLine(key, LineChange.New, kept.Value.Kept.Revision);
    }

    protected override async Task TakeBackNewAsync(Batch batch, KeptLine line)
    {
        var held = await batch.Db.Set<Material>().FirstOrDefaultAsync(paper => paper.Code == line.Key, batch.Cancellation);
        if (held is null || held.Revision != line.Revision || catalogue.Current.Uses(line.Key))
            batch.Faults.Add(InUse(line.Key));
        else
            batch.Db.Remove(held);
    }
}

/// <summary>实施清单: items of the national list become drafts; one entry of the trail stands for all of a file.</summary>
internal sealed class ListedItemBook(Events.HouseStore house) : RowBook<ListItem>
{
    public override ImportKind Kind => ImportKind.ListedItems;

    public override int MostRows => 5_000;

    public override string OneAtATime => ItemChecks.Publishing;

    public override IReadOnlyList<string> Registers => [];

    protected override SheetDefinition Sheet { get; } =
        new(
            "listedItems",
            "实施清单",
            "National list",
            [
                new("itemCode", "实施编码", "Item code", Cell.Code, "11330106MB2A00001N4000131001000", IsRequired: true),
                new("name", "事项名称", "Name", Cell.Text, "食品经营许可", IsRequired: true),
                new("power", "权力类型", "Kind of power", ChoiceCells.Powers, "行政许可", IsRequired: true),
                new("basicCode", "基本编码", "Basic code", Cell.Code, "000131001000"),
                new("departmentCode", "实施主体代码", "Code of the body", Cell.Code, "SYJ"),
                new("task", "业务办理项", "Task", Cell.Text, "食品经营许可新办"),
                new("legalDays", "法定办结时限", "Legal days", Cell.Number, "20"),
                new("promisedDays", "承诺办结时限", "Promised days", Cell.Number, "5"),
                new("legalBasis", "设定依据", "Legal basis", Cell.Text, "《中华人民共和国食品安全法》第三十五条"),
                new("conditions", "受理条件", "Conditions", Cell.Text, "有固定的经营场所"),
                new("procedure", "办理流程", "Procedure", Cell.Text, "申请、受理、审查、决定、送达"),
                new("complaints", "监督投诉方式", "Complaints", Cell.Text, "12345"),
            ]
        );

    protected override string KeyOf(SheetRow row) => row.Text("itemCode");

    protected override ListItem Command(SheetRow row, int revision) =>
        new(
            row.Text("itemCode"),
            row.Text("name"),
            row.Get<PowerKind>("power"),
            row.TextOrNull("basicCode"),
            row.TextOrNull("departmentCode"),
            row.TextOrNull("task"),
            row.Maybe<int>("legalDays"),
            row.Maybe<int>("promisedDays"),
            row.TextOrNull("legalBasis"),
            row.TextOrNull("conditions"),
            row.TextOrNull("procedure"),
            row.TextOrNull("complaints"),
            revision
        );

    protected override async Task<List<HeldRow>> HeldRowsAsync(ApprovalDbContext db, DateOnly today, CancellationToken cancellation) =>
        [
            .. (await db.Set<ListedItem>().AsNoTracking().OrderBy(item => item.ItemCode).ToListAsync(cancellation)).Select(
                item => new HeldRow(
                    item.ItemCode,
                    item.Revision,
                    new Dictionary<string, object?>
                    {
                        ["itemCode"] = item.ItemCode,
                        ["name"] = item.Name,
                        ["power"] = item.Power,
                        ["basicCode"] = item.BasicCode,
                        ["departmentCode"] = item.DepartmentCode,
                        ["task"] = item.Task,
                        ["legalDays"] = item.LegalDays,
                        ["promisedDays"] = item.PromisedDays,
                        ["legalBasis"] = item.LegalBasis,
                        ["conditions"] = item.Conditions,
                        ["procedure"] = item.Procedure,
                        ["complaints"] = item.Complaints,
                    }
                )
            ),
        ];

    // A list is long: what is new is not asked for row by row, and the trail says of the file how much it brought.
    protected override async Task<ErrorOr<KeptLine>> CarryOutAsync(Batch batch, ListItem command, string key, bool isNew)
    {
        var held = isNew
            ? null
            : await batch.Db.Set<ListedItem>().FirstOrDefaultAsync(item => item.ItemCode == command.ItemCode, batch.Cancellation);
        var listed = new ListItemHandler(house, batch.Register.Register).Enter(batch.Db, command, held);
        return listed.IsError ? listed.Errors : new KeptLine(key, LineChange.New, listed.Value.Kept.Revision);
    }

    protected override async Task TakeBackNewAsync(Batch batch, KeptLine line)
    {
        var held = await batch.Db.Set<ListedItem>().FirstOrDefaultAsync(item => item.ItemCode == line.Key, batch.Cancellation);
        if (held is null || held.Revision != line.Revision)
            batch.Faults.Add(InUse(line.Key));
        else
            batch.Db.Remove(held);
    }
}
