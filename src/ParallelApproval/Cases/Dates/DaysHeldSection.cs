using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>
/// Takes down whose the days were in the transaction in which the case is decided, or else closed: reports add up what was taken down then,
/// and read no history. A case that is decided anew is taken down anew.
/// </summary>
internal sealed class DaysHeldSection(SplitDays split) : ICaseSection
{
    private static readonly ColumnMap<DaysHeldRow> Columns = new ColumnMap<DaysHeldRow>("days_held")
        .Key("branch", days => days.Branch)
        .Changing("ended_on", days => days.EndedOn)
        .Changing("window_days", days => days.WindowDays)
        .Changing("applicant_days", days => days.ApplicantDays)
        .Changing("department_days", days => days.DepartmentDays)
        .Changing("predecessor_days", days => days.PredecessorDays)
        .Changing("stop_days", days => days.StopDays)
        .Changing("system_days", days => days.SystemDays);

    private readonly TrackedRows<DaysHeldRow> _days = new(Columns);

    public string Query => Columns.Select;

    public void Read(CaseFile file, NpgsqlDataReader rows) => _days.Read(file, rows);

    public void Write(CaseFile file, Statements statements)
    {
        // The centre's own file has no front page, and no days.
        if (file.Number.IsOfCentre || (file.Case.DecidedAt ?? file.Case.ClosedAt) != file.Act.At)
            return;
        // A year that the calendar has lost must not keep a case from being decided: such a case is missing in the sums alone.
        var parts = split.Of(file);
        if (parts.IsError)
            return;
        foreach (var part in parts.Value)
        {
            var days = HolderDays.Of(part);
            _days.Put(
                new()
                {
                    CaseKey = file.Number.Key,
                    Branch = part.Branch,
                    EndedOn = file.Act.Today,
                    WindowDays = days.Of(DayHolder.Window),
                    ApplicantDays = days.Of(DayHolder.Applicant),
                    DepartmentDays = days.Of(DayHolder.Department),
                    PredecessorDays = days.Of(DayHolder.Predecessor),
                    StopDays = days.Of(DayHolder.Stop),
                    SystemDays = days.Of(DayHolder.System),
                },
                known => known.Branch == part.Branch
            );
        }

        _days.Write(file, statements);
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
