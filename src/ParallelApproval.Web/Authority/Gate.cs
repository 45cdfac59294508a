using Microsoft.AspNetCore.Authorization;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Authority;

/// <summary>What an endpoint asks of the person at the door.</summary>
/// <param name="Verb">The row of <see cref="AuthorityTable"/> that must let him in.</param>
internal sealed record VerbRequirement(Verb Verb) : IAuthorizationRequirement;

/// <summary>Says on an endpoint that it is open to anybody, on purpose.</summary>
internal sealed class OpenToAnybody : IAllowAnonymous
{
    public static readonly OpenToAnybody Instance = new();
}

/// <summary>Compares the officer with the table. It reads memory only.</summary>
internal sealed class Gate : AuthorizationHandler<VerbRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, VerbRequirement requirement)
    {
        if (Caller.Of(context.User) is { } caller && AuthorityTable.Allows(requirement.Verb, caller.Officer.Roles, caller.Tier))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

internal static class GateExtensions
{
    /// <summary>The endpoint does this verb; the table says for whom.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder endpoint, Verb verb) where TBuilder : IEndpointConventionBuilder
    {
        var requirement = new VerbRequirement(verb);
        endpoint.RequireAuthorization(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(requirement).Build());
        return endpoint.WithMetadata(requirement);
    }

    /// <summary>The endpoint is open to anybody, signed in or not.</summary>
    public static TBuilder OpenToAnybody<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(Authority.OpenToAnybody.Instance);

    /// <summary>Every endpoint that names neither a verb nor <see cref="OpenToAnybody{TBuilder}"/> is shut.</summary>
    public static IServiceCollection AddGate(this IServiceCollection services)
    {
        services.AddSingleton<IAuthorizationHandler, Gate>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, GateAnswer>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
        return services;
    }
}
