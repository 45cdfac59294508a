using Microsoft.OpenApi;
using ParallelApproval.Web.Idempotency;

namespace ParallelApproval.Web.OpenApi;

/// <summary>That a command may be sent again with the same key (幂等键), as the description tells it.</summary>
internal static class KeyOfCaller
{
    /// <summary>Of an address that is open to anybody; those of officers are told of it by themselves.</summary>
    public static T TakesKey<T>(this T endpoint)
        where T : IEndpointConventionBuilder =>
        endpoint.AddOpenApiOperationTransformer(
            (operation, _, _) =>
            {
                Tell(operation);
                return Task.CompletedTask;
            }
        );

    public static void Tell(OpenApiOperation operation) =>
        (operation.Parameters ??= []).Add(
            new OpenApiParameter
            {
                Name = IdempotencyHeader.Name,
                In = ParameterLocation.Header,
                Description =
                    "1 to 128 visible ASCII characters. The same key with the same body gets the same answer, and the command is "
                    + "carried out once.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = IdempotencyHeader.MostCharacters },
            }
        );
}
