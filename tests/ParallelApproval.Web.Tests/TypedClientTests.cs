using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;
using ParallelApproval.Client;

namespace ParallelApproval.Web;

/// <summary>接口客户端: what other systems call the house with is written from its description, and works.</summary>
[Collection<OneDoor>]
public sealed class TypedClientTests(FrontDoor door)
{
    private const string Json = "application/json";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_client_is_what_the_description_of_the_API_says()
    {
        var described = (await door.Anonymous.GetAsync("/openapi/v1.json")).Json!.AsObject();
        Approved.ShouldMatch("../../../src/ParallelApproval.Client/ApprovalClient.cs", await WriteAsync(described));
    }

    // What the generator does not understand becomes a class that holds nothing and reads nothing.
    [Fact]
    public void Whatever_the_client_names_has_something_in_it() =>
        typeof(ApprovalClient)
            .Assembly.GetExportedTypes()
            .Where(type =>
                type.IsClass
                && type != typeof(Nothing)
                && type.GetMembers().All(member => member.DeclaringType == typeof(object) || member.Name == ".ctor")
            )
            .Select(type => type.Name)
            .ShouldBeEmpty();

    [Fact]
    public async Task A_case_goes_from_the_window_to_a_decision_through_the_client()
    {
        var window = await OfAsync("clerk");
        (await window.GetSessionAsync(Cancellation)).UserName.ShouldBe("clerk");
        var receipt = await window.PostCasesAsync(Body<ReceiptBody>(Catering.Application(accept: true)), "typed-client", Cancellation);
        var again = await window.PostCasesAsync(Body<ReceiptBody>(Catering.Application(accept: true)), "typed-client", Cancellation);
        again.CaseNumber.ShouldBe(receipt.CaseNumber, "the same key is the same call");
        var read = await window.GetCasesByNoAsync(receipt.CaseNumber, Cancellation);
        read.Branches.Count.ShouldBe(6);
        var supervisor = await OfAsync("supervisor");
        (await supervisor.GetAuditAsync(receipt.CaseNumber, Cancellation)).Items.ShouldContain(line => line.Kind == "CaseAccepted");

        // A colour where a clock runs, and none where none does.
        var accepted = await window.PostCasesSearchAsync(new() { Search = receipt.CaseNumber }, cancellation: Cancellation);
        accepted.Items.ShouldHaveSingleItem().Colour.ShouldBe(ClockColour.Green);
        var waiting = await window.PostCasesAsync(Body<ReceiptBody>(Catering.Application()), cancellation: Cancellation);
        (await window.GetCasesAsync(search: waiting.CaseNumber, cancellation: Cancellation))
            .Items.ShouldHaveSingleItem()
            .Colour.ShouldBeNull();

        var refused = await Should.ThrowAsync<ApprovalRefusedException>(() => window.PostCasesByNoAcceptanceAsync(receipt.CaseNumber));
        (refused.Status, refused.Code).ShouldBe((409, "case_status_conflict"), refused.Message);
    }

    [Fact]
    public async Task A_citizen_applies_through_the_client_by_number_and_code()
    {
        ApprovalClient Citizen(string? code) => new(new HttpClient { BaseAddress = door.Address }) { QueryCode = code };
        var begun = await Citizen(null)
            .PostPublicPrechecksAsync(new() { ItemCode = Catering.ItemCode, Phone = "13855550001" }, cancellation: Cancellation);
        var own = Citizen(begun.Code);
        var kept = await own.PutPublicPrechecksByIdAsync(begun.Precheck, new() { Applicant = new() { Name = "张三" } }, Cancellation);
        kept.Draft.Applicant!.Name.ShouldBe("张三");
        (await Should.ThrowAsync<ApprovalRefusedException>(() => Citizen(null).GetPublicPrechecksByIdAsync(begun.Precheck))).Code.ShouldBe(
            "public_precheck_not_found"
        );
        await own.DeletePublicPrechecksByIdAsync(begun.Precheck, Cancellation);
    }

    [Fact]
    public async Task What_is_wrong_in_a_body_is_told_at_its_field()
    {
        var window = await OfAsync("clerk");
        var receipt = await window.PostCasesAsync(Body<ReceiptBody>(Catering.Application()), cancellation: Cancellation);
        var refused = await Should.ThrowAsync<ApprovalRefusedException>(() =>
            window.PostCasesByNoWithdrawalAsync(receipt.CaseNumber, new() { Reason = new string('长', 3_000) })
        );
        (refused.Status, refused.Errors.Keys.ShouldHaveSingleItem()).ShouldBe((400, "reason"), refused.Message);
    }

    [Theory]
    [MemberData(nameof(BodiesOfExamples))]
    public async Task Every_example_is_a_body_that_its_address_takes(string address, string account)
    {
        var received = await (await door.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application(accept: true));
        var number = received["caseNumber"]!.GetValue<string>();
        var path = address.Split(' ')[1].Replace("{no}", number).Replace("{id}", number + "-01-1");
        path = path.Replace("{key}", Guid.Empty.ToString()).Replace("{webhook}", Guid.Empty.ToString());
        var body = JsonNode.Parse(OpenApi.Examples.Bodies[address])!;
        if (body["itemCode"] is not null)
            body["itemCode"] = Catering.Application()["itemCode"]!.DeepClone();
        if (body["expiresOn"] is not null)
            body["expiresOn"] = TimeProvider.System.OfficialToday().AddDays(90).ToString("yyyy-MM-dd");
        var method = address.Split(' ')[0];
        var answer = await (await door.AsAsync(account)).SendAsync(new HttpMethod(method), path, body.ToJsonString());
        // How the thing stands may be against it, or it is not there, or the host is on no list, or the day is over; the body is sound.
        (answer.Status is 200 or 201 or 404 or 409 || answer.Code is "webhook_host_not_allowed" or "booking_no_such_time").ShouldBeTrue(
            $"{address}: {answer.Status} {answer.Text}"
        );
        (answer.Code is not ("number_malformed" or "address_not_found")).ShouldBeTrue(answer.Text);
        var described = (await door.Anonymous.GetAsync("/openapi/v1.json")).Json!;
        described["paths"]![address.Split(' ')[1]]![method.ToLowerInvariant()]!["requestBody"]!["content"]![Json]!
            ["example"]
            .ShouldNotBeNull(address);
    }

    public static TheoryData<string, string> BodiesOfExamples()
    {
        var data = new TheoryData<string, string>();
        foreach (var address in OpenApi.Examples.Bodies.Keys)
            data.Add(
                address,
                address.Contains("/tasks/", StringComparison.Ordinal) ? "approver-syj"
                    : address.Contains("/keys", StringComparison.Ordinal) || address.Contains("/webhooks", StringComparison.Ordinal)
                        ? "security"
                    : "clerk"
            );
        return data;
    }

    private async Task<ApprovalClient> OfAsync(string userName) =>
        new(new HttpClient { BaseAddress = door.Address }, (await door.AsAsync(userName)).Token);

    private static T Body<T>(JsonObject body) =>
        System.Text.Json.JsonSerializer.Deserialize<T>(
            body.ToJsonString(),
            new System.Text.Json.JsonSerializerOptions(System.Text.Json.JsonSerializerDefaults.Web)
        )!;

    // What is no JSON, sheets and files, a program fetches by the address; and a refusal is the same everywhere.
    private static async Task<string> WriteAsync(JsonObject described)
    {
        foreach (var (path, item) in described["paths"]!.AsObject().ToList())
        {
            foreach (var (method, operation) in item!.AsObject().ToList())
            {
                var responses = operation!["responses"]!.AsObject();
                foreach (var status in responses.Select(response => response.Key).ToList())
                    if (status is not ("200" or "201" or "204"))
                        responses.Remove(status);
                if (IsOther(operation["requestBody"]?["content"]) || IsOther(responses.FirstOrDefault().Value?["content"]))
                    item.AsObject().Remove(method);
            }

            if (item.AsObject().Count == 0)
                described["paths"]!.AsObject().Remove(path);
        }

        // The generator reads 3.0, which says of what may be null more than it understands in 3.1.
        var read = OpenApiDocument.Parse(described.ToJsonString(), "json");
        await using var written = new StringWriter();
        read.Document!.SerializeAs(OpenApiSpecVersion.OpenApi3_0, new OpenApiJsonWriter(written));
        var document = await NSwag.OpenApiDocument.FromJsonAsync(written.ToString(), Cancellation);
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = nameof(ApprovalClient),
            GenerateOptionalParameters = true,
            GenerateExceptionClasses = false,
            UseBaseUrl = false,
            OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(),
        };
        var types = settings.CSharpGeneratorSettings;
        types.Namespace = typeof(ApprovalClient).Namespace!;
        types.JsonLibrary = CSharpJsonLibrary.SystemTextJson;
        types.GenerateNullableReferenceTypes = true;
        types.GenerateOptionalPropertiesAsNullable = true;
        (types.DateType, types.DateTimeType) = ("System.DateOnly", "System.DateTimeOffset");
        types.ArrayType = "System.Collections.Generic.IReadOnlyList";
        types.ArrayInstanceType = types.ArrayBaseType = "System.Collections.Generic.List";
        types.ExcludedTypeNames = ["JsonElement", "JsonNode", "JsonObject"];
        types.TemplateDirectory = Templates();
        return new CSharpClientGenerator(document, settings).GenerateFile().ReplaceLineEndings("\n");
    }

    private static bool IsOther(JsonNode? content) => content is JsonObject { Count: > 0 } kinds && !kinds.ContainsKey(Json);

    private static string Templates([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../src/ParallelApproval.Client/Templates"));
}
