using Npgsql;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Testing;

namespace ParallelApproval.Evaluations;

public sealed class ComplaintTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_complaint_is_accepted_answered_and_its_result_told(bool ofCase)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var lodged = await LodgeAsync(house, ofCase ? await house.ReceiveAsync() : null);
        lodged.AnswerDue.ShouldBe(new(2026, 3, 9));
        var number = Number(lodged);

        (await AnswerAsync(house, number)).FirstError.Code.ShouldBe("complaint_status_conflict");
        (await house.Get<AcceptComplaintHandler>().HandleAsync(new(number), Supervisor(house), Cancellation)).Value.Status.ShouldBe(
            ComplaintStatus.Accepted
        );
        (
            await house.Get<TellComplainantHandler>().HandleAsync(new(number, "电话"), Supervisor(house), Cancellation)
        ).FirstError.Code.ShouldBe("complaint_status_conflict");
        (await AnswerAsync(house, number)).Value.IsUpheld.ShouldBe(true);
        (await house.Get<TellComplainantHandler>().HandleAsync(new(number, "电话"), Supervisor(house), Cancellation)).Value.Status.ShouldBe(
            ComplaintStatus.Told
        );
    }

    [Fact]
    public async Task Every_step_of_a_complaint_about_a_case_stands_in_its_chain()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var @case = await house.ReceiveAsync();
        var number = Number(await LodgeAsync(house, @case));
        await house.Get<AcceptComplaintHandler>().HandleAsync(new(number), Supervisor(house), Cancellation);
        await AnswerAsync(house, number);
        await house.Get<TellComplainantHandler>().HandleAsync(new(number, "电话"), Supervisor(house), Cancellation);
        (await house.StoryAsync(@case, Cancellation))[^4..]
            .ShouldBe([nameof(ComplaintLodged), nameof(ComplaintAccepted), nameof(ComplaintAnswered), nameof(ComplainantTold)]);
    }

    [Fact]
    public async Task A_supervisor_of_the_department_complained_of_neither_accepts_nor_answers()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = Number(await LodgeAsync(house, null));
        var own = house.By("supervisor-syj", "SYJ");
        (await house.Get<AcceptComplaintHandler>().HandleAsync(new(number), own, Cancellation)).FirstError.Code.ShouldBe(
            "own_department_judged"
        );
        (await house.Get<DeclineComplaintHandler>().HandleAsync(new(number, "无关"), own, Cancellation)).FirstError.Code.ShouldBe(
            "own_department_judged"
        );
        await house.Get<AcceptComplaintHandler>().HandleAsync(new(number), Supervisor(house), Cancellation);
        (await house.Get<AnswerComplaintHandler>().HandleAsync(new(number, false, "不属实"), own, Cancellation)).FirstError.Code.ShouldBe(
            "own_department_judged"
        );
    }

    [Fact]
    public async Task A_manager_leaves_it_to_the_supervisors_of_other_departments_and_is_told_who_they_are()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = Number(await LodgeAsync(house, null));
        (
            await house.Get<AcceptComplaintHandler>().HandleAsync(new(number), house.By("manager", "XZSP"), Cancellation)
        ).FirstError.Code.ShouldBe("complaint_for_others");
    }

    [Fact]
    public void There_is_always_somebody_who_may_deal_with_a_complaint()
    {
        var (own, other) = (Of("own", "XZSP", Role.Supervisor), Of("other", "LLB", Role.Supervisor));
        var (manager, mayor) = (Of("manager", "XZSP", Role.Manager), Of("mayor", "LLB", Role.Manager));
        Names([own, other, manager]).ShouldBe(["other"]);
        Names([own, manager, mayor]).ShouldBe(["mayor"]);
        Names([own, manager]).ShouldBe(["manager"]);
        Names([own]).ShouldBe(["own"]);
        ComplaintJudges.Of([own, other], null).Count.ShouldBe(2);

        static string[] Names(Officer[] officers) => [.. ComplaintJudges.Of(officers, "XZSP").Select(officer => officer.UserName)];
        static Officer Of(string name, string department, Role role) =>
            new()
            {
                Id = Guid.CreateVersion7(),
                UserName = name,
                Name = name,
                NameEn = name,
                DepartmentCode = department,
                Roles = [role],
                SecurityStamp = Guid.CreateVersion7(),
            };
    }

    [Fact]
    public async Task It_is_accepted_only_against_a_department_that_is_known()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = Number(await LodgeAsync(house, null, against: null));
        var accept = house.Get<AcceptComplaintHandler>();
        (await accept.HandleAsync(new(number), Supervisor(house), Cancellation)).FirstError.Code.ShouldBe("complaint_department_unknown");
        (await accept.HandleAsync(new(number, "NOBODY"), Supervisor(house), Cancellation)).FirstError.Code.ShouldBe(
            "complaint_department_unknown"
        );
        (await accept.HandleAsync(new(number, "GSJ"), Supervisor(house), Cancellation)).Value.Against.ShouldBe("GSJ");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_answer_turns_yellow_and_red_once_each(bool ofCase)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var @case = ofCase ? await house.ReceiveAsync() : (CaseNumber?)null;
        var number = Number(await LodgeAsync(house, @case));
        foreach (var day in (int[])[5, 6, 7, 9, 10, 11])
        {
            house.GoTo(3, day);
            await house.Get<RemedySweep>().RunOnceAsync(Cancellation);
            await house.Get<RemedySweep>().RunOnceAsync(Cancellation);
        }

        (await house.Get<ComplaintStore>().FindAsync(number, Cancellation))!.Announced.ShouldBe(ClockColour.Red);
        if (@case is { } known)
            (await house.StoryAsync(known, Cancellation)).Count(kind => kind == nameof(ComplaintTurned)).ShouldBe(2);
    }

    [Fact]
    public async Task The_same_key_lodges_an_anonymous_complaint_once()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var act = Act.OfPublic(house.Get<TimeProvider>(), new("again", [1]));
        var command = new LodgeComplaint(ComplaintSubject.Attitude, "窗口无人");
        var both = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => house.Get<LodgeComplaintHandler>().HandleAsync(command, act, Cancellation))
        );
        both.Select(lodged => lodged.Value.Complaint).Distinct().Count().ShouldBe(1);
        (
            await house.Get<LodgeComplaintHandler>().HandleAsync(command with { Words = "别的事" }, act, Cancellation)
        ).FirstError.Code.ShouldBe("idempotency_key_reused");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_contact_of_a_complainant_lies_encrypted_and_who_judges_reads_it(bool hasCase)
    {
        const string Contact = "13900139000";
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        CaseNumber? @case = hasCase ? await house.ReceiveAsync() : null;
        var lodged = await house
            .Get<LodgeComplaintHandler>()
            .HandleAsync(
                new(ComplaintSubject.Attitude, "窗口无人", @case, Contact: Contact),
                Act.OfPublic(house.Get<TimeProvider>()),
                Cancellation
            );
        lodged.ErrorsOrEmptyList.ShouldBeEmpty();
        (await house.Database.AskAsync<string>("SELECT contact FROM complaints", Cancellation)).ShouldStartWith("$aes$d1$");
        (await ReadAsync()).ShouldBe(Contact);
        var keys = house.Get<RotateDataKeys>();
        await keys.MakeKeyAsync(Cancellation);
        (await keys.EncryptAsync(null, Cancellation)).ShouldBe(0);
        (await house.Database.AskAsync<string>("SELECT contact FROM complaints", Cancellation)).ShouldStartWith("$aes$d2$");
        (await ReadAsync()).ShouldBe(Contact);
        // As a former version has left it.
        await house.Database.DoAsync($"UPDATE complaints SET contact = '{Contact}'", Cancellation);
        (await ReadAsync()).ShouldBe(Contact);

        async Task<string?> ReadAsync() =>
            (await house.Get<ComplaintQueries>().ListAsync(new(), house.Clock.GetUtcNow(), Cancellation))
                .Complaints.ShouldHaveSingleItem()
                .Contact;
    }

    [Theory]
    [InlineData("UPDATE complaints SET words = '没有的事'")]
    [InlineData("DELETE FROM complaints")]
    public async Task What_was_said_in_a_complaint_stays(string statement)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await LodgeAsync(house, null);
        await using var tamper = house.Database.Source.CreateCommand(statement);
        (await Should.ThrowAsync<PostgresException>(() => tamper.ExecuteNonQueryAsync(Cancellation))).SqlState.ShouldBe("PA002");
    }

    [Fact]
    public async Task An_empty_complaint_is_none()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        (
            await house
                .Get<LodgeComplaintHandler>()
                .HandleAsync(new(ComplaintSubject.Other, "  "), Act.OfPublic(house.Get<TimeProvider>()), Cancellation)
        ).FirstError.Code.ShouldBe("text_missing");
    }

    private static async Task<LodgedComplaint> LodgeAsync(TestHouse house, CaseNumber? @case, string? against = "SYJ") =>
        (
            await house
                .Get<LodgeComplaintHandler>()
                .HandleAsync(
                    new(ComplaintSubject.Delay, "办了一个月", @case, against),
                    Act.OfPublic(house.Get<TimeProvider>()),
                    Cancellation
                )
        ).Value;

    private static Task<ErrorOr.ErrorOr<ComplaintState>> AnswerAsync(TestHouse house, ComplaintNumber number) =>
        house.Get<AnswerComplaintHandler>().HandleAsync(new(number, true, "确有超期，已责成整改"), Supervisor(house), Cancellation);

    private static ComplaintNumber Number(LodgedComplaint lodged)
    {
        ComplaintNumber.TryParse(lodged.Complaint, out var number).ShouldBeTrue();
        return number;
    }

    private static Act Supervisor(TestHouse house) => house.By("supervisor", "XZSP");
}
