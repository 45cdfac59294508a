using ParallelApproval.Identities;

namespace ParallelApproval.Database;

/// <summary>
/// The file of one case (案卷) as it lies on the desk during one command: its cover with the head of the audit chain, and one section
/// for each room that keeps something in it. What a command changes stays in the sections until the store puts the file back.
/// </summary>
public sealed class CaseFile
{
    private readonly ICaseSection[] _sections;

    internal CaseFile(CaseNumber number, Act act, ICaseSection[] sections, bool isNew)
    {
        Number = number;
        Act = act;
        IsNew = isNew;
        Unread = _sections = sections;
    }

    public CaseNumber Number { get; }

    /// <summary>Who has the file on the desk, and when.</summary>
    public Act Act { get; internal set; }

    /// <summary>True while the case is being received: nothing of it is stored yet.</summary>
    public bool IsNew { get; internal set; }

    /// <summary>
    /// True when the refusal of the command is itself noted in the file: then it is put back although the command was refused.
    /// </summary>
    internal bool IsKeptThoughRefused { get; set; }

    /// <summary>How many events the chain holds.</summary>
    public int EventCount { get; internal set; }

    /// <summary>Hash of the last event; 32 zero bytes before the first.</summary>
    public byte[] LastHash { get; internal set; } = new byte[32];

    /// <summary>Raised with every change of what lies in the file, also where nothing is recorded of it.</summary>
    internal long Revision { get; set; }

    /// <summary>Whether what every command needs lies here as it was stored, and is not read for this command.</summary>
    internal bool IsWarm { get; private set; }

    /// <summary>The sections that are to be read before anybody works on it.</summary>
    internal IReadOnlyList<ICaseSection> Unread { get; private init; }

    /// <summary>What its rows come to; null for a file that nobody puts into the store.</summary>
    internal RowSeal? Rows { get; set; }

    /// <summary>
    /// Its head as it was sealed last, when that seal does not hold: it is left so, for a new one would bless what somebody did to the
    /// case.
    /// </summary>
    internal (byte[]? Seal, string? Key)? BrokenSeal { get; set; }

    internal IReadOnlyList<ICaseSection> Sections => _sections;

    /// <summary>
    /// What lies in it, as it is stored, for the next command and for whoever looks into it afterwards; null when something that every
    /// command needs is not of this file alone.
    /// </summary>
    internal CaseFile? AsStored()
    {
        var own = Array.FindAll(_sections, section => section.Contents <= Contents.Everything && section.IsOfThisFileAlone);
        return
            BrokenSeal is null && Array.TrueForAll(_sections, section => own.Contains(section) || section.Contents > Contents.WorkingPapers)
            ? new(Number, Act, own, isNew: false)
            {
                EventCount = EventCount,
                LastHash = LastHash,
                Rows = Rows,
                Revision = Revision,
                IsWarm = true,
                Unread = [],
            }
            : null;
    }

    /// <summary>The same file with more in it, which is still to be read; what lies here already stays as it is.</summary>
    /// <param name="sections">All that it shall have, in their order.</param>
    internal CaseFile With(ICaseSection[] sections)
    {
        var whole = Array.ConvertAll(sections, section => Array.Find(_sections, known => known.GetType() == section.GetType()) ?? section);
        return new(Number, Act, whole, isNew: false)
        {
            EventCount = EventCount,
            LastHash = LastHash,
            Rows = Rows,
            Revision = Revision,
            IsWarm = IsWarm,
            Unread = Array.FindAll(whole, section => !_sections.Contains(section)),
        };
    }

    /// <summary>The section of that kind.</summary>
    /// <exception cref="InvalidOperationException">The room has not registered its section.</exception>
    public T Section<T>()
        where T : class, ICaseSection
    {
        foreach (var section in _sections)
            if (section is T found)
                return found;
        throw new InvalidOperationException($"No section {typeof(T).Name} in the file: register it in the room's set-up.");
    }

    /// <summary>
    /// Says that the command needs that section after all; the store then takes the file out again with everything in it.
    /// </summary>
    /// <exception cref="FileIncompleteException">It was not taken out.</exception>
    internal void Need<T>()
        where T : class, ICaseSection
    {
        if (!Array.Exists(_sections, section => section is T))
            throw new FileIncompleteException(typeof(T).Name);
    }
}

/// <summary>
/// A command found that it needs a part of the file which it did not take out. Nothing has been stored; it is carried out anew on the whole
/// file.
/// </summary>
internal sealed class FileIncompleteException(string section) : Exception($"The file was taken out without {section}.");
