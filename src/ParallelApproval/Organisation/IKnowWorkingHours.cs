namespace ParallelApproval.Organisation;

/// <summary>When people of the house are at work (工作时段), by its calendar; known to the room of the calendars, which stands above.</summary>
public interface IKnowWorkingHours
{
    /// <summary>Whether the house is open at that instant, or opens or has closed so short a time from it.</summary>
    bool IsAtWork(DateTimeOffset at, TimeSpan margin);
}
