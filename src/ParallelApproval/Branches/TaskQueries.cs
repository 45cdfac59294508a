namespace ParallelApproval.Branches;

public sealed class TaskQueries;
