namespace ParallelApproval.Web.Public;

/// <summary>
/// The header in which a citizen's program proves whose a number is (查询码). Never in an address: addresses are kept in logs and histories.
/// </summary>
internal static class QueryCode
{
    public const string Header = "Query-Code";
}
