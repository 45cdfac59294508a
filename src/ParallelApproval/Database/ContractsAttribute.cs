namespace ParallelApproval.Database;

/// <summary>
/// Stands on a migration that takes something away or makes a rule stricter (收缩): a column, a table, a name, a NULL. Programs of the
/// version before may run beside it, so what it takes away must not have been used since the version that is named here.
/// </summary>
/// <param name="expandedIn">The version of this product that brought the new way, and left the old one; as in CHANGELOG.md.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ContractsAttribute(string expandedIn) : Attribute
{
    public string ExpandedIn { get; } = expandedIn;
}
