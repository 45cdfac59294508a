using System.Text.Json.Nodes;

namespace ParallelApproval.Web;

/// <summary>
/// Good bodies with one thing spoilt at random: a member left out, or its value replaced by something else. Whatever comes of it, it is an
/// answer or a refusal of the usual shape, never a fault of the server.
/// </summary>
public sealed class MutatedBodiesTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    private const int Mutations = 600;
    private const int Seed = 20121123;

    private static readonly string[] Spoilers =
    [
        "null",
        "true",
        "-1",
        "0",
        "1e30",
        "9223372036854775807",
        "\"\"",
        "\"\\u0000\"",
        "\"𠮷\\u202e\"",
        "\"2026-02-30\"",
        "[]",
        "[null]",
        "[[]]",
        "{}",
        "{\"a\":null}",
        "\"'; DROP TABLE cases; --\"",
        "\"<script>alert(1)</script>\"",
        $"\"{new string('x', 5_000)}\"",
    ];

    [Fact]
    public async Task A_spoilt_body_never_breaks_the_server()
    {
        var requests = await RequestsAsync();
        var wrong = new List<string>();
        var random = new Random(Seed);
        for (var i = 0; i < Mutations; i++)
        {
            var (userName, method, path, body) = requests[random.Next(requests.Count)];
            var spoilt = Spoil(body.DeepClone(), random.Next(10_000), random.Next(-1, Spoilers.Length));
            var answer = await (await door.AsAsync(userName)).SendAsync(method, path, spoilt.ToJsonString());
            if (answer.Status >= 500 || (answer.Status >= 400 && (answer.Code is null || answer.ContentType != "application/problem+json")))
                wrong.Add(
                    $"{method} {path} {answer.Status} {answer.Code}\n  "
                        + $"{spoilt.ToJsonString()[..Math.Min(300, spoilt.ToJsonString().Length)]}"
                );
        }

        wrong.ShouldBeEmpty();
    }

    private static JsonNode Spoil(JsonNode body, int where, int how)
    {
        var places = Places(body).ToList();
        var (parent, key) = places[where % places.Count];
        if (parent is JsonObject fields)
            if (how < 0)
                fields.Remove((string)key);
            else
                fields[(string)key] = JsonNode.Parse(Spoilers[how]);
        else if (how < 0)
            ((JsonArray)parent).RemoveAt((int)key);
        else
            ((JsonArray)parent)[(int)key] = JsonNode.Parse(Spoilers[how]);
        return body;
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode? node)
    {
        if (node is JsonObject fields)
            foreach (var (name, value) in fields)
            {
                yield return (fields, name);
                foreach (var deeper in Places(value))
                    yield return deeper;
            }

        if (node is JsonArray elements)
            for (var i = 0; i < elements.Count; i++)
            {
                yield return (elements, i);
                foreach (var deeper in Places(elements[i]))
                    yield return deeper;
            }
    }

    private async Task<List<(string UserName, HttpMethod Method, string Path, JsonNode Body)>> RequestsAsync()
    {
        var clerk = await door.AsAsync("clerk");
        var number = (await clerk.PostAsync("/api/cases", Catering.Application(accept: true)))["caseNumber"]!.GetValue<string>();
        var early = (await clerk.PostAsync("/api/cases", Catering.Application()))["caseNumber"]!.GetValue<string>();
        var task = Catering.Task(number, 1);
        return
        [
            ("clerk", HttpMethod.Post, "/api/cases", Full()),
            (
                "clerk",
                HttpMethod.Post,
                $"/api/cases/{early}/correction-notice",
                JsonNode.Parse("""{"faults":[{"materialCode":"M01","problem":"未签字","wanted":"请签字"}]}""")!
            ),
            (
                "clerk",
                HttpMethod.Post,
                $"/api/cases/{number}/supplement",
                JsonNode.Parse("""{"materials":[{"code":"M01","form":"copy","copies":2}]}""")!
            ),
            ("clerk", HttpMethod.Post, $"/api/cases/{number}/withdrawal", JsonNode.Parse("""{"reason":"不办了","branches":[6]}""")!),
            ("clerk", HttpMethod.Post, $"/api/cases/{number}/delivery", JsonNode.Parse("""{"way":"post","receiver":"李四"}""")!),
            ("clerk", HttpMethod.Post, $"/api/cases/{number}/refusal-answer", JsonNode.Parse("""{"branch":1,"answer":"goOn"}""")!),
            (
                "approver-syj",
                HttpMethod.Post,
                task + "/decision",
                JsonNode.Parse("""{"decision":"refuse","opinion":"不同意","reasons":"不合规定","remedies":"可申请复议"}""")!
            ),
            (
                "approver-syj",
                HttpMethod.Post,
                task + "/correction",
                JsonNode.Parse("""{"faults":[{"materialCode":"M11","problem":"图不清","wanted":"重交"}]}""")!
            ),
            (
                "approver-syj",
                HttpMethod.Post,
                task + "/stop",
                JsonNode.Parse("""{"ground":"inspection","plannedDays":5,"noticeDelivered":true}""")!
            ),
            ("approver-syj", HttpMethod.Post, task + "/extension", JsonNode.Parse("""{"days":3,"reason":"案情复杂"}""")!),
            ("manager", HttpMethod.Post, task + "/reassignment", JsonNode.Parse("""{"to":"approver-syj","reason":"调休"}""")!),
            (
                "supervisor",
                HttpMethod.Post,
                "/api/supervision/orders",
                JsonNode.Parse(
                    """
                    {"kind":"manual","level":"urgent","facts":"群众反映","demand":"五日内答复","department":"SYJ","officer":"approver-syj",
                    "basis":"中心规定","source":"1","days":5,"copyTo":["办公室"],"attachments":["来信"],"branch":1,"case":"CASE"}
                    """.Replace("CASE", number, StringComparison.Ordinal)
                )!
            ),
            (
                "approver-syj",
                HttpMethod.Post,
                $"/api/supervision/orders/{number}-D1/reply",
                JsonNode.Parse(
                    """{"findings":"属实","cause":"staff","measures":"整改","responsible":"刘芳","doneOn":"2026-03-20","signedOffBy":"局长"}"""
                )!
            ),
            (
                "approver-syj",
                HttpMethod.Post,
                $"/api/supervision/cards/{number}-K1/answer",
                JsonNode.Parse("""{"explanation":"说明","cause":"materials","measures":"整改","signedOffBy":"局长"}""")!
            ),
            (
                "approver-syj",
                HttpMethod.Post,
                $"/api/supervision/cards/{number}-K1/appeal",
                JsonNode.Parse("""{"ground":"forceMajeure","statement":"停电"}""")!
            ),
            (
                "supervisor",
                HttpMethod.Post,
                $"/api/supervision/orders/{number}-D1/review",
                JsonNode.Parse("""{"accepted":false,"opinion":"不具体","days":2,"deduction":0}""")!
            ),
            ("designer", HttpMethod.Put, $"/api/catalogue/items/{Catering.ItemCode}?expectedVersion=1", await DraftAsync()),
            (
                "admin",
                HttpMethod.Put,
                "/api/calendars/2027",
                JsonNode.Parse(
                    """{"year":2027,"status":"provisional","holidays":[{"name":"元旦","nameEn":"New Year","from":"2027-01-01","to":"2027-01-01"}],"""
                        + """ "makeUpDays":["2027-02-20"]}"""
                )!
            ),
        ];
    }

    private static JsonObject Full()
    {
        var application = Catering.Application(accept: true);
        application["applicant"]!["agent"] = JsonNode.Parse("""{"name":"李四","idNumber":"610104189001010021","phone":"02988886666"}""");
        application["branches"] = JsonNode.Parse("[1,2,3,4,5,6]");
        application["confirmed"] = JsonNode.Parse("""["credit_code_check_unconfirmed"]""");
        application["delivery"] = "post";
        application["workflow"] = JsonNode.Parse("""{"definitionId":"catering-six-certificates","version":1}""");
        return application;
    }

    /// <summary>The item as it is, written as a draft: papers by their code.</summary>
    private async Task<JsonNode> DraftAsync()
    {
        var draft = (await (await door.AsAsync("designer")).GetAsync($"/api/catalogue/items/{Catering.ItemCode}"))["item"]!
            .DeepClone()
            .AsObject();
        draft["materials"] = new JsonArray([
            .. draft["materials"]!
                .AsArray()
                .Select(paper => new JsonObject
                {
                    ["code"] = paper!["code"]!.DeepClone(),
                    ["usedBy"] = paper["usedBy"]!.DeepClone(),
                    ["outputOfBranch"] = paper["outputOfBranch"]?.DeepClone(),
                }),
        ]);
        draft["effectiveFrom"] = "2027-01-01";
        foreach (var computed in new[] { "version", "isJoint", "materialsOnce", "materialsIfSerial", "serialDays", "parallelDays", "fee" })
            draft.Remove(computed);
        return draft;
    }
}
