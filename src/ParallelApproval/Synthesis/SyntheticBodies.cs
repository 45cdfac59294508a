using System.Globalization;
using ParallelApproval.Catalogue;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;

namespace ParallelApproval.Synthesis;

/// <summary>
/// The bodies and officers of a full-size district (仿真机构): nine streets, 134 communities, and people in every hall and department.
/// </summary>
internal static class SyntheticBodies
{
    /// <summary>Streets with a service centre, and stations of communities, as the district of the story had them.</summary>
    public const int Streets = 9,
        Centres = 8,
        Communities = 134,
        Stations = 51;

    /// <summary>The body that runs the hall of the district.</summary>
    public const string Hall = "XZSP";

    private const int HallClerks = 16,
        ApproversEach = 3;

    public static IEnumerable<Department> Departments()
    {
        for (var street = 1; street <= Streets; street++)
            yield return Body(
                StreetCode(street),
                $"第{street}街道办事处",
                $"Street {street}",
                Tier.Street,
                100 + street,
                parent: null,
                street <= Centres
            );
        for (var community = 1; community <= Communities; community++)
            yield return Body(
                CommunityCode(community),
                $"第{community}社区",
                $"Community {community}",
                Tier.Community,
                200 + community,
                StreetCode(((community - 1) % Streets) + 1),
                community <= Stations
            );
    }

    /// <summary>Clerks of the hall, approvers of every department, and one who does both at each centre and station.</summary>
    public static IEnumerable<SampleOfficer> Officers()
    {
        for (var i = 1; i <= HallClerks; i++)
            yield return Person(Clerk(i), Hall, Role.Clerk);
        foreach (var department in SampleOrganisation.Departments())
            for (var i = 1; i <= ApproversEach; i++)
                yield return Person(
                    Approver(department.Code, i),
                    department.Code,
                    department.Tier is Tier.District || i < ApproversEach ? Role.Approver : Role.Clerk
                );
        // The street without a centre reviews what its communities send up, too.
        for (var street = 1; street <= Streets; street++)
            yield return Person(Local(StreetCode(street)), StreetCode(street), Role.Clerk, Role.Approver);
        for (var community = 1; community <= Stations; community++)
            yield return Person(Local(CommunityCode(community)), CommunityCode(community), Role.Clerk, Role.Approver);
    }

    /// <summary>A window in the hall for each of its clerks.</summary>
    public static IEnumerable<ServiceWindow> Windows() =>
        Enumerable
            .Range(1, HallClerks)
            .Select(i => new ServiceWindow
            {
                Number = WindowOf(Clerk(i)),
                DepartmentCode = Hall,
                Tier = Tier.District,
                IsComprehensive = true,
            });

    /// <summary>The window of a clerk in the hall, e.g. <c>B07</c> of <c>hall-07</c>.</summary>
    public static string WindowOf(string clerk) => "B" + clerk[^2..];

    /// <summary>
    /// A letter for everybody who signs, for every item of his body; and for the windows of streets and communities one of each department
    /// whose matters they decide on the spot.
    /// </summary>
    public static IEnumerable<Authorisation> Letters(
        IReadOnlyCollection<Officer> officers,
        IReadOnlyCollection<ItemDraft> items,
        IReadOnlyDictionary<string, Department> bodies,
        Guid grantedBy
    )
    {
        var own = officers
            .Where(officer => officer.Is(Role.Approver))
            .Select(officer => (Officer: officer, Department: officer.DepartmentCode!, Items: Array.Empty<string>()));
        var windows =
            from officer in officers
            where officer.Is(Role.Clerk) && bodies[officer.DepartmentCode!].Tier is not Tier.District
            from part in items
                .Where(item => item.IsDecidedByOne && item.Tier == bodies[officer.DepartmentCode!].Tier)
                .GroupBy(item => item.Branches[0].DepartmentCode, item => item.ItemCode)
            select (Officer: officer, Department: part.Key, Items: part.ToArray());
        return own.Concat(windows)
            .Index()
            .Select(numbered => new Authorisation
            {
                Id = Guid.CreateVersion7(),
                Number = string.Create(CultureInfo.InvariantCulture, $"仿授〔2024〕{numbered.Index + 1:D4}号"),
                DepartmentCode = numbered.Item.Department,
                OfficerId = numbered.Item.Officer.Id,
                ItemCodes = [.. numbered.Item.Items],
                From = new(2024, 1, 1),
                To = new(2034, 12, 31),
                GrantedBy = grantedBy,
            });
    }

    /// <summary>A centre or station with a window on that tier; null for the hall of the district.</summary>
    public static string? ReceivingAt(Tier tier, Random random) =>
        tier switch
        {
            Tier.Street => random.Next(Centres + 1) is var street and > 0 ? StreetCode(street) : "STREET",
            Tier.Community => random.Next(Stations + 1) is var station and > 0 ? CommunityCode(station) : "COMM",
            _ => null,
        };

    public static string StreetCode(int street) => string.Create(CultureInfo.InvariantCulture, $"JD{street:D2}");

    public static string CommunityCode(int community) => string.Create(CultureInfo.InvariantCulture, $"SQ{community:D3}");

    public static string Clerk(Random random) => Clerk(random.Next(1, HallClerks + 1));

    public static string Approver(string department, Random random) => Approver(department, random.Next(1, ApproversEach));

    /// <summary>Somebody who may answer for a body: its first approver, or the one officer of a centre or station.</summary>
    public static string ApproverOf(string body) => IsSynthetic(body) ? Local(body) : Approver(body, 1);

    /// <summary>
    /// Who receives at a centre or station: its one officer; in the sample district the last of its officers, who signs nothing else there.
    /// </summary>
    public static string LocalClerk(string body) => IsSynthetic(body) ? Local(body) : Approver(body, ApproversEach);

    /// <summary>Another officer of the department, for the second signature.</summary>
    public static string OtherApprover(string department, string than) =>
        Approver(department, 1) == than ? Approver(department, 2) : Approver(department, 1);

    private static bool IsSynthetic(string body) =>
        body.StartsWith("JD", StringComparison.Ordinal) || body.StartsWith("SQ", StringComparison.Ordinal);

    private static string Local(string body) => body.ToLowerInvariant() + "-1";

    private static string Clerk(int number) => string.Create(CultureInfo.InvariantCulture, $"hall-{number:D2}");

    private static string Approver(string department, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{department.ToLowerInvariant()}-{number}");

    private static SampleOfficer Person(string userName, string department, params Role[] roles)
    {
        var name = SyntheticPeople.NameOf(new Random(userName.Sum(character => character * 31)));
        return new(userName, name, userName, department, roles);
    }

    private static Department Body(string code, string name, string nameEn, Tier tier, int serial, string? parent, bool hasWindow)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"11610104MB9Y0{serial:D4}");
        return new()
        {
            Code = code,
            Name = name,
            NameEn = nameEn,
            Tier = tier,
            ParentCode = parent,
            HasAuthorisedWindow = hasWindow,
            UnifiedCreditCode = text + UnifiedCreditCode.CheckCharacter(text),
        };
    }
}
