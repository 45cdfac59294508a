namespace ParallelApproval.Catalogue;

/// <summary>
/// 超时默认试点: the local rule on which silence grants a branch. Lawful only where the branch touches neither national or public safety nor
/// ecology nor people's health or life, and where the item stands on the centre's <see cref="PilotList"/>.
/// </summary>
/// <param name="DocumentNumber">Number of the document, e.g. 泰政办发〔2022〕58号.</param>
/// <param name="TouchesNoSafety">The designer states that no safety, health or ecology is at stake.</param>
public sealed record PilotRule(string DocumentNumber, bool TouchesNoSafety);

/// <summary>
/// 试点事项清单: the items for which the district lets silence grant; a setting of the installation, empty unless somebody has decided otherwise.
/// </summary>
public sealed record PilotList(IReadOnlyCollection<string> ItemCodes)
{
    public PilotList()
        : this([]) { }
}
