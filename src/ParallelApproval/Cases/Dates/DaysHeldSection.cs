using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>
/// Takes down whose the days were in the transaction in which the case is decided, or else closed: reports add up what was taken down then,
/// and read no history. A case that is decided anew is taken down anew. It only writes.
/// </summary>
internal sealed class DaysHeldSection(SplitDays split) : ICaseSection
{
    private const string Keep = """
        INSERT INTO days_held (case_key, branch, ended_on, window_days,
            applicant_days, department_days, predecessor_days, stop_days, system_days)
        SELECT $1, n.branch, $2, n.window_days, n.applicant_days, n.department_days, n.predecessor_days, n.stop_days, n.system_days
        FROM unnest($3, $4, $5, $6, $7, $8, $9)
            AS n (branch, window_days, applicant_days, department_days, predecessor_days, stop_days, system_days)
        ON CONFLICT (case_key, branch) DO UPDATE SET ended_on = excluded.ended_on, window_days = excluded.window_days,
            applicant_days = excluded.applicant_days, department_days = excluded.department_days,
            predecessor_days = excluded.predecessor_days, stop_days = excluded.stop_days, system_days = excluded.system_days
        """;

    public void Write(CaseFile file, Statements statements)
    {
        // The centre's own file has no front page, and no days.
        if (file.Number.IsOfCentre || (file.Case.DecidedAt ?? file.Case.ClosedAt) != file.Act.At)
            return;
        // A year that the calendar has lost must not keep a case from being decided: such a case is missing in the sums alone.
        var parts = split.Of(file);
        if (parts.IsError)
            return;
        var days = parts.Value.Select(HolderDays.Of).ToList();
        statements.Add(
            Keep,
            [
                Statements.Value(file.Number.Key),
                Statements.Value(file.Act.Today),
                Statements.Value(parts.Value.Select(part => part.Branch).ToArray()),
                .. Enum.GetValues<DayHolder>().Select(holder => Statements.Value(days.Select(part => part.Of(holder)).ToArray())),
            ]
        );
    }
}

/// <summary>The working days of a case or of one branch by who had them, as they stood when the case was decided or closed.</summary>
internal sealed class DaysHeldRow
{
    public long CaseKey { get; init; }

    /// <summary>0 for the whole case.</summary>
    public int Branch { get; init; }

    /// <summary>The official day on which the case was decided, or closed undecided; the same for all its branches.</summary>
    public DateOnly EndedOn { get; init; }

    public int WindowDays { get; init; }

    public int ApplicantDays { get; init; }

    public int DepartmentDays { get; init; }

    public int PredecessorDays { get; init; }

    public int StopDays { get; init; }

    public int SystemDays { get; init; }
}

internal sealed class DaysHeldTable : IEntityTypeConfiguration<DaysHeldRow>
{
    public void Configure(EntityTypeBuilder<DaysHeldRow> table)
    {
        table.ToTable("days_held").HasKey(row => new { row.CaseKey, row.Branch });
        table.HasIndex(row => row.EndedOn);
    }
}
