using ErrorOr;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Installations;
using ParallelApproval.Organisation;

namespace ParallelApproval.Testing;

/// <summary>
/// The rules of the whole house without a database: one file lies on the desk and every handler works on it in memory. Nothing is stored; what a
/// rule decides is read from the file.
/// </summary>
public sealed class RulesInMemory : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly NpgsqlDataSource _nowhere = NpgsqlDataSource.Create("Host=nowhere.invalid");

    public RulesInMemory()
    {
        var services = new ServiceCollection().AddLogging().AddHouse();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddPool(_nowhere);
        services.AddSingleton(TrailKeys.ForThisProcess());
        services.AddSingleton(Vault.ForThisProcess());
        services.AddSingleton<Desk>();
        services.AddSingleton<CaseStore>(provider => provider.GetRequiredService<Desk>());
        _services = services.BuildServiceProvider();
        Get<InstallationRegister>().Hold(SampleInstallation.Installation);
    }

    public FakeTimeProvider Clock { get; } = new(new(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(8)));

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>The calendar and the items by which everything is counted from now on.</summary>
    public void Hold(WorkingCalendar calendar, params ServiceItem[] items)
    {
        Get<CalendarRegister>().Hold(calendar);
        if (items.Length > 0)
            Get<CatalogueRegister>().Hold(new([], [], items));
    }

    /// <summary>Lays a new case of that item on the desk, received, with all its branches waiting.</summary>
    public BlankCase Receive(ServiceItem item, DateTimeOffset at)
    {
        var file = Get<Desk>().Open(new(CaseNumber.Of("610104", at.OfficialDate(), 1).Key), ActAt(at));
        file.Section<CaseSection>()
            .Put(
                new()
                {
                    Number = file.Number,
                    ItemCode = item.ItemCode,
                    ItemVersion = item.Version,
                    ItemName = item.Name,
                    ApplicantName = "张三",
                    ChosenBranches = [.. item.Branches.Select(part => part.Number)],
                    QueryCode = "000000",
                    Delivery = DeliveryWay.Window,
                    ReceivedAt = at,
                    ReceivedBy = "clerk",
                    Station = item.IntakeDepartmentCode,
                }
            );
        foreach (var part in item.Branches)
            file.Section<BranchSection>()
                .Put(
                    new()
                    {
                        Number = part.Number,
                        Department = part.DepartmentCode,
                        Result = part.Certificate,
                        Kind = part.Kind,
                        HardDependencies = [.. part.HardPredecessors()],
                        SoftDependencies = [],
                    }
                );
        return new(this, item, file);
    }

    internal static Act ActAt(DateTimeOffset at, string department = "") => new("approver", "李四", department, at);

    public void Dispose()
    {
        _services.Dispose();
        _nowhere.Dispose();
    }

    // The store with one file in it; what is put back stays on the desk.
    internal sealed class Desk(
        NpgsqlDataSource source,
        IEnumerable<Func<ICaseSection>> sections,
        RegisterCache registers,
        IEnumerable<IGuardFiles> guards,
        DamagedRecords damaged,
        TableSeals seals
    ) : CaseStore(source, sections, registers, guards, damaged, new(folder: null, leastFree: 0), seals)
    {
        private readonly Func<ICaseSection>[] _sections = [.. sections];
        private CaseFile? _file;

        public CaseFile Open(CaseNumber number, Act act) => _file = new(number, act, [.. _sections.Select(make => make())], isNew: true);

        public override Task<ErrorOr<T>> WorkOnAsync<T>(
            CaseNumber number,
            Act act,
            Func<CaseFile, ErrorOr<T>> decide,
            CancellationToken cancellation,
            Contents contents = Contents.WorkingPapers
        )
        {
            _file!.Act = act;
            return Task.FromResult(decide(_file));
        }
    }
}

/// <summary>A case in memory: verbs go through the house's own handlers and rules, the flow is left out.</summary>
public sealed class BlankCase(RulesInMemory rules, ServiceItem item, CaseFile file)
{
    public CaseFile File => file;

    /// <summary>What was recorded of that kind, oldest first.</summary>
    public IEnumerable<T> Happened<T>()
        where T : DomainEvent => file.Section<EventSection>().Happened.OfType<T>();

    /// <summary>Accepts a complete application: the clocks of the case count from the day the papers were complete.</summary>
    public void Accept(DateTimeOffset complete, DateTimeOffset at)
    {
        file.Act = RulesInMemory.ActAt(at);
        var clocks = rules.Get<ClockRules>();
        var day = complete.OfficialDate();
        Expect(clocks.Start(file, Clock.OfCase, ClockKind.Promised, item.PromisedDays, day, item.IntakeDepartmentCode));
        Expect(clocks.Start(file, Clock.OfCase, ClockKind.Legal, item.LegalDays, day, item.IntakeDepartmentCode));
        file.Move(CaseVerb.AcceptCase);
        (file.Case.AcceptedAt, file.Case.IsBeingAccepted) = (complete, true);
        foreach (var branch in file.Branches)
        {
            Expect(rules.Get<BranchLifecycle>().Open(file, branch, "none", item.Branch(branch.Number).PromisedDay));
            file.Change(branch, opened => opened.Bookmark = null);
        }

        file.Case.IsBeingAccepted = false;
    }

    /// <summary>Lets the steps of the clocks fire that have fallen due by then.</summary>
    public void Sweep(DateTimeOffset at)
    {
        file.Act = Act.OfSystem(at);
        Expect(rules.Get<ClockTurns>().FireDue(file));
    }

    /// <summary>When the sweep must look at the case next.</summary>
    public DateTimeOffset? NextAt => file.Clocks.Min(clock => clock.NextAt);

    public ErrorOr<BranchClocks> Stop(int branch, StopGround ground, int days, DateTimeOffset at) =>
        rules
            .Get<StopBranchHandler>()
            .HandleAsync(new(Task(branch), ground, days, NoticeDelivered: true), By(branch, at), default)
            .GetAwaiter()
            .GetResult();

    public ErrorOr<BranchClocks> Resume(int branch, DateTimeOffset at) =>
        rules.Get<ResumeBranchHandler>().HandleAsync(new(Task(branch)), By(branch, at), default).GetAwaiter().GetResult();

    /// <summary>The department asks for the longer limit, and the head grants it at once.</summary>
    public ErrorOr<ExtensionDecided> Extend(int branch, int days, DateTimeOffset at)
    {
        var task = Task(branch);
        var asked = rules
            .Get<AskExtensionHandler>()
            .HandleAsync(new(task, days, "案情复杂"), By(branch, at), default)
            .GetAwaiter()
            .GetResult();
        return asked.IsError
            ? asked.Errors
            : rules
                .Get<DecideExtensionHandler>()
                .HandleAsync(new(task, true, "王区长", LeaveLevel.Government), By(branch, at) with { UserName = "manager" }, default)
                .GetAwaiter()
                .GetResult();
    }

    public ErrorOr<CaseExtension> ExtendCase(int days, DateTimeOffset at) =>
        rules.Get<ExtendCaseHandler>().HandleAsync(new(file.Number, days, "案情复杂", "区长"), By(1, at), default).GetAwaiter().GetResult();

    /// <summary>The department signs, or the applicant withdraws the branch; what follows for the others follows.</summary>
    public void Settle(int branch, BranchVerb verb, BranchStatus result, DateTimeOffset at)
    {
        file.Act = By(branch, at);
        Expect(rules.Get<BranchCourse>().Settle(file, file.FindBranch(branch)!, verb, result));
    }

    /// <summary>The calendar that the rules hold has changed: every running clock is counted anew.</summary>
    public void Recount(DateTimeOffset at)
    {
        file.Act = Act.OfSystem(at);
        foreach (var clock in file.Clocks.Where(clock => !clock.IsEnded).ToList())
            Expect(rules.Get<ClockRules>().Recount(file, clock, "国办发明电〔2026〕99号"));
    }

    public ClockReading Read(Clock clock, DateTimeOffset at) => Expect(rules.Get<ClockRules>().Read(clock, at));

    private TaskNumber Task(int branch) => file.FindBranch(branch)!.TaskOf(file.Number);

    private Act By(int branch, DateTimeOffset at) => RulesInMemory.ActAt(at, file.FindBranch(branch)!.Department);

    private static T Expect<T>(ErrorOr<T> outcome) =>
        outcome.IsError
            ? throw new InvalidOperationException(outcome.FirstError.Code + ": " + outcome.FirstError.Description)
            : outcome.Value;
}
