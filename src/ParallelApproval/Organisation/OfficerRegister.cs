using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Organisation;

/// <summary>
/// The officers and departments of the district (人员名册), in memory, so that a command asks no query to know who somebody is. Officers who
/// left are in it, disabled: their names stand in records. Locks and wrong passwords are not kept here; ask <see cref="SignInHandler"/>.
/// </summary>
public sealed class OfficerRegister : ICachedRegister
{
    /// <summary>Key in the table of editions.</summary>
    public const string Name = "officers";

    private volatile Pages _pages = new([], [], [], [], [], [], []);

    /// <inheritdoc/>
    string ICachedRegister.Name => Name;

    /// <summary>The officer with this identity; null when there is none.</summary>
    public Officer? Find(Guid id) => _pages.ById.GetValueOrDefault(id);

    /// <summary>The officer with this account; null when there is none.</summary>
    public Officer? Find(string userName) => _pages.ByUserName.GetValueOrDefault(OfficerNames.Normalise(userName));

    /// <summary>The key of that identity, whether it opens or not; null when there is none.</summary>
    internal ApiKey? FindKey(Guid id) => _pages.Keys.GetValueOrDefault(id);

    /// <summary>Everybody who has or had an account, by user name.</summary>
    public IEnumerable<Officer> All => _pages.ById.Values.OrderBy(officer => officer.UserName, StringComparer.Ordinal);

    /// <summary>Every body of the district by code, closed ones too.</summary>
    public IEnumerable<Department> Departments => _pages.Departments.Values.OrderBy(department => department.Code, StringComparer.Ordinal);

    /// <summary>The bodies that stand directly below one; below null stand those at the top.</summary>
    public IEnumerable<Department> DirectlyBelow(string? code) => Departments.Where(department => department.ParentCode == code);

    /// <summary>Every letter of authorisation, past ones too.</summary>
    public IEnumerable<Authorisation> Letters => _pages.LettersByDepartment.SelectMany(same => same);

    /// <summary>Every absence that was entered, the newest first.</summary>
    public IEnumerable<Absence> Absences =>
        _pages.Absences.SelectMany(same => same).OrderByDescending(absence => absence.From).ThenBy(absence => absence.Id);

    /// <summary>The windows of every hall, by number.</summary>
    public IReadOnlyList<ServiceWindow> Windows => _pages.Windows;

    /// <summary>The absences of one officer.</summary>
    public IEnumerable<Absence> AbsencesOf(Guid officerId) => _pages.Absences[officerId];

    /// <summary>The officers of a department whose accounts are open, by user name.</summary>
    public IEnumerable<Officer> Of(string departmentCode) =>
        _pages
            .ById.Values.Where(officer => officer.IsEnabled && officer.DepartmentCode == departmentCode)
            .OrderBy(officer => officer.UserName, StringComparer.Ordinal);

    /// <summary>The heads of the centre (中心管理者) whose accounts are open, by user name.</summary>
    public IEnumerable<Officer> Heads() =>
        _pages
            .ById.Values.Where(officer =>
                officer.IsEnabled && officer.Is(Role.Manager) && Department(officer.DepartmentCode) is { Tier: Tier.District }
            )
            .OrderBy(officer => officer.UserName, StringComparer.Ordinal);

    /// <summary>The letters of authorisation of an officer, past ones too.</summary>
    public IEnumerable<Authorisation> LettersOf(Guid officerId) => _pages.LettersByOfficer[officerId];

    /// <summary>The letters that a department has given, past ones too.</summary>
    public IEnumerable<Authorisation> LettersOf(string departmentCode) => _pages.LettersByDepartment[departmentCode];

    /// <summary>The absence that covers the day; null when he is there.</summary>
    public Absence? AbsenceOn(Guid officerId, DateOnly day) => _pages.Absences[officerId].FirstOrDefault(absence => absence.Includes(day));

    /// <summary>The officers for whom he acts on that day because they are absent (代).</summary>
    public IEnumerable<Officer> ActsFor(Guid deputyId, DateOnly day) =>
        _pages.ByDeputy[deputyId].Where(absence => absence.Includes(day)).Select(absence => Find(absence.OfficerId)).OfType<Officer>();

    /// <summary>The body and all that stand below it in the tree (区、街道、社区).</summary>
    public IReadOnlyList<string> Below(string departmentCode)
    {
        var found = new List<string> { departmentCode };
        for (var at = 0; at < found.Count; at++)
            found.AddRange(_pages.Children[found[at]].Where(child => !found.Contains(child)));
        return found;
    }

    /// <summary>The body of that tier above a body, or the body itself; null when there is none.</summary>
    public Department? Above(string departmentCode, Tier tier)
    {
        var body = Department(departmentCode);
        for (var steps = 0; body is not null && body.Tier != tier && steps < 8; steps++)
            body = Department(body.ParentCode);
        return body?.Tier == tier ? body : null;
    }

    /// <summary>Who stands in the place of a body today: itself, or, where it was closed, the heir of what it had.</summary>
    public string InPlaceOf(string departmentCode) => Heirs.InPlaceOf(_pages.Departments, departmentCode);

    /// <summary>The body, all that stand below it, and the closed ones whose heir one of them is.</summary>
    public IReadOnlyList<string> StationsUnder(string departmentCode)
    {
        var below = Below(departmentCode);
        var inherited = Departments
            .Where(body => body.ClosedOn is not null && below.Contains(InPlaceOf(body.Code)))
            .Select(body => body.Code);
        return [.. below.Union(inherited)];
    }

    /// <summary>The department with this code; null when there is none.</summary>
    public Department? Department(string? code) => code is null ? null : _pages.Departments.GetValueOrDefault(code);

    /// <summary>AB岗: whether the deputy may act for the absent officer on that day. Nobody is his own deputy.</summary>
    public bool Deputises(string deputy, string absent, DateOnly day) =>
        Find(deputy) is { IsEnabled: true } acting
        && Find(absent) is { } away
        && acting.Id != away.Id
        && _pages.Absences[away.Id].Any(absence => absence.DeputyId == acting.Id && absence.Includes(day));

    /// <summary>Whether the officer is away on that day and nobody stands in: his deputy's account is closed, or he is away as well.</summary>
    public bool IsAwayWithoutDeputy(Guid officerId, DateOnly day) =>
        _pages.Absences[officerId].Any(absence => absence.Includes(day))
        && !_pages.Absences[officerId].Any(absence => absence.Includes(day) && IsThere(absence.DeputyId, day));

    private bool IsThere(Guid officerId, DateOnly day) =>
        Find(officerId) is { IsEnabled: true } && !_pages.Absences[officerId].Any(absence => absence.Includes(day));

    /// <summary>
    /// The seal of the department that is in use on that day for such papers; its approval seal (审批专用章), which may stand on each of them,
    /// where it has no other; null when it has none.
    /// </summary>
    public Seal? SealOf(string department, DateOnly day, SealKind kind = SealKind.Approval) =>
        _pages
            .Seals[department]
            .Where(seal =>
                seal.From <= day
                && (seal.RetiredOn is null || day < seal.RetiredOn)
                && (seal.Kind == kind || seal.Kind is SealKind.Approval)
            )
            .OrderByDescending(seal => seal.Kind == kind)
            .FirstOrDefault();

    /// <summary>The seals of a department, retired ones too, by number.</summary>
    public IEnumerable<Seal> SealsOf(string department) => _pages.Seals[department];

    /// <summary>Every seal of the district, retired ones too, by number.</summary>
    public IEnumerable<Seal> Seals => _pages.Seals.SelectMany(same => same).OrderBy(seal => seal.Number, StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task LoadAsync(ApprovalDbContext db, CancellationToken cancellation)
    {
        var departments = await db.Set<Department>().AsNoTracking().ToListAsync(cancellation);
        var officers = await db.Set<Officer>().AsNoTracking().ToListAsync(cancellation);
        var letters = await db.Set<Authorisation>().AsNoTracking().ToListAsync(cancellation);
        var absences = await db.Set<Absence>().AsNoTracking().ToListAsync(cancellation);
        var seals = await db.Set<Seal>().AsNoTracking().OrderBy(seal => seal.Number).ToListAsync(cancellation);
        var windows = await db.Set<ServiceWindow>().AsNoTracking().OrderBy(window => window.Number).ToListAsync(cancellation);
        var keys = await db.Set<ApiKey>().AsNoTracking().ToListAsync(cancellation);
        Hold(departments, officers, letters, absences, seals, windows, keys);
    }

    /// <summary>Puts these in place of what was held.</summary>
    internal void Hold(
        List<Department> departments,
        List<Officer> officers,
        List<Authorisation> letters,
        List<Absence> absences,
        List<Seal> seals,
        List<ServiceWindow> windows,
        List<ApiKey>? keys = null
    ) => _pages = new(departments, officers, letters, absences, seals, windows, keys ?? []);

    private sealed class Pages(
        List<Department> departments,
        List<Officer> officers,
        List<Authorisation> letters,
        List<Absence> absences,
        List<Seal> seals,
        List<ServiceWindow> windows,
        List<ApiKey> keys
    )
    {
        public FrozenDictionary<Guid, ApiKey> Keys { get; } = keys.ToFrozenDictionary(key => key.Id);

        public IReadOnlyList<ServiceWindow> Windows { get; } = windows;

        public ILookup<Guid, Authorisation> LettersByOfficer { get; } = letters.ToLookup(letter => letter.OfficerId);

        public ILookup<string, Authorisation> LettersByDepartment { get; } =
            letters.ToLookup(letter => letter.DepartmentCode, StringComparer.Ordinal);

        public ILookup<Guid, Absence> Absences { get; } = absences.ToLookup(absence => absence.OfficerId);

        public ILookup<Guid, Absence> ByDeputy { get; } = absences.ToLookup(absence => absence.DeputyId);

        public ILookup<string?, string> Children { get; } =
            departments.ToLookup(department => department.ParentCode, department => department.Code, StringComparer.Ordinal);

        public ILookup<string, Seal> Seals { get; } = seals.ToLookup(seal => seal.DepartmentCode);

        public FrozenDictionary<string, Department> Departments { get; } =
            departments.ToFrozenDictionary(department => department.Code, StringComparer.Ordinal);

        public FrozenDictionary<Guid, Officer> ById { get; } = officers.ToFrozenDictionary(officer => officer.Id);

        public FrozenDictionary<string, Officer> ByUserName { get; } =
            officers.ToFrozenDictionary(officer => officer.UserName, StringComparer.Ordinal);
    }
}
