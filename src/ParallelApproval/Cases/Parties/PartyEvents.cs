using ParallelApproval.Events;

namespace ParallelApproval.Cases;

/// <summary>登记利害关系人. How he is reached stands in the file only.</summary>
/// <param name="Branch">The branch that bears on him; null for all.</param>
public sealed record InterestedPartyNoted(int Party, string Name, string Interest, int? Branch) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>告知利害关系人: he has the notice in hand.</summary>
/// <param name="Due">The last day to speak.</param>
public sealed record InterestedPartyTold(int Party, string Name, string Interest, DateOnly Due) : DomainEvent;

/// <summary>听取利害关系人意见.</summary>
public sealed record InterestedPartyHeard(int Party, string Name, string Statement) : DomainEvent;

/// <summary>利害关系人逾期未陈述: told, he said nothing until his day.</summary>
public sealed record InterestedPartySilent(int Party, DateOnly Due) : DomainEvent;
