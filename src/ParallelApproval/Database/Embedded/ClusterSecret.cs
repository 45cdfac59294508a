using System.Security.Cryptography;

namespace ParallelApproval.Database.Embedded;

/// <summary>The password of a cluster: made at random when the cluster is made, kept in a file that only its owner may read.</summary>
internal static class ClusterSecret
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static string ReadOrMake(ClusterFolder folder)
    {
        if (File.Exists(folder.PasswordFile) && File.ReadAllText(folder.PasswordFile) is { Length: > 0 } known)
            return known;
        if (folder.HasCluster)
            throw new EmbeddedPostgresException(
                $"Expected the password of the cluster in {folder.PasswordFile}, but the file is missing or empty. Put it back, or "
                    + $"move {folder.Path} away to start with an empty one."
            );
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var draft = folder.PasswordFile + ".new";
        Write(draft, password);
        File.Move(draft, folder.PasswordFile, overwrite: true);
        return password;
    }

    /// <summary>Writes a file that nobody but its owner may read at any moment.</summary>
    public static void Write(string path, string text)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }
}
