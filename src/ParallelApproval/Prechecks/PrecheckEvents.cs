using ParallelApproval.Events;

namespace ParallelApproval.Prechecks;

/// <summary>An application was sent to the window to be looked at; who sent it is not said, for it can be deleted.</summary>
public sealed record PrecheckSent(string Precheck, string ItemCode) : HouseEvent;

/// <summary>The window sent it back.</summary>
public sealed record PrecheckReturned(string Precheck, string ItemCode, string[] Faulty, string[] Missing) : HouseEvent;

/// <summary>The window found it ready to be received.</summary>
public sealed record PrecheckPassed(string Precheck, string ItemCode) : HouseEvent;
