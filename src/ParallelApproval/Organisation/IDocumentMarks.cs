namespace ParallelApproval.Organisation;

/// <summary>
/// Knows which words of document numbers (机关代字) would make two papers bear one number. Words of bodies and the word of the centre are
/// kept in different rooms, and the kinds of papers, whose marks follow the word, in a third.
/// </summary>
public interface IDocumentMarks
{
    /// <summary>
    /// Whether papers under the one word can bear a number of those under the other: 莲 and 莲不 can (莲不准〔2026〕1号), 莲审 and 莲市监
    /// cannot. Equal words count in one row, and clash with nobody.
    /// </summary>
    bool Clash(string one, string other);

    /// <summary>The word of the centre; null while the installation is not set up.</summary>
    string? OfCentre { get; }
}
