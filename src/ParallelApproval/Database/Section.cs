using Npgsql;

namespace ParallelApproval.Database;

/// <summary>
/// What one room keeps in the file of a case. A section contributes one SELECT to the batch that opens the file and any number of
/// statements to the batch that puts it back, so that a command costs two round trips however many rooms take part.
/// </summary>
public interface ICaseSection
{
    /// <summary>Whether every command needs this section, or only those that ask for everything.</summary>
    Contents Contents => Contents.WorkingPapers;

    /// <summary>Whether it is in the file of a flow that belongs to no case, too.</summary>
    bool IsOfRun => false;

    /// <summary>
    /// One SELECT with the case key as <c>$1</c>; its text never varies, so that PostgreSQL prepares it once. Null for a section that is
    /// only filled.
    /// </summary>
    string? Query => null;

    /// <summary>Reads every row of <see cref="Query"/>.</summary>
    void Read(CaseFile file, NpgsqlDataReader rows) { }

    /// <summary>
    /// Whether all that it holds changes with this file alone. Where it counts other files, too, or somebody
    /// writes it without the lock of the file, it is read every time.
    /// </summary>
    bool IsOfThisFileAlone => true;

    /// <summary>
    /// Adds the statements that store what has changed; none when nothing has. From then on what it holds counts as stored.
    /// </summary>
    void Write(CaseFile file, Statements statements);
}

/// <summary>How much of a file is taken out.</summary>
public enum Contents
{
    /// <summary>What an approval needs: status, branches, clocks, position in the flow.</summary>
    WorkingPapers,

    /// <summary>The application, the materials and the list of papers too.</summary>
    Papers,

    /// <summary>What people said of it, too: services, ratings, complaints.</summary>
    Everything,

    /// <summary>附卷: also what is kept beside the case and no command of the case reads, such as cards and orders.</summary>
    WithAnnexes,

    /// <summary>流程卷: all that there is in the file of a flow that belongs to no case.</summary>
    OfRun,
}
