using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Imports;

/// <summary>部门: a body may stand below another one of the same file, in any order.</summary>
internal sealed class DepartmentBook(Registrar registrar, IDocumentMarks marks, IEnumerable<INeedDepartments> rooms)
    : RowBook<KeepDepartment>
{
    public override ImportKind Kind => ImportKind.Departments;

    public override int MostRows => 2_000;

    public override string OneAtATime => Registrar.OneAtATime;

    public override IReadOnlyList<string> Registers => [HouseStore.EveryRegister];

    protected override SheetDefinition Sheet { get; } =
        new(
            "departments",
            "部门",
            "Bodies",
            [
                new("code", "部门代码", "Code", Cell.Code, "SYJ", IsRequired: true),
                new("name", "部门名称", "Name", Cell.Text, "市场监督管理局", IsRequired: true),
                new("nameEn", "英文名称", "English name", Cell.Text, "Market Supervision Bureau", IsRequired: true),
                new("tier", "层级", "Tier", ChoiceCells.Tiers, "区", IsRequired: true),
                new("kind", "部门性质", "Kind", ChoiceCells.DepartmentKinds, "行政机关"),
                new("parentCode", "上级部门代码", "Code of the body above", Cell.Code, "QZF"),
                new("unifiedCreditCode", "统一社会信用代码", "Unified credit code", Cell.Code, "11330106MB2A00001N", IsRequired: true),
                new("hasAuthorisedWindow", "窗口授权到位", "Window may decide", Cell.Flag, "是"),
                new("isVertical", "垂直管理", "Vertically managed", Cell.Flag, "否"),
                new("documentMark", "机关代字", "Word of its document numbers", Cell.Text, "莲市监"),
            ]
        );

    protected override string KeyOf(SheetRow row) => row.Text("code");

    protected override void Settle(SheetRow row, HeldRow? held, Batch batch)
    {
        row.Put("unifiedCreditCode", row.Text("unifiedCreditCode").ToUpperInvariant());
        // A sheet of before has no such column, and says nothing of it.
        if (!row.Has("documentMark"))
            row.Put("documentMark", held?.Values["documentMark"]);
    }

    protected override KeepDepartment Command(SheetRow row, int revision) =>
        new(
            row.Text("code"),
            row.Text("name"),
            row.Text("nameEn"),
            row.Get<Tier>("tier"),
            row.Get("kind", DepartmentKind.Authority),
            row.TextOrNull("parentCode"),
            row.Text("unifiedCreditCode"),
            row.Get<bool>("hasAuthorisedWindow"),
            row.Get<bool>("isVertical"),
            revision,
            row.TextOrNull("documentMark")
        );

    protected override async Task<List<HeldRow>> HeldRowsAsync(ApprovalDbContext db, DateOnly today, CancellationToken cancellation) =>
        [
            .. (
                await db.Set<Department>()
                    .AsNoTracking()
                    .Where(body => body.ClosedOn == null)
                    .OrderBy(body => body.Tier)
                    .ThenBy(body => body.Code)
                    .ToListAsync(cancellation)
            ).Select(body => new HeldRow(
                body.Code,
                body.Revision,
                new Dictionary<string, object?>
                {
                    ["code"] = body.Code,
                    ["name"] = body.Name,
                    ["nameEn"] = body.NameEn,
                    ["tier"] = body.Tier,
                    ["kind"] = body.Kind,
                    ["parentCode"] = body.ParentCode,
                    ["unifiedCreditCode"] = body.UnifiedCreditCode,
                    ["hasAuthorisedWindow"] = body.HasAuthorisedWindow,
                    ["isVertical"] = body.IsVertical,
                    ["documentMark"] = body.DocumentMark,
                }
            )),
        ];

    // Those above before those below. Who stands in a circle, be it of himself alone, is told so and goes last.
    protected override IReadOnlyList<SheetRow> InOrder(IReadOnlyList<SheetRow> rows, Batch batch)
    {
        var left = rows.Where(row => !IsRepeated(row)).ToDictionary(row => row.Text("code"), StringComparer.Ordinal);
        var ordered = new List<SheetRow>(rows.Count);
        while (left.Values.Where(row => !left.ContainsKey(row.Text("parentCode"))).ToList() is { Count: > 0 } free)
            foreach (var row in free)
            {
                ordered.Add(row);
                left.Remove(row.Text("code"));
            }

        foreach (var row in left.Values.Where(IsInCircle))
            batch.Faults.Add(row.Beside(Refusal.Input("parentCode", RefusalCode.DepartmentCircle, ("parent", row.Text("parentCode")))));
        return [.. ordered, .. left.Values, .. rows.Where(IsRepeated)];

        // Whoever stands below a circle is not in it.
        bool IsInCircle(SheetRow row)
        {
            var above = row;
            for (var steps = 0; steps < left.Count && left.TryGetValue(above.Text("parentCode"), out var next); steps++)
            {
                if (next == row)
                    return true;
                above = next;
            }

            return false;
        }

        bool IsRepeated(SheetRow row) => row.Text("code").Length == 0 || rows.First(one => one.Text("code") == row.Text("code")) != row;
    }

    protected override bool HangsOnFaulty(SheetRow row, IReadOnlySet<string> faulty) => faulty.Contains(row.Text("parentCode"));

    protected override async Task<ErrorOr<KeptLine>> CarryOutAsync(Batch batch, KeepDepartment command, string key, bool isNew)
    {
        var kept = await new KeepDepartmentHandler(registrar, batch.Register.Register, marks).EnterAsync(
            batch.Db,
            command,
            batch.Cancellation
        );
        if (kept.IsError)
            return kept.Errors;
        batch.Register.Put(kept.Value.Kept);
        batch.Happened.AddRange(kept.Value.Happened);
        return new KeptLine(key, LineChange.New, kept.Value.Kept.Revision);
    }

    protected override async Task TakeBackNewAsync(Batch batch, KeptLine line)
    {
        var held = await batch.Db.Set<Department>().FirstOrDefaultAsync(body => body.Code == line.Key, batch.Cancellation);
        if (held is null || held.Revision != line.Revision || await IsUsedAsync(batch, held))
        {
            batch.Faults.Add(InUse(line.Key));
            return;
        }

        batch.Db.Remove(held);
        batch.Register.TakeAway(held);
    }

    private async Task<bool> IsUsedAsync(Batch batch, Department body)
    {
        var register = batch.Register.Register;
        if (
            register.All.Any(officer => officer.DepartmentCode == body.Code)
            || register.DirectlyBelow(body.Code).Any()
            || register.Departments.Any(other => other.HeirCode == body.Code)
            || register.Windows.Any(window => window.DepartmentCode == body.Code)
            || register.LettersOf(body.Code).Any()
            || register.SealsOf(body.Code).Any()
        )
            return true;
        foreach (var room in rooms)
            if (await room.ObjectionAsync(body.Code, batch.Act.Today, batch.Cancellation) is not null)
                return true;
        return await batch.Db.Set<Catalogue.ListedItem>().AnyAsync(item => item.DepartmentCode == body.Code, batch.Cancellation);
    }
}
