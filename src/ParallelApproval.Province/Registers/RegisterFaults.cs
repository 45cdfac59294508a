using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Province.Registers;

/// <summary>What is wrong with a register, as an operator reads it (名册问题).</summary>
internal static class RegisterFaults
{
    /// <summary>Where, which code, which sentence: <c>districts[1].region register_twice: Expected …</c>.</summary>
    public static string Line(Error fault) => $"{Place(fault)}: {fault.Description}";

    /// <summary>Where and which code, without what stands there.</summary>
    public static string Place(Error fault) =>
        fault.Metadata?.GetValueOrDefault(Refusal.FieldKey) is string { Length: > 0 } place ? $"{place} {fault.Code}" : fault.Code;
}
