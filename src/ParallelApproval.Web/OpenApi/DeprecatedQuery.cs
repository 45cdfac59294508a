namespace ParallelApproval.Web.OpenApi;

/// <summary>A part of an address that is there for those who use it already (弃用参数), as the description tells it.</summary>
internal static class DeprecatedQuery
{
    /// <param name="name">Of the parameter.</param>
    /// <param name="instead">What to use in its place.</param>
    public static T Deprecates<T>(this T endpoint, string name, string instead)
        where T : IEndpointConventionBuilder =>
        endpoint.AddOpenApiOperationTransformer(
            (operation, _, _) =>
            {
                if (operation.Parameters?.FirstOrDefault(parameter => parameter.Name == name) is Microsoft.OpenApi.OpenApiParameter told)
                    (told.Deprecated, told.Description) = (true, instead);
                return Task.CompletedTask;
            }
        );
}
