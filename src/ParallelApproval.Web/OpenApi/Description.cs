using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Session;
using Scalar.AspNetCore;

namespace ParallelApproval.Web.OpenApi;

/// <summary>The API described by itself: <c>/openapi/v1.json</c>, and readable under <c>/docs</c>.</summary>
internal static class Description
{
    public static IServiceCollection AddDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
        {
            options.AddDocumentTransformer(DescribeDocument);
            options.AddOperationTransformer(DescribeOperation);
            options.AddSchemaTransformer(DescribeText);
        });

    /// <param name="isOpen">Whether anybody reads it; else whoever is signed in.</param>
    public static void MapDescription(this IEndpointRouteBuilder app, bool isOpen)
    {
        Let(app.MapOpenApi(), isOpen);
        // Nothing in it may call another host: no fonts, no agent, no telemetry, no tools that deploy elsewhere.
        var reference = app.MapScalarApiReference("/docs", options =>
            options
                .WithTitle("ParallelApproval API")
                .WithOpenApiRoutePattern("/openapi/v1.json")
                .DisableDefaultFonts()
                .DisableAgent()
                .DisableTelemetry()
                .HideDeveloperTools()
                .HideClientButton()
                .AddPreferredSecuritySchemes(SessionSetup.Bearer)
        );
        Let(reference, isOpen);
    }

    private static void Let(IEndpointConventionBuilder endpoint, bool isOpen)
    {
        if (isOpen)
            endpoint.OpenToAnybody();
        else
            endpoint.Requires(Verb.Of<SeeOwnSession>());
    }

    private static Task DescribeDocument(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellation
    )
    {
        document.Info = new()
        {
            Title = "ParallelApproval 并联审批",
            Version = "v1",
            Description =
                "One window takes a case in, every department is notified, all approve in parallel, the case finishes on time. "
                + "Refusals are problem details (RFC 9457) with a stable code; the language follows Accept-Language or ?lang=.",
        };
        document.Servers = [];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [SessionSetup.Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The accessToken of POST /api/session, or the key of a system (pak_…).",
            },
        };
        return Task.CompletedTask;
    }

    private static Task DescribeOperation(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellation
    )
    {
        operation.OperationId = NameOf(context.Description.HttpMethod ?? "", context.Description.RelativePath ?? "");
        Examples.Show(operation, context.Description);
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<RequiresAttribute>().LastOrDefault() is { } required)
            Protect(operation, context, required.Verb);
        NameMembers(operation, context);
        Rename(operation);
        return Task.CompletedTask;
    }

    // By method and address: POST /api/cases/{no}/acceptance is PostCasesByNoAcceptance, and no other is.
    private static string NameOf(string method, string path) =>
        Capital(method.ToLowerInvariant())
        + string.Concat(
            path.Split('/', '-', '.')
                .Where(part => part.Length > 0 && part != "api")
                .Select(part => part[0] == '{' ? "By" + Capital(part.Trim('{', '}').Split(':')[0]) : Capital(part))
        );

    private static string Capital(string word) => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..];

    // A type with a converter of its own is a riddle to the describer; ours reads strings.
    private static Task DescribeText(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (context.JsonTypeInfo.Type == typeof(string) && schema.Type is null)
            schema.Type = context.JsonPropertyInfo is { IsGetNullable: true }
                ? JsonSchemaType.String | JsonSchemaType.Null
                : JsonSchemaType.String;
        // That a member may be null, the member says; where its enumeration says so too, generators take it for something else.
        if (schema.Enum is { } members)
            schema.Enum = [.. members.Where(member => member is not null && member.GetValueKind() is not JsonValueKind.Null)];
        if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Enumerable } list && list.ElementType == typeof(string))
            schema.Items ??= new OpenApiSchema { Type = JsonSchemaType.String };
        if (
            context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(NumberTextAttribute), inherit: false)
            is [NumberTextAttribute number]
        )
            ((schema.Items as OpenApiSchema) ?? schema).Pattern = number.Pattern;
        return Task.CompletedTask;
    }

    private static void Protect(OpenApiOperation operation, OpenApiOperationTransformerContext context, Verb verb)
    {
        operation.Security = [new() { [new OpenApiSecuritySchemeReference(SessionSetup.Bearer, context.Document)] = [] }];
        var roles = verb.Authority is { Roles.Count: > 0 } authority ? authority.Roles : Enum.GetValues<Role>();
        operation.Description = $"Verb {verb}; roles: {string.Join(", ", roles)}.";
        if (context.Description.HttpMethod == HttpMethods.Post)
            // Only commands keep keys; signing in twice does no harm.
            KeyOfCaller.Tell(operation);
    }

    /// <summary>A <see cref="Named{T}"/> in the address is described by the enumeration that it names.</summary>
    private static void NameMembers(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        foreach (var described in context.Description.ParameterDescriptions)
            if (
                Nullable.GetUnderlyingType(described.ParameterDescriptor?.ParameterType ?? typeof(void)) is { IsGenericType: true } named
                && named.GetGenericTypeDefinition() == typeof(Named<>)
                && operation.Parameters?.OfType<OpenApiParameter>().FirstOrDefault(parameter => parameter.Name == described.Name)
                    is { } parameter
            )
                parameter.Schema = new OpenApiSchema
                {
                    Enum =
                    [
                        .. Enum.GetNames(named.GenericTypeArguments[0])
                            .Select(member => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(member)),
                    ],
                };
    }

    // One problem response serves for every refusal: the status says the kind, the code says which.
    private static void Rename(OpenApiOperation operation)
    {
        if (operation.Responses?.Remove("400", out var problem) != true || problem is null)
            return;
        problem.Description = "Refused; see code.";
        operation.Responses["4XX"] = problem;
    }
}
