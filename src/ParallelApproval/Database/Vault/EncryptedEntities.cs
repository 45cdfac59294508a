using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace ParallelApproval.Database;

/// <summary>
/// Encrypts what a context stores and decrypts what it reads (实体加解密), by what <see cref="EncryptedProperties"/> says. One for all
/// contexts: each belongs to a house, and the house has the vault. What is selected by itself, without its row, comes as it lies there.
/// </summary>
internal sealed class EncryptedEntities : SaveChangesInterceptor, IMaterializationInterceptor
{
    public static readonly EncryptedEntities Only = new();

    private readonly ConcurrentDictionary<IEntityType, IReadOnlyList<EncryptedProperty>> _known = new();
    private readonly ConditionalWeakTable<DbContext, List<(PropertyEntry Property, string Plain)>> _underway = [];

    private EncryptedEntities() { }

    /// <inheritdoc/>
    public object InitializedInstance(MaterializationInterceptionData materializationData, object entity)
    {
        var properties = Of(materializationData.EntityType);
        if (properties.Count > 0 && VaultOf(materializationData.Context) is { } vault)
            foreach (var known in properties)
                if (known.Property.GetGetter().GetClrValue(entity) is string stored)
                    known.Property.PropertyInfo!.SetValue(entity, known.Decrypt(vault, stored, entity));
        return entity;
    }

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Encrypt(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        Encrypt(eventData.Context!);
        return new(result);
    }

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        PutBack(eventData.Context!, isStored: true);
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData,
        int result,
        CancellationToken cancellationToken = default
    )
    {
        PutBack(eventData.Context!, isStored: true);
        return new(result);
    }

    public override void SaveChangesFailed(DbContextErrorEventData eventData) => PutBack(eventData.Context!, isStored: false);

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        PutBack(eventData.Context!, isStored: false);
        return Task.CompletedTask;
    }

    private IReadOnlyList<EncryptedProperty> Of(IEntityType rows) => _known.GetOrAdd(rows, EncryptedProperties.Of);

    private void Encrypt(DbContext db)
    {
        List<(PropertyEntry, string)>? underway = null;
        Vault? vault = null;
        foreach (var entry in db.ChangeTracker.Entries())
        {
            if (entry.State is not (EntityState.Added or EntityState.Modified))
                continue;
            foreach (var known in Of(entry.Metadata))
            {
                var property = entry.Property(known.Property.Name);
                if (entry.State is EntityState.Modified && !property.IsModified)
                    continue;
                vault ??= VaultOf(db) ?? throw new InvalidOperationException($"A row of {known.Table} is stored without the vault.");
                var plain = (string?)property.CurrentValue;
                if (known.Mark is { } mark)
                    entry.Property(mark.Name).CurrentValue = plain is null ? null : known.MarkOf(vault, plain);
                if (plain is null)
                    continue;
                property.CurrentValue = known.Encrypt(vault, plain, entry.Entity);
                (underway ??= []).Add((property, plain));
            }
        }

        if (underway is not null)
            _underway.AddOrUpdate(db, underway);
    }

    // Whoever holds the row goes on seeing what he put into it.
    private void PutBack(DbContext db, bool isStored)
    {
        if (!_underway.TryGetValue(db, out var underway))
            return;
        _underway.Remove(db);
        foreach (var (property, plain) in underway)
        {
            property.CurrentValue = plain;
            if (!isStored)
                continue;
            property.OriginalValue = plain;
            property.IsModified = false;
        }
    }

    private static Vault? VaultOf(DbContext db) =>
        db.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider?.GetService<Vault>();
}
