using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ParallelApproval.Database;

/// <summary>
/// The one database of the house. Each room describes its own tables in an <see cref="IEntityTypeConfiguration{TEntity}"/>;
/// this class names none of them. Names in PostgreSQL are snake_case.
/// </summary>
public sealed class ApprovalDbContext(DbContextOptions<ApprovalDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ApprovalDbContext).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
        configurationBuilder.Properties<decimal>().HavePrecision(12, 2);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();
    }

    /// <summary>The options every user of this context shares: Npgsql, snake_case.</summary>
    public static void Configure(DbContextOptionsBuilder options, Npgsql.NpgsqlDataSource source) =>
        options.UseNpgsql(source).UseSnakeCaseNamingConvention().AddInterceptors(EncryptedEntities.Only);
}

/// <summary>PostgreSQL keeps instants without an offset, and Npgsql takes only those written in UTC.</summary>
internal sealed class InstantConverter()
    : ValueConverter<DateTimeOffset, DateTimeOffset>(instant => instant.ToUniversalTime(), instant => instant);
