namespace Stories.Tiers;

/// <summary>
/// One story for each kind of matter at each tier that has it: 即办件 at district, street and community; 承诺件 at the district; 上报件 from the
/// community through the street and from the street; 代理件 from the community.
/// </summary>
public static class TierStories
{
    private const string SoleTrader = "610104-DJ-105";
    private const string HealthInsurance = "610104-FW-205";
    private const string BirthRegistration = "610104-FW-206";
    private const string PublicHealthPermit = "610104-XK-103";
    private const string MinimumAllowance = "610104-JF-201";
    private const string AllowanceOfTheAged = "610104-JF-203";
    private const string CardOfTheAged = "610104-DL-207";

    public static async Task<IReadOnlyList<Ending>> TellAsync(Uri server, TextWriter book, CancellationToken cancellation)
    {
        using var office = new Office(server, cancellation);
        Matter At(string tier, string item) => new(office, book, item, tier);
        return
        [
            await OnTheSpotAsync(At("district", SoleTrader)),
            await OnTheSpotAsync(At("street", HealthInsurance)),
            await OnTheSpotAsync(At("community", BirthRegistration)),
            await WithinThePromiseAsync(At("district", PublicHealthPermit)),
            await ThroughThreeTiersAsync(At("community", MinimumAllowance)),
            await FromTheStreetAsync(At("street", AllowanceOfTheAged)),
            await OnTheCitizensBehalfAsync(At("community", CardOfTheAged)),
        ];
    }

    // 即办: received, decided and handed over while the citizen waits.
    private static async Task<Ending> OnTheSpotAsync(Matter matter)
    {
        await matter.ReceiveAsync();
        await matter.DecideOnTheSpotAsync();
        return await matter.HandOverAsync(comesAgain: false);
    }

    // 承诺: one department, which looks at the place and signs within the days that the guide promises.
    private static async Task<Ending> WithinThePromiseAsync(Matter matter)
    {
        await matter.ReceiveAsync();
        await matter.PassAsync(4);
        await matter.LookAsync("approver-wjj", "西大街1号", "卫生设施符合要求。");
        await matter.SignAsync("approver-wjj");
        return await matter.HandOverAsync(comesAgain: true);
    }

    // 上报: the district misses a visit to the household and sends it back; nobody's clock begins anew, and it comes up again.
    private static async Task<Ending> ThroughThreeTiersAsync(Matter matter)
    {
        await matter.ReceiveAsync();
        await matter.SendUpAsync("clerk-community", "邻里调查属实，同意上报。");
        await matter.PassAsync(1);
        await matter.SendUpAsync("approver-street", "经复核，同意上报。");
        await matter.PassAsync(1);
        await matter.SendBackAsync("reviewer-mzj", branch: 1, "缺入户调查表");
        await matter.SendUpAsync("approver-street", "入户调查已补，同意上报。");
        await matter.PassAsync(2);
        await matter.LookAsync("reviewer-mzj", "桃园路社区3号楼", "入户调查与申报一致。");
        await matter.ReviewAsync("reviewer-mzj");
        await matter.SignAsync("approver-mzj");
        return await matter.HandOverAsync(comesAgain: true);
    }

    // 上报 from the street's own window: the community is passed by.
    private static async Task<Ending> FromTheStreetAsync(Matter matter)
    {
        await matter.ReceiveAsync();
        await matter.PassAsync(1);
        await matter.SendUpAsync("approver-street", "年龄属实，同意上报。");
        await matter.PassAsync(2);
        await matter.LookAsync("approver-llb", "桃园路社区5号楼", "老人在世，情况属实。");
        await matter.SignAsync("approver-llb");
        return await matter.HandOverAsync(comesAgain: true);
    }

    // 代理: the station runs the errand; the citizen comes to his community twice and to no department.
    private static async Task<Ending> OnTheCitizensBehalfAsync(Matter matter)
    {
        await matter.ReceiveAsync();
        await matter.SendUpAsync("clerk-community", "代为递交。");
        await matter.PassAsync(2);
        await matter.SignAsync("approver-llb");
        return await matter.HandOverAsync(comesAgain: true);
    }
}
