namespace ParallelApproval.Inputs;

/// <summary>
/// How long the texts may be that are written into the house (字数上限), in characters: a rare character counts as one, as the reader counts.
/// </summary>
public static class TextLengths
{
    /// <summary>Codes and numbers: a body, an item, a paper, an account.</summary>
    public const int Code = 64;

    /// <summary>Names of people, bodies and things.</summary>
    public const int Name = 100;

    /// <summary>One line that is neither: a place, a heading, a way to reach somebody.</summary>
    public const int Line = 200;

    public const int Address = 256;

    /// <summary>Opinions, reasons, findings, measures: what goes onto a document.</summary>
    public const int Opinion = 2_000;

    /// <summary>What is noted for the file and printed nowhere.</summary>
    public const int Note = 4_000;

    /// <summary>A guide, a template or another text of several pages.</summary>
    public const int Page = 20_000;

    /// <summary>Elements of a list that somebody fills in by hand.</summary>
    public const int List = 100;
}
