using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Clocks;

/// <summary>When a job last ran to its end (作业记录), by the clock of the database; whichever node ran it.</summary>
public sealed class JobRuns(NpgsqlDataSource source)
{
    private const string Note = "INSERT INTO job_runs (job, ran_at) VALUES ($1, now()) ON CONFLICT (job) DO UPDATE SET ran_at = now()";
    private const string Age = "SELECT extract(epoch FROM now() - ran_at)::float8 FROM job_runs WHERE job = $1";

    public async Task NoteAsync(string job, CancellationToken cancellation)
    {
        await using var note = source.CreateCommand(Note);
        note.Parameters.Add(Statements.Value(job));
        await note.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>How long ago it ran; null when it never has.</summary>
    public async Task<TimeSpan?> AgeAsync(string job, CancellationToken cancellation)
    {
        await using var ask = source.CreateCommand(Age);
        ask.Parameters.Add(Statements.Value(job));
        return await ask.ExecuteScalarAsync(cancellation) is double seconds ? TimeSpan.FromSeconds(seconds) : null;
    }
}

/// <summary>A row of <c>job_runs</c>.</summary>
internal sealed class JobRunRow
{
    public required string Job { get; init; }

    public DateTimeOffset RanAt { get; init; }
}

internal sealed class JobRunTable : IEntityTypeConfiguration<JobRunRow>
{
    public void Configure(EntityTypeBuilder<JobRunRow> table)
    {
        table.ToTable("job_runs").HasKey(row => row.Job);
        table.Property(row => row.Job).HasMaxLength(64);
        table.HasStorageParameter("fillfactor", 50);
    }
}
