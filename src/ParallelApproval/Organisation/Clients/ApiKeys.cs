using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>
/// Which verbs may be given to a key (可授予接口的权限): all but those that a person must do himself, about his own way in and about the ways in
/// of others, and those that take two persons.
/// </summary>
public sealed record VerbsForKeys(IReadOnlySet<string> Names)
{
    /// <summary>By the attributes of the types in these assemblies.</summary>
    public static VerbsForKeys In(params Assembly[] assemblies) =>
        new(
            assemblies
                .SelectMany(assembly => assembly.GetTypes())
                .Where(type => type.GetCustomAttribute<AuthorityAttribute>() is { TakesTwo: false, InPerson: false })
                .Select(type => type.Name)
                .ToHashSet(StringComparer.Ordinal)
        );
}

/// <summary>Makes the secrets of keys, knows them again, and notes when they opened last (接口密钥簿).</summary>
public sealed class ApiKeys(OfficerRegister officers, Sessions sessions, TrailKeys keys, IDbContextFactory<ApprovalDbContext> contexts)
{
    /// <summary>What every secret begins with, so that one is found where it should not lie.</summary>
    public const string Prefix = "pak_";

    private const string Purpose = "api keys";
    private const int SecretBytes = 32;
    private const int Unauthorized = (int)ErrorType.Unauthorized;
    private const int IdLength = 32;

    private static readonly TimeSpan WrittenEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _used = new();
    private DateTimeOffset _writtenAt = DateTimeOffset.MinValue;

    /// <summary>Whether a token is meant to be a key, right or wrong.</summary>
    public static bool IsKey(string? token) => token?.StartsWith(Prefix, StringComparison.Ordinal) is true;

    /// <summary>
    /// The key to which the token belongs, and whom it stands for at this moment; from memory. Refuses an unknown one, and with the right
    /// secret one that was rotated, revoked, has expired, or whose account is closed or works elsewhere now.
    /// </summary>
    public ErrorOr<(ApiKey Key, Officer Officer)> Recognise(string token)
    {
        var now = sessions.Now;
        if (
            token.Length <= Prefix.Length + IdLength
            || !Guid.TryParseExact(token.AsSpan(Prefix.Length, IdLength), "N", out var id)
            || officers.FindKey(id) is not { } key
        )
            return Refusal.OfType(Unauthorized, RefusalCode.ApiKeyUnknown);
        var isFormer = Is(token, key.FormerHash, key.FormerHashedWith);
        if (!isFormer && !Is(token, key.Hash, key.HashedWith))
            return Refusal.OfType(Unauthorized, RefusalCode.ApiKeyUnknown);
        if (key.StandingAt(now) is { } shut)
            return shut;
        if (isFormer && now >= key.FormerUntil)
            return Refusal.OfType(Unauthorized, RefusalCode.ApiKeyRotated, ("key", key.Hint), ("at", key.FormerUntil));
        if (officers.Find(key.OfficerId) is not { IsEnabled: true } officer)
            return Refusal.OfType(Unauthorized, RefusalCode.ApiKeyAccountClosed, ("key", key.Hint));
        if (!key.Bodies.Contains(officer.DepartmentCode ?? ""))
            return Refusal.OfType(Unauthorized, RefusalCode.ApiKeyElsewhere, ("key", key.Hint), ("bodies", key.Bodies));
        _used[key.Id] = now;
        return (key, officer);
    }

    /// <summary>Every key that was ever made, the newest first, with its last use.</summary>
    public async Task<IReadOnlyList<ApiKey>> AllAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<ApiKey>().AsNoTracking().OrderByDescending(key => key.MadeAt).ToListAsync(cancellation);
    }

    /// <summary>Why it opens nothing at this moment; null while it does.</summary>
    public Error? StandingOf(ApiKey key) => key.StandingAt(sessions.Now);

    /// <summary>Writes when keys opened last, once a minute; called every two seconds.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        if (_used.IsEmpty || sessions.Now - _writtenAt < WrittenEvery)
            return;
        var used = _used.ToArray();
        var (ids, instants) = (used.Select(one => one.Key).ToArray(), used.Select(one => one.Value.ToUniversalTime()).ToArray());
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE api_keys SET last_used_at = greatest(last_used_at, done.at)
            FROM unnest({ids}, {instants}) AS done (id, at) WHERE api_keys.id = done.id
            """,
            cancellation
        );
        _writtenAt = sessions.Now;
        foreach (var one in used)
            _used.TryRemove(one);
    }

    /// <summary>A new secret for the key of that identity, and what is kept of it.</summary>
    internal (string Token, byte[] Hash, string HashedWith) Make(Guid id)
    {
        var token = Prefix + id.ToString("N") + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        return (token, Hash(token, keys.Current), keys.Current);
    }

    /// <summary>Now, as keys and sessions end.</summary>
    internal DateTimeOffset Now => sessions.Now;

    private bool Is(string token, byte[]? hash, string? hashedWith) =>
        hash is not null
        && hashedWith is not null
        && keys.Has(hashedWith)
        && CryptographicOperations.FixedTimeEquals(Hash(token, hashedWith), hash);

    private byte[] Hash(string token, string key) => HMACSHA256.HashData(keys.Derive(key, Purpose), Encoding.UTF8.GetBytes(token));
}
