using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;

namespace ParallelApproval.Web.OpenApi;

/// <summary>
/// What a system sends that does the ordinary things (示例报文), by method and address: shown in the description of the API. A test sends each
/// one, so that none is out of date.
/// </summary>
internal static class Examples
{
    /// <summary>The bodies, by <c>POST /api/cases</c>.</summary>
    public static IReadOnlyDictionary<string, string> Bodies { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["POST /api/session"] = """{ "userName": "clerk", "password": "Demo#2026" }""",
            ["POST /api/cases"] = """
                {
                  "itemCode": "110105-CY-001",
                  "applicant": { "kind": "person", "name": "孙七", "idNumber": "11010519491231002X", "phone": "13800004321" },
                  "form": { "shopName": "样例小馆" },
                  "materials": [{ "code": "M01" }, { "code": "M02", "form": "copy", "copies": 2 }],
                  "accept": false
                }
                """,
            ["POST /api/cases/{no}/correction-notice"] = """
                { "faults": [{ "materialCode": "M01", "problem": "未签字", "wanted": "由经营者签字" }] }
                """,
            ["POST /api/cases/{no}/supplement"] = """{ "materials": [{ "code": "M01" }] }""",
            ["POST /api/cases/{no}/withdrawal"] = """{ "reason": "申请人不再开办" }""",
            ["POST /api/tasks/{id}/decision"] = """{ "decision": "approve", "opinion": "材料齐全，符合法定条件，同意。" }""",
            ["POST /api/tasks/{id}/correction"] = """
                { "faults": [{ "materialCode": "M01", "problem": "面积与图纸不符", "wanted": "更正面积" }] }
                """,
            ["POST /api/tasks/{id}/stop"] = """{ "ground": "inspection", "plannedDays": 4, "noticeDelivered": true }""",
            ["POST /api/tasks/{id}/extension"] = """{ "days": 5, "reason": "检验机构排期" }""",
            ["POST /api/public/prechecks"] = """{ "itemCode": "110105-CY-001", "phone": "13800004321" }""",
            ["PUT /api/public/prechecks/{id}"] = """
                {
                  "applicant": { "name": "孙七", "idNumber": "11010519491231002X", "phone": "13800004321" },
                  "form": { "shopName": "样例小馆" },
                  "delivery": "window"
                }
                """,
            ["POST /api/public/bookings"] = """
                { "offer": "HALL", "day": "2026-12-01", "start": "09:00", "name": "孙七", "phone": "13800004321" }
                """,
            ["POST /api/public/bookings/{id}/move"] = """{ "day": "2026-12-02", "start": "10:30" }""",
            ["POST /api/keys"] = """
                {
                  "client": "档案系统",
                  "userName": "clerk",
                  "verbs": ["ReceiveCase", "AcceptCase", "SeeCase"],
                  "expiresOn": "2026-12-31"
                }
                """,
            ["POST /api/keys/{key}/rotation"] = """{ "oldGoodHours": 24, "expectedRevision": 1 }""",
            ["POST /api/keys/{key}/revocation"] = """{ "reason": "系统停用" }""",
            ["POST /api/webhooks"] = """
                {
                  "client": "办件系统",
                  "address": "https://receiver.example.cn/approval",
                  "kinds": ["CaseReceived", "BranchDecided", "CaseDecided"],
                  "body": "SYJ"
                }
                """,
            ["POST /api/webhooks/{webhook}/rotation"] = """{ "oldGoodHours": 24 }""",
        };

    /// <summary>Puts the example of the address, if there is one, beside its body.</summary>
    public static void Show(OpenApiOperation operation, ApiDescription described)
    {
        if (
            Bodies.TryGetValue($"{described.HttpMethod} /{described.RelativePath?.TrimEnd('/')}", out var body)
            && operation.RequestBody?.Content?.TryGetValue("application/json", out var content) is true
            && content is OpenApiMediaType json
        )
            json.Example = JsonNode.Parse(body);
    }
}
