using Microsoft.AspNetCore.Authorization;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Authority;

/// <summary>What an endpoint asks of the person at the door.</summary>
/// <param name="Verb">What he wants to do.</param>
internal sealed record VerbRequirement(Verb Verb) : IAuthorizationRequirement;

/// <summary>Compares the officer with what the verb asks for. It reads memory only.</summary>
internal sealed class Gate : AuthorizationHandler<VerbRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, VerbRequirement requirement)
    {
        if (Caller.Of(context.User) is { } caller && caller.May(requirement.Verb))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

internal static class GateSetup
{
    /// <summary>Every endpoint that names neither a verb nor <see cref="OpenToAnybodyAttribute"/> is shut.</summary>
    public static IServiceCollection AddGate(this IServiceCollection services)
    {
        services.AddSingleton<IAuthorizationHandler, Gate>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, GateAnswer>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
        return services;
    }

    /// <inheritdoc cref="RequiresAttribute"/>
    /// <remarks>The description of the API takes the verb's own line, unless the endpoint has one.</remarks>
    public static RouteHandlerBuilder Requires<T>(this RouteHandlerBuilder endpoint)
    {
        endpoint.Requires(Verb.Of<T>());
        if (Verb.Of<T>().Authority?.Summary is { } summary)
            endpoint.WithSummary(summary);
        return Verb.Of<T>().Authority is { TakesTwo: true } ? endpoint.MayPropose() : endpoint;
    }

    /// <summary>Where the house works by four eyes, it answers 202 and waits for a second person.</summary>
    public static RouteHandlerBuilder MayPropose(this RouteHandlerBuilder endpoint) =>
        endpoint.Produces<Proposed>(StatusCodes.Status202Accepted);

    /// <inheritdoc cref="RequiresAttribute"/>
    public static TBuilder Requires<TBuilder>(this TBuilder endpoint, Verb verb)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new RequiresAttribute(verb));

    /// <inheritdoc cref="OpenToAnybodyAttribute"/>
    public static TBuilder OpenToAnybody<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new OpenToAnybodyAttribute());
}
