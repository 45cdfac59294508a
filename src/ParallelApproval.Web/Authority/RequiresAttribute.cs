using Microsoft.AspNetCore.Authorization;

namespace ParallelApproval.Web.Authority;

/// <summary>The endpoint or page does this verb; the verb's own <see cref="Organisation.AuthorityAttribute"/> says for whom.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal class RequiresAttribute(Verb verb) : AuthorizeAttribute, IAuthorizationRequirementData
{
    public Verb Verb { get; } = verb;

    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [new VerbRequirement(Verb)];
}

/// <inheritdoc/>
/// <typeparam name="T">The command, or one of the <see cref="Sights"/>.</typeparam>
internal sealed class RequiresAttribute<T>() : RequiresAttribute(Verb.Of<T>());

/// <summary>The endpoint or page is open to anybody, on purpose.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OpenToAnybodyAttribute : Attribute, IAllowAnonymous;
