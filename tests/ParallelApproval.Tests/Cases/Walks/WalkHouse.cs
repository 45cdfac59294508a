using ErrorOr;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases.Walks;

/// <summary>
/// The rules of the whole house with the definitions and the catalogue of the sample district; every case lies
/// on the desk in memory.
/// </summary>
internal sealed class WalkHouse : IAsyncDisposable
{
    private readonly TestHouse _house;
    private readonly ServiceItem[] _items;

    private WalkHouse(TestHouse house)
    {
        _house = house;
        Bodies = [.. Officers.Departments];
        _items = [.. Catalogue.Current.AllInForce(new(2026, 3, 2))];
        Verbs = new(this);
    }

    public static async Task<WalkHouse> BuildAsync(TestCluster cluster, CancellationToken cancellation) =>
        new(
            await TestHouse.BuildAsync(cluster, cancellation, services =>
                services
                    .AddSingleton<RulesInMemory.Desk>()
                    .AddSingleton<CaseStore>(provider => provider.GetRequiredService<RulesInMemory.Desk>())
            )
        );

    public OfficerRegister Officers => _house.Get<OfficerRegister>();

    public CatalogueRegister Catalogue => _house.Get<CatalogueRegister>();

    public IReadOnlyList<Department> Bodies { get; }

    public WalkVerbs Verbs { get; }

    public T Get<T>()
        where T : notnull => _house.Get<T>();

    public WorkingCalendar Calendar => Get<CalendarRegister>().Current;

    /// <summary>An item of the district, with other rules than it has where that is lawful.</summary>
    public ServiceItem Variation(Random dice)
    {
        var item = _items[dice.Next(_items.Length)];
        T Any<T>()
            where T : struct, Enum => Enum.GetValues<T>()[dice.Next(Enum.GetValues<T>().Length)];
        bool Seldom() => dice.Next(6) == 0;
        return item with
        {
            OnBranchRefusal = Any<OnBranchRefusal>(),
            OnSupplementTimeout = Any<OnSupplementTimeout>(),
            OnDeferralTimeout = Any<OnDeferralTimeout>(),
            OnVisitAbsence = Any<OnVisitAbsence>(),
            Commitment = Seldom()
                ? new(false, [.. item.Materials.Where(paper => paper.IsAsked).Take(1).Select(paper => paper.Code)])
                : item.Commitment,
            Branches =
            [
                .. item.Branches.Select(branch =>
                    branch.Kind is BranchKind.Referral
                        ? branch
                        : branch with
                        {
                            NeedsSiteInspection = branch.NeedsSiteInspection || Seldom(),
                            NeedsTwoSignatures = branch.NeedsTwoSignatures || Seldom(),
                            HearingRequired = branch.HearingRequired || dice.Next(12) == 0,
                            NeedsInspectors = branch.NeedsInspectors || Seldom(),
                            OnTimeout =
                                branch.Kind is BranchKind.Opinion ? (Seldom() ? OnTimeout.OpinionDeemedConsent : branch.OnTimeout)
                                : dice.Next(2) == 0 ? OnTimeout.PilotDeemedConsent
                                : branch.OnTimeout,
                            Pilot = new("试政发〔2026〕1号", TouchesNoSafety: true),
                        }
                ),
            ],
            Materials = [.. item.Materials.Select(paper => paper with { IsDeferrable = paper.IsDeferrable || Seldom() })],
        };
    }

    /// <summary>A case of the walk's item lies on the desk, received by a clerk of a window that may.</summary>
    public CaseFile Receive(Walk walk, Random dice)
    {
        var item = walk.Item;
        string[] without = dice.Next(3) > 0 ? [] : [.. item.Materials.Where(_ => dice.Next(3) == 0).Select(paper => paper.Code)];
        var papers = item.AskedFor([.. item.Branches.Select(branch => branch.Number)]).Where(paper => !without.Contains(paper.Code));
        var application = new Application(
            item.ItemCode,
            Catering.Applicant,
            new() { [item.Form[0].Key] = "小餐馆" },
            [.. papers.Select(paper => new SuppliedMaterial(paper.Code))],
            dice.Next(3) > 0 ? null : [.. item.Branches.Select(branch => branch.Number)],
            dice.Next(3) > 0 ? DeliveryWay.Window : DeliveryWay.Electronic,
            ["nobody_may_sign"]
        );
        var refused = "";
        foreach (var body in (string[])[item.IntakeDepartmentCode, "XZSP", "COMM"])
        {
            if (walk.District.There.FirstOrDefault(officer => officer.DepartmentCode == body && officer.Is(Role.Clerk)) is not { } clerk)
                continue;
            var file = Get<RulesInMemory.Desk>().Open(CaseNumber.Of("610104", walk.Now.OfficialDate(), 1), walk.ActOf(clerk));
            var received = Get<ReceiveCaseHandler>().Receive(file, new(application));
            if (!received.IsError)
                return file;
            refused += $"{body}: {received.FirstError.Code} {received.FirstError.Description}; ";
        }

        throw new InvalidOperationException($"Expected item {item.ItemCode} to be received somewhere, but {refused}");
    }

    public ValueTask DisposeAsync() => _house.DisposeAsync();
}
