using ParallelApproval.Publication;

namespace ParallelApproval.Web.Cases;

/// <summary>Whether the result of a case is kept from the public (不予公开), as its trail tells.</summary>
/// <param name="Ground">Null when it is not withheld, and for those who look after flows and see nobody's reasons.</param>
internal readonly record struct Publicity(bool IsWithheld, WithholdingGround? Ground, string? Reason)
{
    public static Publicity Of(CaseSheet sheet)
    {
        var last = sheet.Timeline.LastOrDefault(entry => entry.Kind is nameof(ResultWithheld) or nameof(ResultRestored));
        if (last?.Kind is not nameof(ResultWithheld))
            return default;
        var ground =
            last.Data.TryGetProperty("ground", out var named)
            && Enum.TryParse<WithholdingGround>(named.GetString(), ignoreCase: true, out var known)
                ? known
                : (WithholdingGround?)null;
        return new(true, ground, last.Data.TryGetProperty("reason", out var reason) ? reason.GetString() : null);
    }
}
