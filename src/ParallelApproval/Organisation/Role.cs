namespace ParallelApproval.Organisation;

/// <summary>
/// What an officer may be (角色). One officer may hold several roles; what a role allows stands in the table of the front door.
/// </summary>
public enum Role
{
    /// <summary>综合窗口收件员: receives, accepts, hands out.</summary>
    Clerk,

    /// <summary>后台审核员、首席代表: reviews and decides the branches of his own department.</summary>
    Approver,

    /// <summary>监察员: watches clocks, issues supervision orders.</summary>
    Supervisor,

    /// <summary>中心管理者: runs the centre, moves load between windows.</summary>
    Manager,

    /// <summary>流程设计员: edits the catalogue and the workflow definitions.</summary>
    Designer,

    /// <summary>系统管理员: installation, settings, registers, operations; proposes accounts. Decides no case.</summary>
    Administrator,

    /// <summary>
    /// 安全保密管理员: confirms what others propose for accounts, roles and letters, and ends sessions. Decides no case, runs no machine.
    /// </summary>
    SecurityAdministrator,

    /// <summary>安全审计员: reads the trails and has them verified, and changes nothing.</summary>
    AuditAdministrator,
}
