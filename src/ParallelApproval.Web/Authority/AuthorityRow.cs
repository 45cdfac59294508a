using ParallelApproval.Organisation;

namespace ParallelApproval.Web.Authority;

/// <summary>One row of the table: who may do <paramref name="Verb"/>.</summary>
/// <param name="Verb">What is done.</param>
/// <param name="Roles">The officer holds one of these.</param>
/// <param name="Tiers">His department stands on one of these tiers.</param>
/// <param name="Relation">How he must stand to the thing.</param>
internal sealed record AuthorityRow(Verb Verb, Role[] Roles, Tier[] Tiers, Relation Relation);
