using System.Text.Json;
using System.Text.Json.Serialization;
using ParallelApproval.Cases;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web;

/// <summary>
/// JSON of the front door: camelCase, enumerations as strings, nothing tolerated that the API does not describe. The types of the hot
/// path have serialisers made at build time.
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(Proposed))]
[JsonSerializable(typeof(SignIn))]
[JsonSerializable(typeof(AccessToken))]
[JsonSerializable(typeof(ReceiptBody))]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(Accepted))]
[JsonSerializable(typeof(DecisionBody))]
[JsonSerializable(typeof(Decided))]
[JsonSerializable(typeof(TaskHeld))]
internal sealed partial class WebJson : JsonSerializerContext
{
    /// <summary>Deepest nesting that is read.</summary>
    public const int MostDepth = 32;

    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = MostDepth;
        options.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All);
        options.Converters.Add(new PlainTextReader());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.TypeInfoResolverChain.Insert(0, Default);
    }

    /// <summary>Options of their own, for what is written outside an endpoint.</summary>
    public static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        return options;
    }
}
