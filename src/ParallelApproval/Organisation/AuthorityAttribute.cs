namespace ParallelApproval.Organisation;

/// <summary>
/// Who may do this (权限): stands on the command itself, and is all that the front door asks when it is named as what an endpoint or a page
/// requires. Nobody may do what carries none. <c>docs/authority.md</c> prints all of them as one table.
/// </summary>
/// <param name="roles">The officer holds one of these; none stands for whoever is signed in.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AuthorityAttribute(params Role[] roles) : Attribute
{
    /// <param name="summary">What is done, in one line, as the description of the API gives it.</param>
    /// <param name="roles">The officer holds one of these; none stands for whoever is signed in.</param>
    public AuthorityAttribute(string summary, params Role[] roles)
        : this(roles) => Summary = summary;

    public string? Summary { get; }

    public IReadOnlyList<Role> Roles { get; } = roles;

    /// <summary>How he must stand to the thing he acts on.</summary>
    public Relation Relation { get; init; }

    /// <summary>
    /// Only an officer whose body stands on the district's tier may do it; otherwise those of streets and communities, too.
    /// </summary>
    public bool InDistrictOnly { get; init; }

    /// <summary>
    /// Where the house works by four eyes (<see cref="FourEyes"/>), it is but proposed, and carried out when a second person confirms it.
    /// </summary>
    public bool TakesTwo { get; init; }

    /// <summary>
    /// A person does it himself: no key of a system is ever given it. Besides, no key is given what <see cref="TakesTwo"/>.
    /// </summary>
    public bool InPerson { get; init; }

    /// <summary>Whether the officer may do this at all. His relation to the one thing he acts on is checked where the thing is.</summary>
    public bool Allows(IReadOnlyCollection<Role> held, Tier tier) =>
        (!InDistrictOnly || tier is Tier.District) && (Roles.Count == 0 || held.Any(Roles.Contains));
}
