namespace ParallelApproval.Organisation;

/// <summary>Who has taken over what closed bodies had (承接单位).</summary>
internal static class Heirs
{
    /// <summary>Who stands in the place of a body: itself, or, where it was closed, its heir, or that one's.</summary>
    public static string InPlaceOf(IReadOnlyDictionary<string, Department> bodies, string code)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (seen.Add(code) && bodies.GetValueOrDefault(code) is { ClosedOn: not null, HeirCode: { } heir })
            code = heir;
        return code;
    }
}
