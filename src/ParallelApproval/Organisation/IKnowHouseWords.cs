namespace ParallelApproval.Organisation;

/// <summary>
/// Words that whoever knows the house thinks of first (本机构用语): no password is made of them. Known to the room of the installation, which
/// stands above.
/// </summary>
public interface IKnowHouseWords
{
    /// <summary>Whole names and their parts.</summary>
    IEnumerable<string> Words { get; }
}
