namespace ParallelApproval.Organisation;

/// <summary>How the officer must stand to the thing he acts on.</summary>
public enum Relation
{
    /// <summary>No relation is asked for: the thing is common to the centre.</summary>
    None,

    /// <summary>
    /// The thing belongs to the officer's own department: the room that owns it compares it with the department of the act, under the
    /// same lock as the command.
    /// </summary>
    OwnDepartment,

    /// <summary>
    /// What an approver's department has no part in does not exist for him (404); clerks, supervisors, managers and administrators see
    /// every department.
    /// </summary>
    OwnDepartmentForApprovers,

    /// <summary>
    /// Supervisors and managers see every department; everybody else his own, and what is another's does not exist for him (404).
    /// </summary>
    OwnDepartmentUnlessOverseer,

    /// <summary>The thing belongs to a department other than the officer's own: nobody judges what concerns his own house.</summary>
    OtherDepartment,
}
