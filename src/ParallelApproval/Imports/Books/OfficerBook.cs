using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Imports;

/// <summary>人员: new accounts get passwords that the house makes and tells once.</summary>
internal sealed class OfficerBook(TwoPersons two) : RowBook<KeepOfficer>
{
    public override ImportKind Kind => ImportKind.Officers;

    // Each new account costs the hash of a password.
    public override int MostRows => 1_000;

    public override string OneAtATime => Registrar.OneAtATime;

    public override IReadOnlyList<string> Registers => [OfficerRegister.Name];

    protected override SheetDefinition Sheet { get; } =
        new(
            "officers",
            "人员",
            "Officers",
            [
                new("userName", "账号", "Account", Cell.Code, "zhang.wei", IsRequired: true),
                new("name", "姓名", "Name", Cell.Text, "张伟", IsRequired: true),
                new("nameEn", "英文姓名", "English name", Cell.Text, "Zhang Wei", IsRequired: true),
                new("departmentCode", "部门代码", "Code of the body", Cell.Code, "SYJ"),
                new("roles", "角色", "Roles", ChoiceCells.Roles, "审批人员", IsRequired: true),
            ]
        );

    protected override string KeyOf(SheetRow row) => OfficerNames.Normalise(row.Text("userName"));

    protected override void Settle(SheetRow row, HeldRow? held, Batch batch) => row.Put("userName", KeyOf(row));

    protected override KeepOfficer Command(SheetRow row, int revision) =>
        new(
            row.Text("userName"),
            row.Text("name"),
            row.Text("nameEn"),
            row.TextOrNull("departmentCode"),
            row.List<Role>("roles"),
            revision
        );

    protected override async Task<List<HeldRow>> HeldRowsAsync(ApprovalDbContext db, DateOnly today, CancellationToken cancellation) =>
        [
            .. (await db.Set<Officer>().AsNoTracking().OrderBy(officer => officer.UserName).ToListAsync(cancellation))
                .Where(officer => officer.IsEnabled)
                .Select(officer => new HeldRow(
                    officer.UserName,
                    officer.Revision,
                    new Dictionary<string, object?>
                    {
                        ["userName"] = officer.UserName,
                        ["name"] = officer.Name,
                        ["nameEn"] = officer.NameEn,
                        ["departmentCode"] = officer.DepartmentCode,
                        ["roles"] = officer.Roles.Distinct().Order().ToArray(),
                    }
                )),
        ];

    protected override async Task<ErrorOr<KeptLine>> CarryOutAsync(Batch batch, KeepOfficer command, string key, bool isNew)
    {
        var kept = await new KeepOfficerHandler(two, batch.Register.Register).EnterAsync(
            batch.Db,
            command,
            batch.Act,
            batch.IsTrial,
            batch.Cancellation
        );
        if (kept.IsError)
            return kept.Errors;
        batch.Happened.AddRange(kept.Value.Happened);
        var officer = kept.Value.Kept.Officer;
        if (kept.Value.Kept.Password is { } password)
            batch.Passwords.Add(new(officer.UserName, officer.Name, password));
        return new KeptLine(key, LineChange.New, officer.Revision);
    }

    // Who has never signed in has done nothing; what others gave him is asked for.
    protected override async Task TakeBackNewAsync(Batch batch, KeptLine line)
    {
        var held = await batch.Db.Set<Officer>().FirstOrDefaultAsync(officer => officer.UserName == line.Key, batch.Cancellation);
        var register = batch.Register.Register;
        if (
            held is not { LastSignedInAt: null }
            || held.Revision != line.Revision
            || register.LettersOf(held.Id).Any()
            || register.Absences.Any(absence => absence.OfficerId == held.Id || absence.DeputyId == held.Id)
            || register.Seals.Any(seal => seal.KeeperId == held.Id)
        )
            batch.Faults.Add(InUse(line.Key));
        else
            batch.Db.Remove(held);
    }
}

/// <summary>窗口: taken back, a new window is closed; its number may stand on receipts.</summary>
internal sealed class WindowBook(Registrar registrar) : RowBook<KeepWindow>
{
    public override ImportKind Kind => ImportKind.Windows;

    public override int MostRows => 1_000;

    public override string OneAtATime => Registrar.OneAtATime;

    public override IReadOnlyList<string> Registers => [OfficerRegister.Name];

    protected override SheetDefinition Sheet { get; } =
        new(
            "windows",
            "窗口",
            "Windows",
            [
                new("number", "窗口号", "Number", Cell.Code, "A03", IsRequired: true),
                new("departmentCode", "部门代码", "Code of the body", Cell.Code, "XZSP", IsRequired: true),
                new("isComprehensive", "综合窗口", "Comprehensive", Cell.Flag, "是"),
                new("isOpen", "开放", "Open", Cell.Flag, "是", IsRequired: true),
            ]
        );

    protected override string KeyOf(SheetRow row) => row.Text("number");

    protected override string NameOf(SheetRow row) => row.Text("number");

    protected override KeepWindow Command(SheetRow row, int revision) =>
        new(row.Text("number"), row.Text("departmentCode"), row.Get<bool>("isComprehensive"), row.Get<bool>("isOpen"), revision);

    protected override async Task<List<HeldRow>> HeldRowsAsync(ApprovalDbContext db, DateOnly today, CancellationToken cancellation) =>
        [
            .. (await db.Set<ServiceWindow>().AsNoTracking().OrderBy(window => window.Number).ToListAsync(cancellation)).Select(
                window => new HeldRow(
                    window.Number,
                    window.Revision,
                    new Dictionary<string, object?>
                    {
                        ["number"] = window.Number,
                        ["departmentCode"] = window.DepartmentCode,
                        ["isComprehensive"] = window.IsComprehensive,
                        ["isOpen"] = window.IsOpen,
                    }
                )
            ),
        ];

    protected override async Task<ErrorOr<KeptLine>> CarryOutAsync(Batch batch, KeepWindow command, string key, bool isNew)
    {
        var kept = await new KeepWindowHandler(registrar, batch.Register.Register).EnterAsync(batch.Db, command, batch.Cancellation);
        if (kept.IsError)
            return kept.Errors;
        batch.Happened.AddRange(kept.Value.Happened);
        return new KeptLine(key, LineChange.New, kept.Value.Kept.Revision);
    }

    protected override async Task TakeBackNewAsync(Batch batch, KeptLine line)
    {
        var held = await batch.Db.Set<ServiceWindow>().AsNoTracking().FirstAsync(window => window.Number == line.Key, batch.Cancellation);
        var closed = new KeepWindow(held.Number, held.DepartmentCode, held.IsComprehensive, false, line.Revision);
        if (await CarryOutAsync(batch, closed, line.Key, isNew: false) is { IsError: true } refused)
            batch.Faults.AddRange(refused.Errors);
    }
}
