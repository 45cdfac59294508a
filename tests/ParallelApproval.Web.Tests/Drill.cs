using System.Text.Json.Nodes;
using ParallelApproval.Catalogue;

namespace ParallelApproval.Web;

/// <summary>The catalogue's item for drills: six departments that wait for nobody.</summary>
internal static class Drill
{
    public const string Item = "610104-YJS-900";

    /// <summary>A whole application, accepted at the window.</summary>
    public static JsonObject Application()
    {
        var application = Catering.Application(accept: true);
        application["itemCode"] = Item;
        application["form"] = new JsonObject { ["address"] = "演练路 1 号" };
        application["materials"] = new JsonArray([
            .. SampleDistrict
                .Catalogue()
                .InForce(Item, new(2026, 3, 2))!
                .Materials.Where(paper => paper.IsAsked)
                .Select(paper => new JsonObject { ["code"] = paper.Code }),
        ]);
        return application;
    }
}
