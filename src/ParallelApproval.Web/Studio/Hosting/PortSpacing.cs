using System.Globalization;
using System.Text;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Studio;

/// <summary>
/// Room for ports (出口间距): Studio draws a new activity as high as its text, so that the ports of one with many of them lie on each other and
/// an arrow begins at the wrong one. This gives each port its own height, before Studio measures.
/// </summary>
internal static class PortSpacing
{
    /// <summary>In pixels at full size; a port takes the mouse within 12 around its middle.</summary>
    private const int PerPort = 24;

    public static string Style(DefinitionRegister register)
    {
        var style = new StringBuilder();
        foreach (var activity in register.Activities.Descriptors)
            if (activity.Ports.Count(port => !port.IsEmbedded) is >= 3 and var ports)
                style.Append(
                    CultureInfo.InvariantCulture,
                    $"elsa-activity-wrapper[activity-json*='\"type\":\"{activity.Type}\"'] .elsa-activity "
                        + $"{{ min-height: {ports * PerPort}px }}\n"
                );
        return style.ToString();
    }
}
