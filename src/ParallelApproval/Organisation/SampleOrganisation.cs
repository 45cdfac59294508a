using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Organisation;

/// <summary>
/// The bodies of the sample district (样例区) and, where they are asked for, its accounts. Credit codes are fictional. What a table holds
/// already is never touched.
/// </summary>
public static class SampleOrganisation
{
    /// <summary>The password of every sample account. Known to everybody, hence only for the Demo environment.</summary>
    public const string Password = "Demo#2026";

    public static IReadOnlyList<Department> Departments() => Read<Department>("departments.json");

    /// <summary>The sample accounts, without identity and password.</summary>
    public static IReadOnlyList<SampleOfficer> Officers() => Read<SampleOfficer>("sample-officers.json");

    /// <summary>Adds the departments that the table lacks, and their windows. The caller saves.</summary>
    public static async Task SeedDepartmentsAsync(ApprovalDbContext db, CancellationToken stop = default)
    {
        var held = await db.Set<Department>().Select(department => department.Code).ToListAsync(stop);
        var lacking = Departments().Where(department => !held.Contains(department.Code)).ToList();
        db.AddRange(lacking);
        db.AddRange(Windows().Where(window => lacking.Any(department => department.Code == window.DepartmentCode)));
    }

    /// <summary>Adds the sample accounts that the table lacks. The caller saves.</summary>
    public static async Task SeedOfficersAsync(ApprovalDbContext db, TimeProvider time, CancellationToken stop = default)
    {
        var held = await db.Set<Officer>().Select(officer => officer.UserName).ToListAsync(stop);
        var lacking = Officers().Where(sample => !held.Contains(sample.UserName)).ToList();
        if (lacking.Count == 0)
            return;
        // One hash for all: the password is public, so a salt for each would cost seconds and hide nothing.
        var hash = Passwords.Hash(Password);
        var made = lacking.ConvertAll(sample => sample.ToOfficer(hash, time.GetUtcNow()));
        db.AddRange(made);
        if (made.Find(officer => officer.Is(Role.Manager)) is { } head)
            db.AddRange(Letters(made, head.Id, time.GetUtcNow()));
    }

    // Every approver decides for his department; the windows decide what is done on the spot (即办件).
    private static IEnumerable<Authorisation> Letters(List<Officer> officers, Guid head, DateTimeOffset now)
    {
        var windows = new (string UserName, string Department, string[] Items)[]
        {
            ("clerk", "SJJ", ["610104-DJ-105"]),
            ("clerk-street", "YBJ", ["610104-FW-205"]),
            ("clerk-community", "WJJ", ["610104-FW-206"]),
        };
        var letters = officers
            .Where(officer => officer.Is(Role.Approver))
            .Select(officer => (Officer: officer, Department: officer.DepartmentCode!, Items: Array.Empty<string>()))
            .Concat(
                windows.Join(
                    officers,
                    window => window.UserName,
                    officer => officer.UserName,
                    (window, officer) => (Officer: officer, window.Department, window.Items)
                )
            );
        return letters
            .Index()
            .Select(letter => new Authorisation
            {
                Id = Guid.CreateVersion7(now),
                Number = FormattableString.Invariant($"样区授〔2024〕{letter.Index + 1:000}号"),
                DepartmentCode = letter.Item.Department,
                OfficerId = letter.Item.Officer.Id,
                ItemCodes = [.. letter.Item.Items],
                From = new(2024, 1, 1),
                To = new(2030, 12, 31),
                GrantedBy = head,
            });
    }

    // A digit of the number says which.
    private static readonly (SealKind Kind, string Called, string Digits)[] Cut =
    [
        (SealKind.Approval, "审批专用章", ""),
        (SealKind.Acceptance, "受理专用章", "1"),
        (SealKind.Certificates, "证照专用章", "2"),
    ];

    /// <summary>
    /// Adds the seals that a department with officers lacks: for decisions, for acceptances where it has clerks, for certificates where it
    /// has
    /// approvers; all kept by its first officer. The caller saves.
    /// </summary>
    public static async Task SeedSealsAsync(ApprovalDbContext db, DateOnly from, CancellationToken stop = default)
    {
        var held = (await db.Set<Seal>().ToListAsync(stop)).ToLookup(seal => (seal.DepartmentCode, seal.Kind));
        var officers = (await db.Set<Officer>().ToListAsync(stop))
            .Concat(db.Set<Officer>().Local)
            .DistinctBy(officer => officer.UserName)
            .Where(officer => officer.Is(Role.Approver) || officer.Is(Role.Clerk))
            .ToLookup(officer => officer.DepartmentCode);
        db.AddRange(
            Departments()
                .Select((department, at) => (department, at))
                .Where(pair => officers[pair.department.Code].Any())
                .SelectMany(_ => Cut, (pair, cut) => (pair.department, pair.at, cut))
                .Where(wanted =>
                    !held[(wanted.department.Code, wanted.cut.Kind)].Any()
                    && (
                        wanted.cut.Kind is SealKind.Approval
                        || officers[wanted.department.Code]
                            .Any(officer => officer.Is(wanted.cut.Kind is SealKind.Acceptance ? Role.Clerk : Role.Approver))
                    )
                )
                .Select(wanted => new Seal
                {
                    Number = FormattableString.Invariant($"610104{wanted.cut.Digits}{wanted.at + 1:0000}"),
                    DepartmentCode = wanted.department.Code,
                    Inscription = wanted.department.Name + wanted.cut.Called,
                    KeeperId = officers[wanted.department.Code].First().Id,
                    From = from,
                })
        );
    }

    private static ServiceWindow[] Windows() =>
        [
            new()
            {
                Number = "A01",
                DepartmentCode = "XZSP",
                Tier = Tier.District,
                IsComprehensive = true,
            },
            new()
            {
                Number = "A02",
                DepartmentCode = "XZSP",
                Tier = Tier.District,
                IsComprehensive = true,
            },
            new()
            {
                Number = "S01",
                DepartmentCode = "STREET",
                Tier = Tier.Street,
                IsComprehensive = true,
            },
            new()
            {
                Number = "C01",
                DepartmentCode = "COMM",
                Tier = Tier.Community,
                IsComprehensive = true,
            },
        ];

    private static List<T> Read<T>(string file)
    {
        using var stream = typeof(SampleOrganisation).Assembly.GetManifestResourceStream("ParallelApproval.Organisation." + file)!;
        return JsonSerializer.Deserialize<List<T>>(stream, HouseJson.Options)!;
    }
}

/// <summary>A sample account before it has an identity.</summary>
public sealed record SampleOfficer(string UserName, string Name, string NameEn, string DepartmentCode, IReadOnlyList<Role> Roles)
{
    internal Officer ToOfficer(string passwordHash, DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            UserName = UserName,
            Name = Name,
            NameEn = NameEn,
            DepartmentCode = DepartmentCode,
            Roles = [.. Roles],
            PasswordHash = passwordHash,
            SecurityStamp = Guid.NewGuid(),
        };
}
