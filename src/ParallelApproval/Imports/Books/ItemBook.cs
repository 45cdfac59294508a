using System.Globalization;
using System.Text.RegularExpressions;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Imports;

/// <summary>
/// 事项: three sheets, items with their branches and papers. What has no column (form, quota, commitment, pilot) stays as the newest version
/// has it. Taken back until the first day of the version: from then on cases are received under it.
/// </summary>
internal sealed partial class ItemBook(CatalogueRegister catalogue, ImportItemsHandler house) : ImportBook
{
    private const string Items = "items";
    private const string Branches = "branches";
    private const string Papers = "papers";

    private static readonly SheetDefinition ItemSheet = new(
        Items,
        "事项",
        "Items",
        [
            new("itemCode", "事项代码", "Item code", Cell.Code, "330106-YJS-001", IsRequired: true),
            new("effectiveFrom", "生效日期", "Effective from", Cell.Day, "2026-12-01", IsRequired: true),
            new("name", "事项名称", "Name", Cell.Text, "开办餐饮店", IsRequired: true),
            new("nameEn", "英文名称", "English name", Cell.Text, "Opening a restaurant", IsRequired: true),
            new("basicCode", "基本编码", "Basic code", Cell.Code, "612004001000", IsRequired: true),
            new("businessCode", "业务办理项编码", "Business code", Cell.Code, "61200400100001", IsRequired: true),
            new("kind", "办件类型", "Kind", ChoiceCells.ItemKinds, "承诺件", IsRequired: true),
            new("tier", "行使层级", "Tier", ChoiceCells.Tiers, "区", IsRequired: true),
            new("theme", "主题", "Theme", Cell.Text, "开餐馆"),
            new("themeEn", "英文主题", "English theme", Cell.Text, "Opening a restaurant"),
            new("commonNames", "俗称", "Common names", Cell.Text, "饭馆、奶茶店"),
            new("leadDepartmentCode", "牵头部门代码", "Lead body", Cell.Code, "SYJ", IsRequired: true),
            new("intakeDepartmentCode", "收件部门代码", "Intake body", Cell.Code, "XZSP", IsRequired: true),
            new("target", "服务对象", "Target", Cell.Text, "企业", IsRequired: true),
            new("promisedDays", "承诺办结时限", "Promised days", Cell.Number, "5", IsRequired: true),
            new("legalDays", "法定办结时限", "Legal days", Cell.Number, "20", IsRequired: true),
            new("jointForm", "办理方式", "Joint form", ChoiceCells.JointForms, "联合办理"),
            new("retention", "保管期限", "Retention", ChoiceCells.RetentionPeriods, "30年"),
            new("undecidedRetentionYears", "未决定办件保管年数", "Years kept without a decision", Cell.Number, "5"),
            new("workflowDefinitionId", "流程", "Flow", Cell.Text, "catering-six-certificates", IsRequired: true),
            new("guide.content", "服务内容", "Content", Cell.Text, "一次申请，同时办理", IsRequired: true),
            new("guide.conditions", "申报条件", "Conditions", Cell.Text, "有固定的经营场所", IsRequired: true),
            new("guide.procedure", "办理程序", "Procedure", Cell.Text, "收件、受理、审查、决定、送达", IsRequired: true),
            new("guide.complaints", "投诉渠道", "Complaints", Cell.Text, "12345", IsRequired: true),
        ]
    );

    private static readonly SheetDefinition BranchSheet = new(
        Branches,
        "分支",
        "Branches",
        [
            new("itemCode", "事项代码", "Item code", Cell.Code, "330106-YJS-001", IsRequired: true),
            new("number", "序号", "Number", Cell.Number, "1", IsRequired: true),
            new("departmentCode", "部门代码", "Code of the body", Cell.Code, "SYJ", IsRequired: true),
            new("certificate", "证照名称", "Certificate", Cell.Text, "食品经营许可证", IsRequired: true),
            new("certificateEn", "证照英文名称", "English certificate", Cell.Text, "Food business permit", IsRequired: true),
            new("itemType", "事项类型", "Item type", Cell.Text, "行政许可", IsRequired: true),
            new("kind", "结果类型", "Kind", ChoiceCells.BranchKinds, "证照"),
            new("legalDays", "法定时限", "Legal days", Cell.Number, "20", IsRequired: true),
            new("promisedDay", "承诺时限", "Promised day", Cell.Number, "3", IsRequired: true),
            new("serialDays", "单独办理天数", "Serial days", Cell.Number, "7", IsRequired: true),
            new("needsSiteInspection", "现场踏勘", "Site inspection", Cell.Flag, "是"),
            new("hearingRequired", "应当听证", "Hearing required", Cell.Flag, "否"),
            new("needsInspectors", "检验检测检疫", "Needs inspectors", Cell.Flag, "否"),
            new("isOptional", "可选", "Optional", Cell.Flag, "否"),
            new("chosenBy", "选入栏目", "Chosen by", Cell.Code, "sellsAlcohol"),
            new("onTimeout", "超时处理", "On timeout", ChoiceCells.Timeouts, "仅上报"),
            new("needsTwoSignatures", "审签分离", "Two signatures", Cell.Flag, "否"),
            new("dependsOn", "前置分支", "Depends on", Cell.Dependencies, "1、~2"),
            new("fee", "收费（元）", "Fee", Cell.Amount, "0"),
            new("feeBasis", "收费依据", "Fee basis", Cell.Text, ""),
            new("legalBasis", "设定依据", "Legal basis", Cell.Text, "《食品安全法》第三十五条", IsRequired: true),
            new("resultDocument", "结果文书", "Result document", Cell.Text, "食品经营许可证", IsRequired: true),
            new("resultDocumentEn", "结果文书英文名称", "English result", Cell.Text, "Food business permit", IsRequired: true),
            new("stopGrounds", "特别程序", "Stop grounds", ChoiceCells.StopGrounds, "检验、现场踏勘"),
        ]
    );

    private static readonly SheetDefinition PaperSheet = new(
        Papers,
        "申报材料",
        "Papers",
        [
            new("itemCode", "事项代码", "Item code", Cell.Code, "330106-YJS-001", IsRequired: true),
            new("code", "材料代码", "Material code", Cell.Code, "M01", IsRequired: true),
            new("usedBy", "使用分支", "Used by", Cell.Numbers, "1、2", IsRequired: true),
            new("outputOfBranch", "产出分支", "Output of branch", Cell.Number, ""),
        ]
    );

    public override ImportKind Kind => ImportKind.Items;

    public override IReadOnlyList<SheetDefinition> Sheets { get; } = [ItemSheet, BranchSheet, PaperSheet];

    public override int MostRows => 5_000;

    public override string OneAtATime => ItemChecks.Publishing;

    public override IReadOnlyList<string> Registers => [CatalogueRegister.Name];

    public override Task<IReadOnlyDictionary<string, List<HeldRow>>> HeldAsync(
        ApprovalDbContext db,
        DateOnly today,
        CancellationToken cancellation
    )
    {
        var newest = catalogue.Current.Newest().ToList();
        return Task.FromResult<IReadOnlyDictionary<string, List<HeldRow>>>(
            new Dictionary<string, List<HeldRow>>
            {
                [Items] = [.. newest.Select(item => new HeldRow(item.ItemCode, item.Version, Values(item)))],
                [Branches] =
                [
                    .. newest.SelectMany(item => item.Branches.Select(branch => new HeldRow(item.ItemCode, 0, Values(item, branch)))),
                ],
                [Papers] =
                [
                    .. newest.SelectMany(item => item.Materials.Select(paper => new HeldRow(item.ItemCode, 0, Values(item, paper)))),
                ],
            }
        );
    }

    public override async Task TakeAsync(Batch batch, IReadOnlyDictionary<string, List<SheetRow>> rows)
    {
        var (branches, papers) = (Of(rows[Branches]), Of(rows[Papers]));
        Orphans(batch, rows);
        var (taken, seen) = (new List<Typed>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (at, row) in rows[Items].Index())
        {
            batch.Looked(at, rows[Items].Count);
            var code = row.Text("itemCode");
            if (code.Length > 0 && !seen.Add(code))
                batch.Faults.Add(row.Beside(Refusal.Input("itemCode", RefusalCode.ImportRowTwice, ("key", code))));
            var held = catalogue.Current.Versions(code) is [var newest, ..] ? newest : null;
            var typed = new Typed(row, [.. branches[code].OrderBy(branch => branch.Get<int>("number"))], [.. papers[code]], held);
            typed.FillIn();
            var change =
                held is null ? LineChange.New
                : typed.IsAsHeld() ? LineChange.Unchanged
                : LineChange.Changed;
            batch.Lines.Add(new(Items, row.Number, code, row.Text("name"), change, typed.Differing()));
            if (change is not LineChange.Unchanged && !typed.IsFaulty)
                taken.Add(typed);
        }

        if (taken.Count > 0)
            await PublishAsync(batch, taken);
    }

    public override async Task TakeBackAsync(Batch batch, KeptLine line)
    {
        var versions = await batch
            .Db.Set<ServiceItemVersion>()
            .Where(version => version.ItemCode == line.Key)
            .OrderByDescending(version => version.Version)
            .ToListAsync(batch.Cancellation);
        if (versions is [var newest, ..] && newest.Version == line.Revision && newest.Item.EffectiveFrom > batch.Act.Today)
            batch.Db.Remove(newest);
        else
            batch.Faults.Add(Refusal.Conflict(RefusalCode.ImportInUse, ("key", line.Key)));
    }

    private async Task PublishAsync(Batch batch, List<Typed> taken)
    {
        var officer = batch.Register.Register.Find(batch.Act.UserName)?.Id ?? Guid.Empty;
        var command = new ImportItems([.. taken.Select(item => new ItemToImport(item.Draft(), item.Held?.Version ?? 0))], officer);
        var faults = Validators.Check(command, batch.Act.Today);
        if (faults.Count > 0)
        {
            batch.Faults.AddRange(faults.Select(fault => Refusal.At(ItemSheet.Name, fault)));
            return;
        }

        var imported = await house.ImportAsync(batch.Db, command, batch.Act, batch.Cancellation);
        if (imported.IsError)
        {
            batch.Faults.AddRange(imported.Errors.Select(fault => Beside(taken, fault)));
            return;
        }

        batch.Happened.AddRange(imported.Value.Happened);
        batch.Kept.AddRange(imported.Value.Kept.Items.Select(item => new KeptLine(item.ItemCode, LineChange.New, item.Version)));
    }

    private static Error Beside(List<Typed> taken, Error fault)
    {
        var path = Path().Match(fault.Metadata?.GetValueOrDefault(Refusal.FieldKey) as string ?? "");
        if (!path.Success)
            return fault;
        var item = taken[Index(path, "item")];
        var field = path.Groups["field"].Value;
        var part = path.Groups["at"].Success ? Index(path, "at") : -1;
        var rows = path.Groups["part"].Value == "branches" ? item.Branches : item.Papers;
        return part >= 0 && part < rows.Count ? rows[part].Beside(fault, field) : item.Row.Beside(fault, field);
    }

    private static int Index(Match path, string group) => int.Parse(path.Groups[group].Value, CultureInfo.InvariantCulture);

    private static void Orphans(Batch batch, IReadOnlyDictionary<string, List<SheetRow>> rows)
    {
        var known = rows[Items].Select(row => row.Text("itemCode")).ToHashSet(StringComparer.Ordinal);
        foreach (var row in rows[Branches].Concat(rows[Papers]).Where(row => !known.Contains(row.Text("itemCode"))))
            if (row.Text("itemCode") is { Length: > 0 } code)
                batch.Faults.Add(
                    row.Beside(Refusal.Input("itemCode", RefusalCode.ImportItemMissing, ("item", code), ("sheet", ItemSheet.Name)))
                );
    }

    private static ILookup<string, SheetRow> Of(List<SheetRow> rows) => rows.ToLookup(row => row.Text("itemCode"), StringComparer.Ordinal);

    private static Dictionary<string, object?> Values(ServiceItem item) =>
        new()
        {
            ["itemCode"] = item.ItemCode,
            ["effectiveFrom"] = item.EffectiveFrom,
            ["name"] = item.Name,
            ["nameEn"] = item.NameEn,
            ["basicCode"] = item.BasicCode,
            ["businessCode"] = item.BusinessCode,
            ["kind"] = item.Kind,
            ["tier"] = item.Tier,
            ["theme"] = item.Theme,
            ["themeEn"] = item.ThemeEn,
            ["commonNames"] = CommonNameList.Written(item.CommonNames),
            ["leadDepartmentCode"] = item.LeadDepartmentCode,
            ["intakeDepartmentCode"] = item.IntakeDepartmentCode,
            ["target"] = item.Target,
            ["promisedDays"] = item.PromisedDays,
            ["legalDays"] = item.LegalDays,
            ["jointForm"] = item.JointForm,
            ["retention"] = item.Retention,
            ["undecidedRetentionYears"] = item.UndecidedRetentionYears,
            ["workflowDefinitionId"] = item.WorkflowDefinitionId,
            ["guide.content"] = item.Guide.Content,
            ["guide.conditions"] = item.Guide.Conditions,
            ["guide.procedure"] = item.Guide.Procedure,
            ["guide.complaints"] = item.Guide.Complaints,
        };

    private static Dictionary<string, object?> Values(ServiceItem item, BranchDefinition branch) =>
        new()
        {
            ["itemCode"] = item.ItemCode,
            ["number"] = branch.Number,
            ["departmentCode"] = branch.DepartmentCode,
            ["certificate"] = branch.Certificate,
            ["certificateEn"] = branch.CertificateEn,
            ["itemType"] = branch.ItemType,
            ["kind"] = branch.Kind,
            ["legalDays"] = branch.LegalDays,
            ["promisedDay"] = branch.PromisedDay,
            ["serialDays"] = branch.SerialDays,
            ["needsSiteInspection"] = branch.NeedsSiteInspection,
            ["hearingRequired"] = branch.HearingRequired,
            ["needsInspectors"] = branch.NeedsInspectors,
            ["isOptional"] = branch.IsOptional,
            ["chosenBy"] = branch.ChosenBy,
            ["onTimeout"] = branch.OnTimeout,
            ["needsTwoSignatures"] = branch.NeedsTwoSignatures,
            ["dependsOn"] = branch.DependsOn.Count == 0 ? null : branch.DependsOn.ToArray(),
            ["fee"] = branch.Fee,
            ["feeBasis"] = branch.FeeBasis,
            ["legalBasis"] = branch.LegalBasis,
            ["resultDocument"] = branch.ResultDocument,
            ["resultDocumentEn"] = branch.ResultDocumentEn,
            ["stopGrounds"] = branch.StopGrounds.Count == 0 ? null : branch.StopGrounds.Distinct().Order().ToArray(),
        };

    private static Dictionary<string, object?> Values(ServiceItem item, MaterialRequirement paper) =>
        new()
        {
            ["itemCode"] = item.ItemCode,
            ["code"] = paper.Code,
            ["usedBy"] = paper.UsedBy.ToArray(),
            ["outputOfBranch"] = paper.OutputOfBranch,
        };

    [GeneratedRegex(
        @"^items\[(?<item>\d+)\]\.?((?<part>branches|materials)\[(?<at>\d+)\]\.?)?(?<field>.*)\z",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Path();

    /// <summary>An item of the file with its rows, and what the house has of it.</summary>
    private sealed record Typed(SheetRow Row, IReadOnlyList<SheetRow> Branches, IReadOnlyList<SheetRow> Papers, ServiceItem? Held)
    {
        public bool IsFaulty => Row.IsFaulty || Branches.Any(row => row.IsFaulty) || Papers.Any(row => row.IsFaulty);

        // What the file has no column for stays as it is.
        public void FillIn()
        {
            if (Held is null)
                return;
            Fill(Row, Values(Held));
            foreach (var row in Branches)
                if (Held.Branches.FirstOrDefault(branch => branch.Number == row.Get<int>("number")) is { } branch)
                    Fill(row, Values(Held, branch));
        }

        public bool IsAsHeld() => Differing().Count == 0;

        public List<string> Differing()
        {
            if (Held is null)
                return [];
            var differing = new List<string>();
            var values = Values(Held);
            differing.AddRange(
                ItemSheet.Columns.Where(column => column.Said(Row[column.Key]) != column.Said(values[column.Key])).Select(c => c.Header)
            );
            if (!Same(BranchSheet, Branches, [.. Held.Branches.OrderBy(branch => branch.Number).Select(branch => Values(Held, branch))]))
                differing.Add(BranchSheet.Name);
            if (!Same(PaperSheet, Papers, [.. Held.Materials.Select(paper => Values(Held, paper))]))
                differing.Add(PaperSheet.Name);
            return differing;
        }

        public ItemDraft Draft()
        {
            var draft = Held is null ? Blank() : ItemDraft.Of(Held, Held.EffectiveFrom);
            return draft with
            {
                EffectiveFrom = Row.Get<DateOnly>("effectiveFrom"),
                Name = Row.Text("name"),
                NameEn = Row.Text("nameEn"),
                BasicCode = Row.Text("basicCode"),
                BusinessCode = Row.Text("businessCode"),
                Kind = Row.Get<ItemKind>("kind"),
                Tier = Row.Get<Tier>("tier"),
                Theme = Row.Text("theme"),
                ThemeEn = Row.Text("themeEn"),
                // A sheet of before has no such column, and says nothing of them.
                CommonNames = Row.Has("commonNames") ? CommonNameList.Read(Row.Text("commonNames")) : draft.CommonNames,
                LeadDepartmentCode = Row.Text("leadDepartmentCode"),
                IntakeDepartmentCode = Row.Text("intakeDepartmentCode"),
                Target = Row.Text("target"),
                PromisedDays = Row.Get<int>("promisedDays"),
                LegalDays = Row.Get<int>("legalDays"),
                JointForm = Row.Get<JointForm>("jointForm"),
                Retention = Row.Maybe<RetentionPeriod>("retention") ?? draft.Retention,
                UndecidedRetentionYears = Row.Maybe<int>("undecidedRetentionYears") ?? draft.UndecidedRetentionYears,
                WorkflowDefinitionId = Row.Text("workflowDefinitionId"),
                Guide = new(
                    Row.Text("guide.content"),
                    Row.Text("guide.conditions"),
                    Row.Text("guide.procedure"),
                    Row.Text("guide.complaints")
                ),
                Branches = [.. Branches.Select(Branch)],
                Materials =
                [
                    .. Papers.Select(row => new MaterialUse(row.Text("code"), row.List<int>("usedBy"), row.Maybe<int>("outputOfBranch"))),
                ],
            };
        }

        private BranchDefinition Branch(SheetRow row)
        {
            var number = row.Get<int>("number");
            var held = Held?.Branches.FirstOrDefault(branch => branch.Number == number);
            return (held ?? BlankBranch(number)) with
            {
                DepartmentCode = row.Text("departmentCode"),
                Certificate = row.Text("certificate"),
                CertificateEn = row.Text("certificateEn"),
                ItemType = row.Text("itemType"),
                Kind = row.Get<BranchKind>("kind"),
                LegalDays = row.Get<int>("legalDays"),
                PromisedDay = row.Get<int>("promisedDay"),
                SerialDays = row.Get<int>("serialDays"),
                NeedsSiteInspection = row.Get<bool>("needsSiteInspection"),
                HearingRequired = row.Get<bool>("hearingRequired"),
                NeedsInspectors = row.Get<bool>("needsInspectors"),
                IsOptional = row.Get<bool>("isOptional"),
                ChosenBy = row.TextOrNull("chosenBy"),
                OnTimeout = row.Get<OnTimeout>("onTimeout"),
                NeedsTwoSignatures = row.Get<bool>("needsTwoSignatures"),
                DependsOn = row.List<BranchDependency>("dependsOn"),
                Fee = row.Get<decimal>("fee"),
                FeeBasis = row.Text("feeBasis"),
                LegalBasis = row.Text("legalBasis"),
                ResultDocument = row.Text("resultDocument"),
                ResultDocumentEn = row.Text("resultDocumentEn"),
                StopGrounds = row.List<StopGround>("stopGrounds"),
            };
        }

        private ItemDraft Blank() =>
            new()
            {
                ItemCode = Row.Text("itemCode"),
                EffectiveFrom = default,
                Name = "",
                NameEn = "",
                BasicCode = "",
                BusinessCode = "",
                Kind = default,
                Tier = default,
                LeadDepartmentCode = "",
                IntakeDepartmentCode = "",
                Target = "",
                PromisedDays = 0,
                LegalDays = 0,
                WorkflowDefinitionId = "",
                Guide = new("", "", "", ""),
                Branches = [],
                Materials = [],
            };

        private static BranchDefinition BlankBranch(int number) =>
            new()
            {
                Number = number,
                DepartmentCode = "",
                Certificate = "",
                CertificateEn = "",
                ItemType = "",
                LegalDays = 0,
                PromisedDay = 0,
                SerialDays = 0,
                LegalBasis = "",
                ResultDocument = "",
                ResultDocumentEn = "",
            };

        private static void Fill(SheetRow row, Dictionary<string, object?> values)
        {
            foreach (var (key, value) in values)
                if (!row.Has(key))
                    row.Put(key, value);
        }

        private static bool Same(SheetDefinition sheet, IReadOnlyList<SheetRow> rows, List<Dictionary<string, object?>> held) =>
            rows.Count == held.Count
            && rows.Zip(held)
                .All(pair => sheet.Columns.All(column => column.Said(pair.First[column.Key]) == column.Said(pair.Second[column.Key])));
    }
}
