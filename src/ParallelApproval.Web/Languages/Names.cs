namespace ParallelApproval.Web.Languages;

/// <summary>What enumerations are called in the reader's language: the word <c>TypeName_Member</c>.</summary>
internal static class Names
{
    public static string Of<T>(T member)
        where T : struct, Enum => Words.Word($"{typeof(T).Name}_{member}");

    /// <summary>The ground of a stop as the ledger keeps it.</summary>
    public static string OfGround(string ground) => Words.Find("StopGround_" + ground) ?? ground;
}
