using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Installations;

/// <summary>The installation of the sample district (样例机构).</summary>
public static class SampleInstallation
{
    public static Installation Installation { get; } =
        new(
            "610104",
            "陕西省西安市莲湖区",
            "莲湖区",
            "Lianhu District",
            "莲湖区政务服务中心",
            "Service Centre of Lianhu District",
            TierNames.Usual,
            "莲审",
            Place: "莲湖区样例路1号",
            Phone: "029-12345",
            ReviewBody: "西安市莲湖区人民政府",
            Court: "西安铁路运输法院"
        );

    /// <summary>Sets it up where nobody has. The caller saves.</summary>
    public static async Task SeedAsync(ApprovalDbContext db, DateTimeOffset now, CancellationToken stop = default)
    {
        if (!await db.Set<InstallationVersion>().AnyAsync(stop))
            db.Add(
                new InstallationVersion
                {
                    Revision = 1,
                    Content = InstallationVersion.Write(Installation),
                    EnteredBy = "system",
                    EnteredAt = now,
                    InForceAt = now,
                }
            );
    }
}
