namespace ParallelApproval.Web.Cases;

/// <summary>What is noted of those who are heard before a decision (听取意见).</summary>
internal enum HearingAction
{
    Request,
    NoteParty,
    TellParty,
    HearParty,
}
