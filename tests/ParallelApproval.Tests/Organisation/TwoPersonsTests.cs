using System.Reflection;
using System.Text.Json;
using ErrorOr;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Imports;
using ParallelApproval.Inputs;
using ParallelApproval.Testing;

namespace ParallelApproval.Organisation;

/// <summary>双人办理: what one person proposes about accounts, roles and letters changes nothing until another one confirms it.</summary>
public sealed class TwoPersonsTests(TestCluster cluster)
{
    private static readonly KeepOfficer Newcomer = new("new.one", "新人", "Newcomer", "SYJ", [Role.Approver], 0);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_one_proposes_changes_nothing_until_another_person_confirms_it()
    {
        await using var house = await HouseAsync();
        var proposal = await ProposeAsync(house, Newcomer, "admin");
        house.Get<OfficerRegister>().Find("new.one").ShouldBeNull("it is but proposed");
        (await house.Database.AskAsync<long>("SELECT count(*) FROM officers WHERE user_name = 'new.one'", Stop)).ShouldBe(0);

        (await ConfirmAsync(house, proposal, "admin")).FirstError.Code.ShouldBe("security_administrator_needed");
        (await ConfirmAsync(house, proposal, "manager")).FirstError.Code.ShouldBe("security_administrator_needed");
        var done = await ConfirmAsync(house, proposal, "security");

        done.ErrorsOrEmptyList.ShouldBeEmpty();
        Passwords
            .Matches(house.Get<OfficerRegister>().Find("new.one")!.PasswordHash, done.Value.Passwords.Single().Password)
            .ShouldBeTrue();
        (await house.Get<AuditQueries>().OfHouseAsync(null, 3, Stop))
            .Select(entry => (entry.Kind, entry.UserName))
            .ShouldBe([(nameof(ProposalConfirmed), "security"), (nameof(OfficerKept), "security"), (nameof(ActProposed), "admin")]);
        (await ConfirmAsync(house, proposal, "security2")).FirstError.Code.ShouldBe("proposal_closed", "it is done once");
        (await house.Get<AuditQueries>().VerifyAsync(Stop)).Holds.ShouldBeTrue("proposals are sealed");
        (await house.Database.AskAsync<string>("SELECT string_agg(command, '') FROM proposals", Stop)).ShouldNotContain(
            done.Value.Passwords.Single().Password
        );
    }

    [Fact]
    public async Task Nobody_confirms_his_own_proposal_nor_one_about_himself()
    {
        await using var house = await HouseAsync();
        var own = await ProposeAsync(house, Newcomer, "security");
        (await ConfirmAsync(house, own, "security")).FirstError.Code.ShouldBe("proposal_own");
        (await ConfirmAsync(house, own, "security2")).IsError.ShouldBeFalse();

        var about = await ProposeAsync(house, new ResetPassword("security"), "admin");
        (await ConfirmAsync(house, about, "security")).FirstError.Code.ShouldBe("own_account");
        (await ConfirmAsync(house, about, "security2")).Value.Passwords.Single().UserName.ShouldBe("security");
    }

    [Fact]
    public async Task What_is_rejected_withdrawn_or_two_weeks_old_is_confirmed_no_more()
    {
        await using var house = await HouseAsync();
        var rejected = await ProposeAsync(house, Newcomer, "admin");
        var reject = house.Get<RejectProposalHandler>();
        (await reject.HandleAsync(new(rejected, " "), house.By("security", "XZSP"), Stop)).FirstError.Code.ShouldBe("reason_missing");
        (await reject.HandleAsync(new(rejected, "无此人"), house.By("security", "XZSP"), Stop)).IsError.ShouldBeFalse();
        (await ConfirmAsync(house, rejected, "security")).FirstError.Code.ShouldBe("proposal_closed");

        var withdrawn = await ProposeAsync(house, Newcomer, "admin");
        var withdraw = house.Get<WithdrawProposalHandler>();
        (await withdraw.HandleAsync(new(withdrawn), house.By("admin2", "XZSP"), Stop)).FirstError.Code.ShouldBe("proposal_of_another");
        (await withdraw.HandleAsync(new(withdrawn), house.By("admin", "XZSP"), Stop)).IsError.ShouldBeFalse();
        (await ConfirmAsync(house, withdrawn, "security")).FirstError.Code.ShouldBe("proposal_closed");

        var late = await ProposeAsync(house, Newcomer, "admin");
        house.Clock.Advance(TimeSpan.FromDays(Proposal.Days));
        (await ConfirmAsync(house, late, "security")).FirstError.Code.ShouldBe("proposal_closed");
        house.Get<OfficerRegister>().Find("new.one").ShouldBeNull();
        (await ProposeAsync(house, Newcomer, "admin")).ShouldNotBe(late, "a lapsed one is proposed anew");
    }

    [Fact]
    public async Task A_proposal_is_refused_for_what_the_act_would_be_refused_for_and_kept_nowhere()
    {
        await using var house = await HouseAsync();
        var keep = house.Get<KeepOfficerHandler>();
        (await keep.HandleAsync(Newcomer with { UserName = "clerk" }, house.By("admin", "XZSP"), Stop)).FirstError.Code.ShouldBe(
            "user_name_taken"
        );
        (
            await keep.HandleAsync(Newcomer with { Roles = [Role.Manager, Role.SecurityAdministrator] }, house.By("admin", "XZSP"), Stop)
        ).FirstError.Code.ShouldBe("roles_incompatible");
        (await house.Database.AskAsync<long>("SELECT count(*) FROM proposals", Stop)).ShouldBe(0);

        var first = await ProposeAsync(house, Newcomer, "admin");
        (await ProposeAsync(house, Newcomer, "admin")).ShouldBe(first, "the same thing said twice is said once");
    }

    [Fact]
    public async Task What_has_changed_meanwhile_is_told_at_the_confirmation_and_the_proposal_goes_on_waiting()
    {
        await using var house = await HouseAsync();
        var held = house.Get<OfficerRegister>().Find("clerk")!;
        var rename = new KeepOfficer("clerk", "王秀", "Wang Xiu", held.DepartmentCode, held.Roles, held.Revision);
        var (first, second) = (
            await ProposeAsync(house, rename, "admin"),
            await ProposeAsync(house, rename with { Name = "王兰" }, "admin2")
        );
        (await ConfirmAsync(house, first, "security")).IsError.ShouldBeFalse();
        (await ConfirmAsync(house, second, "security")).FirstError.Code.ShouldBe("changed_meanwhile");
        (await house.Get<ProposalQueries>().FindAsync(second, Stop))!.Status.ShouldBe(ProposalStatus.Waiting);

        var closing = await ProposeAsync(house, new CloseAccount("admin2", "离职", 1), "admin");
        (await ConfirmAsync(house, closing, "security")).IsError.ShouldBeFalse();
        (await ConfirmAsync(house, second, "security")).FirstError.Code.ShouldBe("proposer_gone");
    }

    [Fact]
    public async Task A_letter_is_given_by_who_proposed_it_and_taken_back_by_two_persons_as_well()
    {
        await using var house = await HouseAsync();
        var granted = await ProposeAsync(house, Letter("双人授〔2026〕1号"), "manager");
        house.Get<OfficerRegister>().Letters.ShouldNotContain(letter => letter.Number == "双人授〔2026〕1号");
        (await ConfirmAsync(house, granted, "security")).ErrorsOrEmptyList.ShouldBeEmpty();
        var letter = house.Get<OfficerRegister>().Letters.Single(one => one.Number == "双人授〔2026〕1号");
        house.Get<OfficerRegister>().Find(letter.GrantedBy)!.UserName.ShouldBe("manager");

        var ended = await ProposeAsync(house, new EndAuthorisation(letter.Id, "岗位调整"), "manager");
        house.Get<OfficerRegister>().Letters.Single(one => one.Id == letter.Id).RevokedOn.ShouldBeNull();
        (await ConfirmAsync(house, ended, "security")).IsError.ShouldBeFalse();
        house.Get<OfficerRegister>().Letters.Single(one => one.Id == letter.Id).RevokedOn.ShouldBe(new DateOnly(2026, 3, 2));
    }

    [Fact]
    public async Task Sheets_of_accounts_are_tried_alone_and_taken_in_by_two()
    {
        await using var house = await HouseAsync();
        var sheet = new ReadSheet(
            "",
            [new(1, ["账号", "姓名", "英文姓名", "部门代码", "角色"]), new(2, ["new.one", "新人", "Newcomer", "SYJ", "审批人员"])],
            []
        );
        var import = new ImportSheets(ImportKind.Officers, "officers.csv", [sheet], IsTrial: true);
        var trial = await house.Get<ImportSheetsHandler>().HandleAsync(import, house.By("admin", "XZSP"), Stop);
        trial.Value.New.ShouldBe(1);

        var proposal = await ProposeAsync(house, import with { IsTrial = false }, "admin");
        house.Get<OfficerRegister>().Find("new.one").ShouldBeNull();
        (await ConfirmAsync(house, proposal, "security")).Value.Passwords.Single().UserName.ShouldBe("new.one");
        house.Get<OfficerRegister>().Find("new.one")!.Roles.ShouldBe([Role.Approver]);

        var windows = new ReadSheet("", [new(1, ["窗口号", "部门代码", "综合窗口", "开放"]), new(2, ["A09", "XZSP", "是", "是"])], []);
        (
            await house
                .Get<ImportSheetsHandler>()
                .HandleAsync(new(ImportKind.Windows, "windows.csv", [windows], false), house.By("admin", "XZSP"), Stop)
        ).Value.New.ShouldBe(1, "windows take one person");
    }

    [Fact]
    public void A_sheet_comes_back_from_its_proposal_as_it_was_read()
    {
        var row = new ReadRow(3, ["文字", 12.5, true, new DateTime(2026, 3, 2), null]);
        var back = JsonSerializer.Deserialize<ReadRow>(JsonSerializer.Serialize(row, HouseJson.Options), HouseJson.Options)!;
        back.Number.ShouldBe(3);
        back.Cells.ShouldBe(row.Cells);
    }

    [Fact]
    public void Every_command_that_takes_two_persons_is_carried_out_by_their_handler()
    {
        var commands = typeof(House)
            .Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<AuthorityAttribute>() is { TakesTwo: true })
            .Select(type => type.Name)
            .Order()
            .ToList();
        commands.ShouldBe([
            "BindIdentity",
            "CloseAccount",
            "DisposeOfCases",
            "EndAuthorisation",
            "GrantAuthorisation",
            "KeepOfficer",
            "MakeApiKey",
            "ResetPassword",
            "ResetSecondFactor",
        ]);
        typeof(House)
            .Assembly.GetTypes()
            .Where(type => type.BaseType is { IsGenericType: true } kind && kind.GetGenericTypeDefinition() == typeof(TwoPersonHandler<,>))
            .Select(type => type.BaseType!.GetGenericArguments()[0].Name)
            .Order()
            .ShouldBe([.. commands.Concat(["ImportSheets", "UndoImport"]).Order()]);
    }

    [Fact]
    public void No_two_roles_that_are_kept_apart_are_given_to_one_person()
    {
        foreach (var (one, other) in RolesApart.Pairs)
            Validators
                .Check(Newcomer with { Roles = [one, other] }, new(2026, 3, 2))
                .ShouldContain(fault => fault.Code == "roles_incompatible", $"{one} and {other}");
        Validators.Check(Newcomer with { Roles = [Role.Clerk, Role.Approver] }, new(2026, 3, 2)).ShouldBeEmpty();
        foreach (var role in Enum.GetValues<Role>())
            RolesApart.In([role]).ShouldBeNull();
    }

    private static GrantAuthorisation Letter(string number) => new(number, "SYJ", "approver-syj", [], new(2031, 1, 1), new(2031, 12, 31));

    private Task<TestHouse> HouseAsync() =>
        TestHouse.BuildAsync(cluster, Stop, services => services.AddSingleton(new FourEyes(IsOn: true)));

    private static async Task<Guid> ProposeAsync<TCommand>(TestHouse house, TCommand command, string who)
        where TCommand : notnull
    {
        var act = house.By(who, "XZSP");
        var errors = command switch
        {
            KeepOfficer keep => (await house.Get<KeepOfficerHandler>().HandleAsync(keep, act, Stop)).Errors,
            CloseAccount close => (await house.Get<CloseAccountHandler>().HandleAsync(close, act, Stop)).Errors,
            ResetPassword reset => (await house.Get<ResetPasswordHandler>().HandleAsync(reset, act, Stop)).Errors,
            GrantAuthorisation grant => (await house.Get<GrantAuthorisationHandler>().HandleAsync(grant, act, Stop)).Errors,
            EndAuthorisation end => (await house.Get<EndAuthorisationHandler>().HandleAsync(end, act, Stop)).Errors,
            ImportSheets import => (await house.Get<ImportSheetsHandler>().HandleAsync(import, act, Stop)).Errors,
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };
        errors.Single().Code.ShouldBe("waits_for_second_person", errors[0].Description);
        return (Guid)errors[0].Metadata!["proposal"];
    }

    private static Task<ErrorOr<ConfirmedProposal>> ConfirmAsync(TestHouse house, Guid proposal, string who) =>
        house.Get<ConfirmProposalHandler>().HandleAsync(new(proposal), house.By(who, "XZSP"), Stop);
}
