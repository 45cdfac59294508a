using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Imports;

/// <summary>
/// 授权书: given, never changed. Taken back, one that is not in force yet is gone, and one that is ends today, for somebody may have decided
/// under it.
/// </summary>
internal sealed class LetterBook(TwoPersons two) : RowBook<GrantAuthorisation>
{
    private const string Reason = "撤销导入";

    public override ImportKind Kind => ImportKind.Letters;

    public override int MostRows => 2_000;

    public override string OneAtATime => Registrar.OneAtATime;

    public override IReadOnlyList<string> Registers => [OfficerRegister.Name];

    protected override SheetDefinition Sheet { get; } =
        new(
            "letters",
            "授权书",
            "Letters",
            [
                new("number", "授权书文号", "Number", Cell.Text, "审授〔2026〕3号", IsRequired: true),
                new("departmentCode", "授权部门代码", "Code of the body", Cell.Code, "SYJ", IsRequired: true),
                new("userName", "被授权人账号", "Account", Cell.Code, "zhang.wei", IsRequired: true),
                new("itemCodes", "事项代码", "Item codes", Cell.List, "330106-YJS-001"),
                new("from", "生效日期", "From", Cell.Day, "2026-01-01", IsRequired: true),
                new("to", "截止日期", "To", Cell.Day, "2026-12-31", IsRequired: true),
                new("limits", "权限限制", "Limits", Cell.Text, "不含特殊食品"),
                new("mayRefuse", "可作不予许可决定", "May refuse", Cell.Flag, "是", Otherwise: true),
            ]
        );

    protected override string KeyOf(SheetRow row) => row.Text("number").Trim();

    protected override string NameOf(SheetRow row) => row.Text("userName");

    protected override void Settle(SheetRow row, HeldRow? held, Batch batch) =>
        row.Put("userName", OfficerNames.Normalise(row.Text("userName")));

    protected override GrantAuthorisation Command(SheetRow row, int revision) =>
        new(
            row.Text("number"),
            row.Text("departmentCode"),
            row.Text("userName"),
            row.List<string>("itemCodes"),
            row.Get<DateOnly>("from"),
            row.Get<DateOnly>("to"),
            row.Text("limits"),
            row.Get("mayRefuse", true)
        );

    protected override async Task<List<HeldRow>> HeldRowsAsync(ApprovalDbContext db, DateOnly today, CancellationToken cancellation)
    {
        var accounts = await db.Set<Officer>()
            .AsNoTracking()
            .ToDictionaryAsync(officer => officer.Id, officer => officer.UserName, cancellation);
        var letters = await db.Set<Authorisation>().AsNoTracking().OrderBy(letter => letter.Number).ToListAsync(cancellation);
        return
        [
            .. letters
                .Where(letter => letter.RevokedOn is null)
                .Select(letter => new HeldRow(
                    letter.Number,
                    0,
                    new Dictionary<string, object?>
                    {
                        ["number"] = letter.Number,
                        ["departmentCode"] = letter.DepartmentCode,
                        ["userName"] = accounts[letter.OfficerId],
                        ["itemCodes"] = letter.ItemCodes.Count == 0 ? null : letter.ItemCodes.ToArray(),
                        ["from"] = letter.From,
                        ["to"] = letter.To,
                        ["limits"] = letter.Limits,
                        ["mayRefuse"] = letter.MayRefuse,
                    }
                )),
        ];
    }

    protected override Task<ErrorOr<KeptLine>> CarryOutAsync(Batch batch, GrantAuthorisation command, string key, bool isNew)
    {
        var granted = new GrantAuthorisationHandler(two, batch.Register.Register).Enter(batch.Db, command, batch.Act);
        if (granted.IsError)
            return Task.FromResult<ErrorOr<KeptLine>>(granted.Errors);
        batch.Register.Put(granted.Value.Kept);
        batch.Happened.AddRange(granted.Value.Happened);
        return Task.FromResult<ErrorOr<KeptLine>>(new KeptLine(key, LineChange.New, Id: granted.Value.Kept.Id));
    }

    protected override async Task TakeBackNewAsync(Batch batch, KeptLine line)
    {
        var letter = await batch.Db.Set<Authorisation>().FirstAsync(known => known.Id == line.Id, batch.Cancellation);
        if (letter.From > batch.Act.Today && letter.RevokedOn is null)
        {
            batch.Db.Remove(letter);
            return;
        }

        var ended = await EndAuthorisationHandler.EnterAsync(batch.Db, new(letter.Id, Reason), batch.Act, batch.Cancellation);
        if (ended.IsError)
            batch.Faults.AddRange(ended.Errors);
        else
            batch.Happened.AddRange(ended.Value.Happened);
    }
}

/// <summary>
/// 利益关联信息: taken in, never given out; what was registered before is kept nowhere else, so that a change cannot be taken back.
/// </summary>
internal sealed class InterestBook : RowBook<RegisterInterests>
{
    public override ImportKind Kind => ImportKind.Interests;

    public override int MostRows => 2_000;

    public override string OneAtATime => Registrar.OneAtATime;

    public override IReadOnlyList<string> Registers => [OfficerRegister.Name];

    public override bool IsExported => false;

    protected override bool KeepsBefore => false;

    protected override SheetDefinition Sheet { get; } =
        new(
            "interests",
            "利益关联信息",
            "Interests",
            [
                new("userName", "账号", "Account", Cell.Code, "zhang.wei", IsRequired: true),
                new("idNumber", "公民身份号码", "Citizen number", Cell.Code, "330106199001010018"),
                new("phone", "手机号码", "Telephone", Cell.Code, "13900000000"),
                new("address", "住址", "Address", Cell.Text, "样例路1号"),
            ]
        );

    protected override string KeyOf(SheetRow row) => OfficerNames.Normalise(row.Text("userName"));

    protected override string NameOf(SheetRow row) => row.Text("userName");

    protected override void Settle(SheetRow row, HeldRow? held, Batch batch) =>
        row.Put("userName", OfficerNames.Normalise(row.Text("userName")));

    protected override RegisterInterests Command(SheetRow row, int revision) =>
        new(row.Text("userName"), row.TextOrNull("idNumber"), row.TextOrNull("phone"), row.TextOrNull("address"));

    protected override async Task<List<HeldRow>> HeldRowsAsync(ApprovalDbContext db, DateOnly today, CancellationToken cancellation) =>
        [
            .. (
                await db.Set<Officer>()
                    .AsNoTracking()
                    .Where(officer => officer.IdNumber != null || officer.Phone != null || officer.Address != null)
                    .ToListAsync(cancellation)
            ).Select(officer => new HeldRow(
                officer.UserName,
                0,
                new Dictionary<string, object?>
                {
                    ["userName"] = officer.UserName,
                    ["idNumber"] = officer.IdNumber,
                    ["phone"] = officer.Phone,
                    ["address"] = officer.Address,
                }
            )),
        ];

    protected override async Task<ErrorOr<KeptLine>> CarryOutAsync(Batch batch, RegisterInterests command, string key, bool isNew)
    {
        var registered = await RegisterInterestsHandler.EnterAsync(batch.Db, command, batch.Act, batch.Cancellation);
        if (registered.IsError)
            return registered.Errors;
        batch.Happened.AddRange(registered.Value.Happened);
        return new KeptLine(key, LineChange.New);
    }

    protected override async Task TakeBackNewAsync(Batch batch, KeptLine line)
    {
        if (await CarryOutAsync(batch, new(line.Key, null, null, null), line.Key, isNew: false) is { IsError: true } refused)
            batch.Faults.AddRange(refused.Errors);
    }
}
