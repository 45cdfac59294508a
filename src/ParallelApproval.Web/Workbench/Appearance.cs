using Microsoft.AspNetCore.Components.Endpoints;
using ParallelApproval.Web.Authority;

namespace ParallelApproval.Web.Workbench;

/// <summary>How pages look to this reader (外观): light, dark, or as his machine is set.</summary>
internal static class Appearance
{
    public const string Name = "scheme";

    /// <summary><c>light</c> or <c>dark</c>; null when the machine's own setting holds.</summary>
    public static string? Of(HttpContext context) => context.Request.Cookies[Name] is ("light" or "dark") and var chosen ? chosen : null;

    /// <summary>
    /// Whether this request is for a page of the staff, which uses the component library and scripts; pages for everybody use neither.
    /// </summary>
    public static bool IsStaffPage(this HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } metadata
        && metadata.GetMetadata<ComponentTypeMetadata>() is not null
        && metadata.GetMetadata<RequiresAttribute>() is not null;
}
