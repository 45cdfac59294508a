using System.ComponentModel.DataAnnotations;

namespace ParallelApproval.Organisation;

/// <summary>By what somebody who is signed in is known again (会话凭证).</summary>
public enum SessionKind
{
    /// <summary>A browser, by its cookie.</summary>
    Browser,

    /// <summary>A program, by the token that it sends along.</summary>
    Program,
}

/// <summary>
/// One sign-in and what follows from it (会话), by token or by cookie. It ends when its officer signs out or somebody ends it, when nothing
/// is done for <see cref="SessionLimits.IdleMinutes"/>, at <see cref="EndsAt"/> whatever is done, and with every change of password, roles
/// or standing. All instants are those of the house without the distance of a demonstration: people's working hours do not jump.
/// </summary>
public sealed class OfficerSession
{
    public required Guid Id { get; init; }

    public required Guid OfficerId { get; init; }

    /// <summary>The stamp of the account at sign-in; with another one it is void.</summary>
    public required Guid Stamp { get; init; }

    public required SessionKind Kind { get; init; }

    public required DateTimeOffset BeganAt { get; init; }

    /// <summary>From sign-in to here at most.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>When something was done last, to the minute: it is written once a minute, not by each request.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>When it was ended before its time; null while it is open, and for one that came to its limit.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <inheritdoc cref="SignInPlace.Address"/>
    public required string Address { get; init; }

    /// <inheritdoc cref="SignInPlace.Agent"/>
    public required string Agent { get; init; }
}

/// <summary>From where somebody signs in.</summary>
/// <param name="Address">The network address; of IPv6 the first 64 bits, for one subscriber has all that follow. Empty when it is not
/// known.</param>
/// <param name="Agent">What the program calls itself; believed by nobody, shown so that a session is recognised.</param>
public sealed record SignInPlace(string Address, string Agent)
{
    public const int LongestAddress = 64;

    public const int LongestAgent = 200;

    public static readonly SignInPlace Unknown = new("", "");
}

/// <summary>How long a session lasts; setting <c>ParallelApproval:Sessions</c>.</summary>
public sealed record SessionLimits
{
    /// <summary>Minutes without anything done.</summary>
    [Range(1, 1440)]
    public int IdleMinutes { get; init; } = 30;

    /// <summary>Hours from sign-in, whatever is done.</summary>
    [Range(1, 24)]
    public int LongestHours { get; init; } = 8;

    internal TimeSpan Idle => TimeSpan.FromMinutes(IdleMinutes);

    internal TimeSpan Longest => TimeSpan.FromHours(LongestHours);
}
