namespace ParallelApproval.Organisation;

/// <summary>What is unusual about a sign-in (异常登录情形).</summary>
public enum UnusualSign
{
    /// <summary>陌生网络: from a network from which this account has not signed in for ninety days.</summary>
    UnknownNetwork,

    /// <summary>陌生设备: by a program by which this account has not signed in for ninety days.</summary>
    UnknownDevice,

    /// <summary>非常时段: on a day off, or more than two hours from the opening hours.</summary>
    UnusualHour,

    /// <summary>多次失败后成功: after five wrong passwords or more within an hour.</summary>
    GuessedBefore,

    /// <summary>多地同时在线: while a session from another network is open.</summary>
    TwoNetworks,

    /// <summary>久未使用的管理账号: an account of administration that has not signed in for thirty days.</summary>
    LongRest,
}

/// <summary>
/// A sign-in was unusual (异常登录告警): told to its officer on the page of his account and to the administrators of security. Where it came from
/// stands with its session and is forgotten with it.
/// </summary>
public sealed class SignInAlarm
{
    public required Guid Id { get; init; }

    public required Guid OfficerId { get; init; }

    /// <summary>Which session began; its row is forgotten after ninety days.</summary>
    public required Guid Session { get; init; }

    public required UnusualSign Sign { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>When its officer said that it was he; null while he has not.</summary>
    public DateTimeOffset? OwnedAt { get; set; }

    /// <summary>Which administrator of security has looked into it; null while nobody has.</summary>
    public string? SeenBy { get; set; }

    public DateTimeOffset? SeenAt { get; set; }

    /// <summary>What he found.</summary>
    public string? Note { get; set; }
}
