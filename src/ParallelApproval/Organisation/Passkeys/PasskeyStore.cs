using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;

namespace ParallelApproval.Organisation;

/// <summary>
/// What the passkey handler of ASP.NET Core Identity reads of the house: officers and their keys. It writes nothing: that is the commands'
/// affair.
/// </summary>
internal sealed class PasskeyStore(ApprovalDbContext db) : IUserPasskeyStore<Officer>
{
    public Task<string> GetUserIdAsync(Officer user, CancellationToken cancellationToken) => Task.FromResult(HandleOf(user));

    public Task<string?> GetUserNameAsync(Officer user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.UserName);

    public Task<string?> GetNormalizedUserNameAsync(Officer user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.UserName);

    public async Task<Officer?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParseExact(userId, "N", out var id)
            ? await db.Set<Officer>().AsNoTracking().FirstOrDefaultAsync(known => known.Id == id, cancellationToken)
            : null;

    public Task<Officer?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        db.Set<Officer>().AsNoTracking().FirstOrDefaultAsync(known => known.UserName == normalizedUserName, cancellationToken);

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Officer user, CancellationToken cancellationToken) =>
        [.. (await db.Set<Passkey>().AsNoTracking().Where(key => key.OfficerId == user.Id).ToListAsync(cancellationToken)).Select(Info)];

    public async Task<Officer?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await db.Set<Passkey>()
            .Where(key => key.CredentialId == credentialId)
            .Join(db.Set<Officer>(), key => key.OfficerId, officer => officer.Id, (_, officer) => officer)
            .AsNoTracking()
            .FirstOrDefaultAsync(cancellationToken);

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Officer user, byte[] credentialId, CancellationToken cancellationToken) =>
        await db.Set<Passkey>()
            .AsNoTracking()
            .FirstOrDefaultAsync(key => key.OfficerId == user.Id && key.CredentialId == credentialId, cancellationToken)
            is { } found
            ? Info(found)
            : null;

    /// <summary>How a device keeps an account apart; a number, no name.</summary>
    public static string HandleOf(Officer officer) => officer.Id.ToString("N");

    public void Dispose() { }

    public Task SetUserNameAsync(Officer user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetNormalizedUserNameAsync(Officer user, string? normalizedName, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IdentityResult> CreateAsync(Officer user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> UpdateAsync(Officer user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> DeleteAsync(Officer user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task AddOrUpdatePasskeyAsync(Officer user, UserPasskeyInfo passkey, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task RemovePasskeyAsync(Officer user, byte[] credentialId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private static UserPasskeyInfo Info(Passkey key) =>
        new(
            key.CredentialId,
            key.PublicKey,
            key.MadeAt,
            (uint)key.SignCount,
            [.. key.Transports],
            key.AsksOwner,
            key.IsBackupEligible,
            key.IsBackedUp,
            [],
            []
        );
}
