using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ParallelApproval.Cases;

/// <summary>
/// A saved view (常用筛选): how an officer narrows his inbox, under a name of his own. It belongs to his account, not to a browser, so that it
/// is there at any desk.
/// </summary>
public sealed class SavedView
{
    public required string UserName { get; init; }

    /// <summary>1 to 40 characters, unique for the account.</summary>
    public required string Name { get; init; }

    /// <summary>The query part of the inbox's address, e.g. <c>Colour=Yellow&amp;Whose=Free</c>; at most 400 characters.</summary>
    public required string Query { get; set; }
}

internal sealed class SavedViewTable : IEntityTypeConfiguration<SavedView>
{
    public void Configure(EntityTypeBuilder<SavedView> table)
    {
        table.ToTable("saved_views").HasKey(view => new { view.UserName, view.Name });
        table.Property(view => view.UserName).HasMaxLength(64);
        table.Property(view => view.Name).HasMaxLength(40);
        table.Property(view => view.Query).HasMaxLength(400);
    }
}
