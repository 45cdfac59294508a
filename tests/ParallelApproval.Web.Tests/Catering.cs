using System.Text.Json.Nodes;

namespace ParallelApproval.Web;

/// <summary>The catering case (餐饮店开办六证联办): six departments, eighteen papers.</summary>
internal static class Catering
{
    public const string ItemCode = "610104-YJS-001";

    /// <summary>Departments of branches 1 to 6, in the order in which the law lets them sign.</summary>
    public static readonly string[] Departments = ["syj", "gsj", "zjj", "gss", "dss", "tjj"];

    private static readonly string[] Papers =
    [
        "M01",
        "M02",
        "M03",
        "M04",
        "M05",
        "M06",
        "M07",
        "M08",
        "M09",
        "M10",
        "M11",
        "M12",
        "M13",
        "M14",
        "M18",
        "M19",
        "M20",
        "M21",
    ];

    /// <summary>A complete application. The number belongs to nobody alive: born in 1890.</summary>
    public static JsonObject Application(bool accept = false) =>
        new()
        {
            ["itemCode"] = ItemCode,
            ["applicant"] = new JsonObject
            {
                ["kind"] = "person",
                ["name"] = "张三",
                ["idNumber"] = "61010418900101003X",
                ["phone"] = "13800001234",
            },
            ["form"] = new JsonObject { ["shopName"] = "莲湖小馆" },
            ["materials"] = new JsonArray([.. Papers.Select(code => new JsonObject { ["code"] = code })]),
            ["accept"] = accept,
        };

    public static JsonObject Approval() => new() { ["decision"] = "approve", ["opinion"] = "材料齐全，符合条件，同意。" };

    public static string Task(string caseNumber, int branch, int round = 1) =>
        FormattableString.Invariant($"/api/tasks/{caseNumber}-{branch:00}-{round}");
}
