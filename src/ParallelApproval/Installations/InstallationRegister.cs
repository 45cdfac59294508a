using System.Text.Json;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Installations;

/// <summary>The installation that this node works for, in memory; null until it was set up.</summary>
public sealed class InstallationRegister : ICachedRegister
{
    /// <summary>Key in the table of versions.</summary>
    public const string Name = "installation";

    // No region has it, so that nothing is counted under it.
    private const string NoRegion = "000000";

    private volatile InstallationInForce? _held;

    /// <inheritdoc/>
    string ICachedRegister.Name => Name;

    /// <summary>The installation as it is; null until it was set up.</summary>
    public Installation? Current => _held?.Installation;

    /// <summary>Counts its changes from 1; 0 until it was set up.</summary>
    public int Revision => _held?.Revision ?? 0;

    /// <summary>The region whose cases are counted; before it is set up one that nobody has.</summary>
    public string Region => Current?.Region ?? NoRegion;

    /// <summary>Where the public reaches this server; null where nobody has said it.</summary>
    public string? PublicAddress => Current?.PublicAddress;

    /// <summary>What a tier is called.</summary>
    /// <param name="english">True for English, false for Chinese.</param>
    public string NameOf(Tier tier, bool english) => (Current?.Tiers ?? TierNames.Usual).Of(tier, english);

    /// <summary>The installation, or why nothing can be numbered yet (<c>installation_not_set_up</c>).</summary>
    public ErrorOr<Installation> SetUp() => Current is { } current ? current : Refusal.Conflict(RefusalCode.InstallationNotSetUp);

    /// <inheritdoc/>
    public async Task LoadAsync(ApprovalDbContext db, CancellationToken cancellation)
    {
        var row = await db.Set<InstallationVersion>()
            .AsNoTracking()
            .Where(row => row.InForceAt != null)
            .OrderByDescending(row => row.Revision)
            .FirstOrDefaultAsync(cancellation);
        _held = row is null ? null : new(row.Installation, row.Revision);
    }

    /// <summary>Puts this in place of what was held; for rules that are tried without a database.</summary>
    internal void Hold(Installation installation) => _held = new(installation, 1);

    private sealed record InstallationInForce(Installation Installation, int Revision);
}

/// <summary>What one person entered: in force, was in force, or waits for a second person (待复核).</summary>
internal sealed class InstallationVersion
{
    public int Revision { get; init; }

    public required string Content { get; set; }

    public required string EnteredBy { get; set; }

    public DateTimeOffset EnteredAt { get; set; }

    /// <summary>The second person; null where none was needed.</summary>
    public string? ConfirmedBy { get; set; }

    /// <summary>Null while it waits.</summary>
    public DateTimeOffset? InForceAt { get; set; }

    public Installation Installation => JsonSerializer.Deserialize<Installation>(Content, HouseJson.Options)!;

    public static string Write(Installation installation) => JsonSerializer.Serialize(installation, HouseJson.Options);
}
