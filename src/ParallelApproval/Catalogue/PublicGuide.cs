namespace ParallelApproval.Catalogue;

/// <summary>
/// The part of the nine public fields (九公开) that is written by hand. The other five are computed by <see cref="NineFields"/>, so that
/// what is published cannot differ from what is done.
/// </summary>
/// <param name="Content">服务内容.</param>
/// <param name="Conditions">申报条件.</param>
/// <param name="Procedure">办理程序.</param>
/// <param name="Complaints">投诉渠道.</param>
public sealed record PublicGuide(string Content, string Conditions, string Procedure, string Complaints);
