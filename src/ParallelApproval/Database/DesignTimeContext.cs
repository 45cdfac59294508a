using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace ParallelApproval.Database;

/// <summary>Lets <c>dotnet ef migrations add</c> see the tables without a database.</summary>
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<ApprovalDbContext>
{
    public ApprovalDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<ApprovalDbContext>();
        ApprovalDbContext.Configure(options, NpgsqlDataSource.Create("Host=localhost"));
        return new(options.Options);
    }
}
