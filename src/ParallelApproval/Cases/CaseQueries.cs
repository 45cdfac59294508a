namespace ParallelApproval.Cases;

public sealed class CaseQueries;
