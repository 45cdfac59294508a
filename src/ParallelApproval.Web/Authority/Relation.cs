namespace ParallelApproval.Web.Authority;

/// <summary>How the officer must stand to the thing he acts on.</summary>
internal enum Relation
{
    /// <summary>No relation is asked for: the thing is common to the centre.</summary>
    None,

    /// <summary>
    /// The thing belongs to the officer's own department. For anybody else it does not exist (404): the room that owns the thing
    /// compares it with the department of the act, under the same lock as the command.
    /// </summary>
    OwnDepartment,

    /// <summary>As <see cref="OwnDepartment"/> for approvers; clerks, supervisors, managers and administrators see every department.</summary>
    OwnDepartmentForApprovers,
}
