using Elsa.Studio.Workflows.UI.Contracts;
using Elsa.Studio.Workflows.UI.Models;

namespace ParallelApproval.Studio;

/// <summary>
/// Sign and colour of our activities on the drawing (活动的图标和颜色): one colour for what the window does, one for what departments do, one for
/// what the house does by itself.
/// </summary>
internal sealed class ActivityLooks : IActivityDisplaySettingsProvider
{
    private const string Window = "#0e7490";
    private const string Department = "#1d4ed8";
    private const string House = "#6d28d9";
    private const string End = "#15803d";

    private static readonly (string Type, string Colour, string Path)[] Looks =
    [
        ("OneWindowIntake", Window, "M3 3h18v4H3zM5 9h14v12H5zM9 12v2h6v-2z"),
        ("AwaitSupplement", Window, "M6 2h12v6l-4 4 4 4v6H6v-6l4-4-4-4zM8 4v3.2l4 4 4-4V4z"),
        ("Deliver", Window, "M3 6h11v3h4l3 4v5h-2a3 3 0 0 1-6 0H9a3 3 0 0 1-6 0zM16 11v2h3.5L18 11z"),
        ("DepartmentApproval", Department, "M9 16.2 4.8 12l-1.4 1.4L9 19 21 7l-1.4-1.4z"),
        ("AllBranchesApproval", Department, "M4 4h4v4H4zM10 4h4v4h-4zM16 4h4v4h-4zM5 10h2v4h4v-4h2v4h4v-4h2v6h-6v4h-2v-4H5z"),
        ("ApproveInParallel", Department, "M3 3h18v18H3zM6 6v3h7V6zM6 11v3h12v-3zM6 16v2h9v-2z"),
        ("SumUpApprovals", House, "M5 4h14v3H10l4 5-4 5h9v3H5v-2l5-6-5-6z"),
        ("CopyNotice", House, "M8 2h12v14H8zM4 6h2v12h10v2H4zM11 6v2h6V6zM11 10v2h6v-2z"),
        ("IssueCertificates", House, "M4 3h16v12h-5v6l-3-2-3 2v-6H4zM7 6v2h10V6zM7 10v2h7v-2z"),
        ("FinishCase", End, "M5 3h2v18H5zM8 4h11l-2.5 4L19 12H8z"),
    ];

    public IDictionary<string, ActivityDisplaySettings> GetSettings() =>
        Looks.ToDictionary(look => "ParallelApproval." + look.Type, look => new ActivityDisplaySettings(look.Colour, Svg(look.Path)));

    private static string Svg(string path) =>
        $"""<svg style="width:24px;height:24px" viewBox="0 0 24 24"><path fill="currentColor" d="{path}"/></svg>""";
}
