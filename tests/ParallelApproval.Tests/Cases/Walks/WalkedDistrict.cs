using ParallelApproval.Catalogue;
using ParallelApproval.Organisation;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases.Walks;

/// <summary>
/// The district of one walk: several officers in every body that has a part, their letters, absences and interests. What befalls them is
/// entered in the registers in memory.
/// </summary>
internal sealed class WalkedDistrict
{
    private readonly OfficerRegister _register;
    private readonly CatalogueRegister _catalogue;
    private readonly ServiceItem _item;
    private readonly List<Department> _bodies;
    private readonly List<Officer> _officers = [];
    private readonly List<Authorisation> _letters = [];
    private readonly List<Absence> _absences = [];

    public WalkedDistrict(
        OfficerRegister register,
        CatalogueRegister catalogue,
        IReadOnlyList<Department> bodies,
        ServiceItem item,
        Random random
    )
    {
        (_register, _catalogue, _item, _bodies) = (register, catalogue, item, [.. bodies]);
        foreach (var name in (string[])["clerk", "clerk-2"])
            Enter(name, "XZSP", Role.Clerk);
        foreach (var name in (string[])["manager", "manager-2"])
            Enter(name, "XZSP", Role.Manager);
        foreach (var name in (string[])["supervisor", "supervisor-2"])
            Enter(name, "XZSP", Role.Supervisor);
        foreach (var body in (string[])["COMM", "STREET"])
        {
            Enter($"clerk-{body}", body, Role.Clerk);
            Enter($"approver-{body}", body, Role.Approver);
        }

        string[] departments = [.. item.Branches.Select(branch => branch.DepartmentCode).Append(item.LeadDepartmentCode).Distinct()];
        foreach (var body in departments)
        foreach (var number in Enumerable.Range(1, 2 + random.Next(2)))
        {
            var officer = Enter(
                $"{body}-{number}",
                body,
                number == 2 && random.Next(6) == 0 ? [Role.Approver, Role.Clerk] : [Role.Approver]
            );
            if (random.Next(12) == 0)
                officer.IdNumber = Catering.Applicant.IdNumber;
            if (number == 1 || random.Next(3) > 0)
                GiveLetter(officer, random.Next(8) > 0);
        }

        // The window decides at once what is decided at once, by letter of the department.
        if (item.Kind is ItemKind.Immediate)
            foreach (var clerk in _officers.Where(officer => officer.Is(Role.Clerk)).ToList())
            foreach (var branch in item.Branches)
                GiveLetter(clerk, mayRefuse: true, branch.DepartmentCode);
        Hold();
    }

    public IReadOnlyList<Officer> Officers => _officers;

    public IEnumerable<Officer> There => _officers.Where(officer => officer.IsEnabled);

    public Officer Find(string userName) => _officers.First(officer => officer.UserName == userName);

    /// <summary>His account is closed; the last head, clerk of the centre and supervisor stay.</summary>
    public bool Leave(string userName)
    {
        var officer = Find(userName);
        if (!officer.IsEnabled || IsLast(officer, Role.Manager) || IsLast(officer, Role.Supervisor) || IsLast(officer, Role.Clerk))
            return false;
        officer.IsEnabled = false;
        Hold();
        return true;
    }

    public bool EndLetter(string userName, DateOnly on)
    {
        if (_letters.Find(letter => letter.OfficerId == Find(userName).Id && letter.LastDay >= on) is not { } letter)
            return false;
        letter.RevokedOn = on;
        Hold();
        return true;
    }

    /// <summary>He is away from that day; the deputy is of his body, whoever that is.</summary>
    public bool GoAway(string userName, int deputy, DateOnly from, int days)
    {
        var officer = Find(userName);
        if (
            !officer.IsEnabled
            || IsLast(officer, Role.Clerk)
            || _absences.Exists(absence => absence.OfficerId == officer.Id && absence.LastDay >= from)
        )
            return false;
        Officer[] others = [.. There.Where(other => other.DepartmentCode == officer.DepartmentCode && other != officer)];
        if (others.Length == 0)
            return false;
        _absences.Add(
            new()
            {
                Id = IdOf(1000 + _absences.Count),
                OfficerId = officer.Id,
                DeputyId = others[deputy % others.Length].Id,
                From = from,
                To = from.AddDays(days),
                Reason = "休假",
            }
        );
        Hold();
        return true;
    }

    public bool ComeBack(string userName, DateOnly on)
    {
        if (_absences.Find(absence => absence.OfficerId == Find(userName).Id && absence.LastDay >= on) is not { } absence)
            return false;
        absence.EndedOn = on;
        Hold();
        return true;
    }

    /// <summary>Everybody leaves and the body is closed; another takes over what it had.</summary>
    public bool Close(string code, string heir, DateOnly on)
    {
        var at = _bodies.FindIndex(body => body.Code == code);
        var to = _bodies.Find(body => body.Code == heir);
        if (code == "XZSP" || code == heir || _bodies[at].ClosedOn is not null || to is null or { ClosedOn: not null })
            return false;
        if (to.Tier > _bodies[at].Tier || _bodies.Exists(below => below.ParentCode == code && below.ClosedOn is null))
            return false;
        foreach (var officer in _officers.Where(officer => officer.DepartmentCode == code))
            officer.IsEnabled = false;
        foreach (var letter in _letters.Where(letter => letter.DepartmentCode == code && letter.LastDay >= on))
            letter.RevokedOn = on;
        _bodies[at] = _bodies[at] with { ClosedOn = on, HeirCode = heir };
        Hold();
        return true;
    }

    /// <summary>A head lets somebody decide who may: an officer of the body who holds no letter, or one who is new there.</summary>
    public void FillVacancy(string body, BranchKind kind)
    {
        var officer = Enter(
            $"{body}-new-{_officers.Count}",
            body,
            kind is BranchKind.Referral ? [Role.Clerk, Role.Approver] : [Role.Approver]
        );
        GiveLetter(officer, true);
        Hold();
    }

    public IEnumerable<string> Bodies => _bodies.Where(body => body.ClosedOn is null).Select(body => body.Code);

    private bool IsLast(Officer officer, Role role) =>
        officer.Is(role)
        && officer.DepartmentCode == "XZSP"
        && !There.Any(other =>
            other != officer && other.Is(role) && other.DepartmentCode == "XZSP" && !_absences.Exists(away => away.OfficerId == other.Id)
        );

    private Officer Enter(string userName, string body, params Role[] roles)
    {
        var officer = new Officer
        {
            Id = IdOf(_officers.Count + 1),
            UserName = OfficerNames.Normalise(userName),
            Name = userName,
            NameEn = userName,
            DepartmentCode = body,
            Roles = [.. roles],
            SecurityStamp = Guid.Empty,
        };
        _officers.Add(officer);
        return officer;
    }

    private void GiveLetter(Officer officer, bool mayRefuse, string? department = null) =>
        _letters.Add(
            new()
            {
                Id = IdOf(2000 + _letters.Count),
                Number = $"{officer.UserName}-{_letters.Count}",
                DepartmentCode = department ?? officer.DepartmentCode!,
                OfficerId = officer.Id,
                ItemCodes = [],
                From = new(2026, 1, 1),
                To = new(2028, 12, 31),
                MayRefuse = mayRefuse,
                GrantedBy = Guid.Empty,
            }
        );

    private void Hold()
    {
        _register.Hold(_bodies, _officers, _letters, _absences, [], []);
        _catalogue.Hold(new(_bodies, [], [_item]));
    }

    private static Guid IdOf(int number) => new(number, 0, 0, new byte[8]);
}
