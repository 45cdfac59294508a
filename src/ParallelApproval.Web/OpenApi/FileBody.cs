using System.Net.Mime;
using Microsoft.OpenApi;

namespace ParallelApproval.Web.OpenApi;

/// <summary>A body that is one file, sent as it is and not as a form (文件请求体), as the description tells it.</summary>
internal static class FileBody
{
    public static T TakesBytes<T>(this T endpoint)
        where T : IEndpointConventionBuilder =>
        endpoint.AddOpenApiOperationTransformer(
            (operation, _, _) =>
            {
                operation.RequestBody = new OpenApiRequestBody
                {
                    Required = true,
                    Content = new Dictionary<string, OpenApiMediaType>
                    {
                        [MediaTypeNames.Application.Octet] = new()
                        {
                            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                        },
                    },
                };
                return Task.CompletedTask;
            }
        );
}
