using ParallelApproval.Cases;

namespace ParallelApproval.Bulletins;

/// <summary>
/// Whose the working days were (时间去向汇总), of the cases that were decided, or closed undecided, in the period of a bulletin.
/// </summary>
/// <param name="Department">Code of the department; null for the whole cases.</param>
/// <param name="Matters">How many cases, or branches of that department.</param>
public sealed record DaysHeldLine(string? Department, int Matters, HolderDays Days);
