using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Installations;
using ParallelApproval.Organisation;

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
internal sealed class ListedItemBook(Events.HouseStore house, InstallationRegister installation) : RowBook<ListItem>
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
                Column("itemCode", "实施编码", "Item code", Cell.Code, "11330106MB2A00001N4000131001000", ["实施清单编码", "事项编码"]) with
                {
                    IsRequired = true,
                },
                Column("name", "事项名称", "Name", Cell.Text, "食品经营许可", ["实施清单名称"]) with
                {
                    IsRequired = true,
                },
                Column("power", "事项类型", "Kind of power", ChoiceCells.Powers, "行政许可", ["权力类型", "职权类型"]) with
                {
                    IsRequired = true,
                },
                Column("basicCode", "基本编码", "Basic code", Cell.Code, "000131001000", ["基本目录编码"]),
                Column("tier", "行使层级", "Tier", ChoiceCells.PublishedTiers, "县级", []),
                Column("bodyName", "实施主体", "Body", Cell.Text, "市场监督管理局", ["实施主体名称", "实施机构", "实施部门"]),
                Column("departmentCode", "实施主体代码", "Code of the body", Cell.Code, "SYJ", ["实施主体编码", "部门代码"]),
                Column("task", "业务办理项", "Task", Cell.Text, "食品经营许可新办", ["业务办理项名称", "办理项名称", "子项名称"]),
                Column("kind", "办件类型", "Kind", ChoiceCells.ItemKinds, "承诺件", []),
                Column("target", "服务对象", "Target", Cell.Text, "企业", ["服务对象类型"]),
                Column("legalDays", "法定办结时限", "Legal days", Cell.WorkingDays, "20", ["法定时限"]),
                Column("legalUnit", "法定办结时限单位", "Unit of legal days", Cell.WorkingDayUnit, "工作日", ["法定时限单位"]) with
                {
                    Otherwise = "工作日",
                },
                Column("promisedDays", "承诺办结时限", "Promised days", Cell.WorkingDays, "5", ["承诺时限"]),
                Column("promisedUnit", "承诺办结时限单位", "Unit of promised days", Cell.WorkingDayUnit, "工作日", ["承诺时限单位"]) with
                {
                    Otherwise = "工作日",
                },
                Column(
                    "legalBasis",
                    "设定依据",
                    "Legal basis",
                    Cell.Text,
                    "《中华人民共和国食品安全法》第三十五条",
                    ["法律依据", "实施依据", "审批依据"]
                ),
                Column("conditions", "受理条件", "Conditions", Cell.Text, "有固定的经营场所", ["申请条件", "办理条件", "申报条件"]),
                Column("papers", "申请材料", "Papers", Cell.Text, "1.食品经营许可申请书", ["申报材料", "申请材料名称", "材料名称"]),
                Column("procedure", "办理流程", "Procedure", Cell.Text, "申请、受理、审查、决定、送达", ["办理程序"]),
                Column("fees", "收费", "Fees", Cell.Text, "不收费", ["收费标准", "是否收费", "收费情况", "收费标准及依据"]),
                Column(
                    "result",
                    "审批结果名称",
                    "Result",
                    Cell.Text,
                    "食品经营许可证",
                    ["结果名称", "审批结果", "办理结果", "结果样本名称"]
                ),
                Column(
                    "complaints",
                    "监督投诉方式",
                    "Complaints",
                    Cell.Text,
                    "12345",
                    ["监督投诉渠道", "投诉渠道", "监督电话", "投诉电话"]
                ),
            ],
            IsPublished: true
        );

    private static SheetColumn Column(string key, string header, string english, Cell cell, string example, string[] aliases) =>
        new(key, header, english, cell, example) { Aliases = aliases };

    protected override string KeyOf(SheetRow row) => row.Text("itemCode");

    // A list names bodies in its own way; one that the house does not know stays by its name, as work to do.
    protected override void Settle(SheetRow row, HeldRow? held, Batch batch)
    {
        var code = row.TextOrNull("departmentCode");
        var named = BodyOf(row.TextOrNull("bodyName"), batch.Register.Register);
        // Without a column of codes the name has its say, whatever stood there before.
        var body = row.Has("departmentCode") ? BodyOf(code, batch.Register.Register) ?? named : named ?? code;
        if (body is not null || UnifiedCreditCode.Parse(code) is { IsError: false })
            row.Put("departmentCode", body);
    }

    // By code, credit code or name, with the names of the region before it or without.
    private string? BodyOf(string? named, OfficerRegister officers)
    {
        if (named is null)
            return null;
        var open = officers.Departments.Where(body => body.ClosedOn is null).ToList();
        var region = installation.Current?.RegionName ?? "";
        return (
            open.Find(body => body.Code == named || body.UnifiedCreditCode == named || body.Name == named)
            ?? open.Find(body => IsWithin(region, named, body.Name))
            ?? open.Find(body => IsWithin(region, body.Name, named))
        )?.Code;
    }

    private static bool IsWithin(string region, string longer, string shorter) =>
        longer.Length > shorter.Length
        && shorter.Length > 0
        && longer.EndsWith(shorter, StringComparison.Ordinal)
        && region.Contains(longer[..^shorter.Length], StringComparison.Ordinal);

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
            row.Maybe<Tier>("tier"),
            row.TextOrNull("bodyName"),
            row.Maybe<ItemKind>("kind"),
            row.TextOrNull("target"),
            row.TextOrNull("papers"),
            row.TextOrNull("fees"),
            row.TextOrNull("result"),
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
                        ["tier"] = item.Tier,
                        ["bodyName"] = item.BodyName,
                        ["kind"] = item.Kind,
                        ["target"] = item.Target,
                        ["papers"] = item.Papers,
                        ["fees"] = item.Fees,
                        ["result"] = item.Result,
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
