using Microsoft.AspNetCore.Authorization;

namespace ParallelApproval.Web.Authority;

/// <summary>The endpoint or page does this verb; <see cref="AuthorityTable"/> says for whom.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RequiresAttribute(Verb verb) : AuthorizeAttribute, IAuthorizationRequirementData
{
    public Verb Verb { get; } = verb;

    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [new VerbRequirement(Verb)];
}

/// <summary>The endpoint or page is open to anybody, on purpose.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OpenToAnybodyAttribute : Attribute, IAllowAnonymous;
