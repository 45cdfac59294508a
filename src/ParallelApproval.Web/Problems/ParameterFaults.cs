using System.Text.RegularExpressions;
using ErrorOr;
using Microsoft.AspNetCore.Diagnostics;

namespace ParallelApproval.Web.Problems;

/// <summary>
/// Says which part of the address is wrong. The name stands only in the message: <c>… parameter "int limit" from "x"</c>.
/// </summary>
internal static partial class ParameterFaults
{
    public static Error Of(BadHttpRequestException fault, HttpContext context)
    {
        if (fault.Message.Contains("body", StringComparison.Ordinal))
            return FrontRefusals.BodyMissing();
        if (Named().Match(fault.Message) is not { Success: true } named)
            return FrontRefusals.MalformedRequest();
        var name = named.Groups[1].Value;
        // UseExceptionHandler clears the route values; those of the endpoint's pattern tell as well.
        if (context.Features.Get<IExceptionHandlerFeature>()?.RouteValues?.ContainsKey(name) == true)
            return FrontRefusals.MalformedNumber(name);
        return fault.Message.StartsWith("Required", StringComparison.Ordinal)
            ? FrontRefusals.MissingField(name)
            : FrontRefusals.WrongType(name);
    }

    [GeneratedRegex("parameter \"[^\" ]+(?: [^\" ]+)* ([A-Za-z_]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Named();
}
