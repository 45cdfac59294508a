namespace ParallelApproval.Events;

/// <summary>
/// An act outside of any case that can never un-happen (台账事件): a flow was published, an item changed, a year entered. Each room adds its
/// own kinds; the name of the type is the kind under which it is stored, so a type is never renamed once one is stored.
/// </summary>
public abstract record HouseEvent;
