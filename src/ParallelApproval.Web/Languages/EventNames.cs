namespace ParallelApproval.Web.Languages;

/// <summary>What an event is called on a timeline: the word <c>event_Kind</c>.</summary>
internal static class EventNames
{
    public static string Of(string kind) => Words.Word("event_" + kind);
}
