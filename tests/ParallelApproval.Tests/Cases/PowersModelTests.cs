using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>
/// Who may sign, against a plain reference: random officers, letters, absences, deputies, recusals, interests and closings over random
/// days. The rules are the real ones on a file in memory; the reference below is written from the law and knows none of their code.
/// </summary>
public sealed class PowersModelTests(TestCluster cluster)
{
    private const int Histories = 10_000;
    private const int Officers = 5;
    private const string Department = "SYJ";
    private static readonly DateOnly FirstDay = new(2026, 3, 2);

    [Fact]
    public async Task Ten_thousand_histories_are_signed_only_by_those_who_lawfully_may()
    {
        await using var house = await TestHouse.BuildAsync(cluster, TestContext.Current.CancellationToken);
        var register = house.Get<OfficerRegister>();
        var departments = register.Departments.ToList();
        var files = new Dictionary<string, CaseFile>();
        var (signatures, refusals, forOthers) = (0, 0, 0);
        for (var seed = 1; seed <= Histories; seed++)
        {
            var history = new History(new Random(seed), Catering.Applicant.IdNumber);
            register.Hold(departments, [.. history.All.Select(one => one.Account())], history.Letters(), history.Absences(), [], []);
            if (!files.TryGetValue(history.Receiver, out var file))
                files.Add(history.Receiver, file = Received(house, history.Receiver));
            Live(house, file, history, seed, ref signatures, ref refusals, ref forOthers);
        }

        // The model is no use where nothing ever happens.
        signatures.ShouldBeGreaterThan(Histories);
        refusals.ShouldBeGreaterThan(Histories);
        forOthers.ShouldBeGreaterThan(Histories / 10);
    }

    private static void Live(
        TestHouse house,
        CaseFile file,
        History history,
        int seed,
        ref int signatures,
        ref int refusals,
        ref int forOthers
    )
    {
        var branch = file.FindBranch(1)!;
        (branch.Excluded, branch.RecusalOf) = ([.. history.Excluded], history.RecusalOf);
        branch.HandTo(history.Holder, file.Act.At);
        for (var day = 0; day < History.Days; day++)
            foreach (var officer in history.All)
            foreach (var verdict in (Verdict[])[Verdict.Approve, Verdict.Refuse])
            {
                file.Act = new(officer.Name, officer.Name, Department, FirstDay.AddDays(day).At(new(10, 0)));
                var expected = history.Names(officer, day, verdict);
                var refusal = house.Get<MoveRules>().Refusal(file, branch, BranchVerb.DecideBranch, Guard.Letter);
                var power = refusal is { } bar ? bar : house.Get<Powers>().Of(file, branch, verdict);
                var found = power.IsError ? null : power.Value.For ?? officer.Name;
                found.ShouldBe(
                    expected,
                    $"seed {seed}, {officer.Name}, day {day}, {verdict}: {(power.IsError ? power.FirstError.Code : "")}"
                );
                if (found is null)
                    refusals++;
                else
                    signatures++;
                if (found is not null && found != officer.Name)
                    forOthers++;
            }
    }

    private static CaseFile Received(TestHouse house, string receiver)
    {
        var file = house.Get<CaseStore>().Blank(CaseNumber.Of("610104", FirstDay, 1), house.By(receiver, "XZSP"));
        house
            .Get<ReceiveCaseHandler>()
            .Receive(file, new(house.Application(Catering.Drill) with { Confirmed = ["nobody_may_sign"] }, Accept: true))
            .IsError.ShouldBeFalse();
        return file;
    }

    private sealed record Letter(int From, int To, bool IsOfItem, bool MayRefuse);

    private sealed record Away(int From, int To, int Deputy);

    private sealed class Person(int number, Random random)
    {
        public string Name { get; } = $"officer-{number}";
        public Guid Id { get; } = new(number, 0, 0, new byte[8]);
        public bool IsOpen { get; } = random.Next(8) > 0;
        public bool HasInterest { get; } = random.Next(8) == 0;
        public List<Letter> Letters { get; } = [];
        public List<Away> Absences { get; } = [];
        public string? ApplicantsNumber { get; set; }

        public bool IsAway(int day) => Absences.Any(away => away.From <= day && day <= away.To);

        public Officer Account() =>
            new()
            {
                Id = Id,
                UserName = Name,
                Name = Name,
                NameEn = Name,
                DepartmentCode = Department,
                Roles = [Role.Approver],
                SecurityStamp = Guid.Empty,
                IsEnabled = IsOpen,
                IdNumber = HasInterest ? ApplicantsNumber : null,
            };
    }

    /// <summary>What was entered about five officers, and what follows from it for one branch.</summary>
    private sealed class History
    {
        public const int Days = 4;

        public History(Random random, string applicantsNumber)
        {
            All = [.. Enumerable.Range(1, Officers).Select(number => new Person(number, random) { ApplicantsNumber = applicantsNumber })];
            foreach (var (at, person) in All.Index())
            {
                for (var letters = random.Next(3); letters > 0; letters--)
                    person.Letters.Add(new(random.Next(Days), random.Next(Days), random.Next(4) > 0, random.Next(3) > 0));
                if (random.Next(3) == 0)
                    person.Absences.Add(new(random.Next(Days), random.Next(Days), (at + random.Next(1, Officers)) % Officers));
            }

            string Somebody() => All[random.Next(Officers)].Name;
            Receiver = random.Next(3) == 0 ? Somebody() : "clerk";
            Excluded = random.Next(3) == 0 ? [Somebody()] : [];
            RecusalOf = random.Next(4) == 0 ? Somebody() : null;
            Holder = random.Next(2) == 0 ? Somebody() : null;
            // Whoever is kept off holds nothing.
            if (Holder is not null && Excluded.Contains(Holder))
                Holder = null;
        }

        public Person[] All { get; }
        public string Receiver { get; }
        public string[] Excluded { get; }
        public string? RecusalOf { get; }
        public string? Holder { get; }

        public List<Authorisation> Letters() =>
            [
                .. from person in All
                from letter in person.Letters
                select new Authorisation
                {
                    Id = Guid.NewGuid(),
                    Number = $"{person.Name}-{letter.From}",
                    DepartmentCode = Department,
                    OfficerId = person.Id,
                    ItemCodes = letter.IsOfItem ? [] : ["another"],
                    From = FirstDay.AddDays(letter.From),
                    To = FirstDay.AddDays(letter.To),
                    MayRefuse = letter.MayRefuse,
                    GrantedBy = Guid.Empty,
                },
            ];

        public List<Absence> Absences() =>
            [
                .. from person in All
                from away in person.Absences
                select new Absence
                {
                    Id = Guid.NewGuid(),
                    OfficerId = person.Id,
                    DeputyId = All[away.Deputy].Id,
                    From = FirstDay.AddDays(away.From),
                    To = FirstDay.AddDays(away.To),
                    Reason = "休假",
                },
            ];

        /// <summary>In whose name the officer signs on that day; null when he may not sign.</summary>
        public string? Names(Person officer, int day, Verdict verdict)
        {
            if (!MayAct(officer) || officer.IsAway(day))
                return null;
            var stoodInFor = All.Where(other =>
                other.Absences.Any(away => away.From <= day && day <= away.To && All[away.Deputy] == officer)
            );
            var holder = Array.Find(All, other => other.Name == Holder);
            // The task is another's: only as his deputy, and only while that one might act himself.
            if (holder is not null && holder != officer && (!stoodInFor.Contains(holder) || holder.Name == RecusalOf))
                return null;
            var represented = stoodInFor.Where(MayAct).ToList();
            var represents = holder is not null && represented.Contains(holder) ? holder : null;
            if (represents is not null && Has(represents, day, verdict))
                return represents.Name;
            if (Has(officer, day, verdict))
                return (represents ?? officer).Name;
            return represented.Find(absent => Has(absent, day, verdict))?.Name;
        }

        private bool MayAct(Person officer) =>
            officer.IsOpen
            && !officer.HasInterest
            && officer.Name != Receiver
            && officer.Name != RecusalOf
            && !Excluded.Contains(officer.Name);

        private static bool Has(Person officer, int day, Verdict verdict) =>
            officer.Letters.Any(letter =>
                letter.IsOfItem && letter.From <= day && day <= letter.To && (letter.MayRefuse || verdict is Verdict.Approve)
            );
    }
}
