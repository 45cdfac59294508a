using Microsoft.EntityFrameworkCore;

namespace ParallelApproval.Database;

/// <summary>
/// The keys that protect tokens, cookies and forms (会话密钥), kept in the one database, so that another node needs nothing but the connection
/// string.
/// Whoever reads the database can make tokens; it must be guarded like the officers' accounts, which lie in it too.
/// </summary>
public sealed class ProtectionKeys(IDbContextFactory<ApprovalDbContext> contexts)
{
    /// <summary>Every key as XML, in the order of their names.</summary>
    public IReadOnlyList<string> All()
    {
        using var db = contexts.CreateDbContext();
        return [.. db.Set<ProtectionKeyRow>().OrderBy(key => key.Name).Select(key => key.Xml)];
    }

    /// <summary>Keeps a new key.</summary>
    /// <exception cref="DbUpdateException">There is a key of that name.</exception>
    public void Add(string name, string xml)
    {
        using var db = contexts.CreateDbContext();
        db.Add(new ProtectionKeyRow { Name = name, Xml = xml });
        db.SaveChanges();
    }
}
