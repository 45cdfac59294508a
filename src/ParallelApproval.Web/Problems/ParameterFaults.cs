using System.Text.RegularExpressions;
using ErrorOr;

namespace ParallelApproval.Web.Problems;

/// <summary>Says which part of the address is wrong. The name stands only in the message: <c>… parameter "int limit" from "x"</c>.</summary>
internal static partial class ParameterFaults
{
    public static Error Of(BadHttpRequestException fault)
    {
        if (Named().Match(fault.Message) is not { Success: true } named) return FrontRefusals.MalformedRequest();
        var name = named.Groups[1].Value;
        if (name == "body" || fault.Message.Contains("request body", StringComparison.Ordinal)) return FrontRefusals.NotJson();
        return fault.Message.StartsWith("Required", StringComparison.Ordinal) ? FrontRefusals.MissingField(name) : FrontRefusals.WrongType(name);
    }

    [GeneratedRegex("parameter \"[^\" ]+(?: [^\" ]+)* ([A-Za-z_]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Named();
}
