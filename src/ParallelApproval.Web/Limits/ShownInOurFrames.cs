namespace ParallelApproval.Web.Limits;

/// <summary>
/// An answer that our own pages show in a frame: a scan beside the case file. Nothing in it may run, and no other site frames it.
/// </summary>
internal sealed class ShownInOurFrames;
