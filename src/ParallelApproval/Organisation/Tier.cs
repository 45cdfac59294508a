namespace ParallelApproval.Organisation;

/// <summary>
/// The tier (层级) at which a matter is received or decided: the district (区), its streets (街道), their communities (社区).
/// Ordered from the top, so that a comparison says who stands above whom.
/// </summary>
public enum Tier
{
    /// <summary>区: the service centre and the departments that decide.</summary>
    District,

    /// <summary>街道: a street's convenience centre (便民服务中心).</summary>
    Street,

    /// <summary>社区: a community's station (服务站).</summary>
    Community,
}
