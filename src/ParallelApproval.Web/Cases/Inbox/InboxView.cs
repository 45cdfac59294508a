using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Cases;

/// <summary>Whose tasks an inbox shows.</summary>
public enum Whose
{
    All,
    Mine,
    Free,
}

/// <summary>How an inbox is narrowed (待办筛选), as it stands in the address; a saved view is such an address.</summary>
public sealed record InboxView(ClockColour? Colour, BranchStatus? Status, Whose Whose, bool MaySign, string? Search)
{
    internal static InboxView Of(string query)
    {
        var fields = QueryHelpers.ParseQuery(query);
        string? Field(string name) => fields.TryGetValue(name, out var value) ? value.ToString() : null;
        T? Member<T>(string name)
            where T : struct, Enum => Enum.TryParse<T>(Field(name), out var member) && Enum.IsDefined(member) ? member : null;
        return new(
            Member<ClockColour>("Colour"),
            Member<BranchStatus>("Status"),
            Member<Whose>("Whose") ?? Whose.All,
            Field("MaySign") == "true",
            Field("Search")
        );
    }

    /// <summary>The address, with what is not asked for left out.</summary>
    public string Query()
    {
        var fields = new QueryBuilder();
        if (Colour is { } colour)
            fields.Add("Colour", colour.ToString());
        if (Status is { } status)
            fields.Add("Status", status.ToString());
        if (Whose is not Whose.All)
            fields.Add("Whose", Whose.ToString());
        if (MaySign)
            fields.Add("MaySign", "true");
        if (!string.IsNullOrWhiteSpace(Search))
            fields.Add("Search", Search.Trim());
        return fields.ToString();
    }

    internal TaskFilter Filter(Caller caller, StationGate gate, int limit) =>
        new(
            caller.SeesOnlyHisDepartment ? caller.DepartmentCode : null,
            Status,
            Colour,
            Whose is Whose.Mine ? caller.Officer.UserName : null,
            Limit: limit,
            IsFree: Whose is Whose.Free,
            MaySign: MaySign,
            Search: Search,
            Departments: caller.Stations(gate)
        );
}
