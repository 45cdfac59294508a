using System.Globalization;

namespace ParallelApproval.Database.Embedded;

/// <summary>The settings that make a cluster ours: a file of its own beside postgresql.conf, written anew at every start.</summary>
internal static class ClusterSettings
{
    public const string FileName = "parallel-approval.conf";

    /// <summary>The text of the file. The port stands in it last, so that two texts can be compared without it.</summary>
    public static string Text(ClusterFolder folder, EmbeddedPostgresOptions options)
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["listen_addresses"] = "127.0.0.1",
            ["unix_socket_directories"] = OperatingSystem.IsWindows() ? "" : folder.SocketFolder,
            ["unix_socket_permissions"] = "0700",
            ["max_connections"] = "200",
            ["shared_buffers"] = "256MB",
            ["wal_compression"] = "on",
            ["max_wal_size"] = "2GB",
            ["checkpoint_timeout"] = "15min",
            ["random_page_cost"] = "1.1",
            ["jit"] = "off",
            ["timezone"] = "Asia/Shanghai",
            ["log_timezone"] = "Asia/Shanghai",
            ["log_checkpoints"] = "off",
            ["log_line_prefix"] = "%m [%p] %u@%d ",
            ["fsync"] = OnIfDurable(options),
            ["synchronous_commit"] = OnIfDurable(options),
            ["full_page_writes"] = OnIfDurable(options),
        };
        // Recovery after a crash must not visit every file; PostgreSQL knows this on Linux only.
        if (OperatingSystem.IsLinux())
            settings["recovery_init_sync_method"] = "syncfs";
        if (options.Durability is Durability.ThrowAway)
            (settings["wal_level"], settings["max_wal_senders"], settings["shared_buffers"]) = ("minimal", "0", "128MB");
        if (options.ArchiveFolder is { } archive)
            (settings["archive_mode"], settings["archive_timeout"], settings["archive_command"]) = ("on", "60", WalArchive.Put(archive));
        foreach (var (name, value) in options.Settings)
            settings[name] = value;
        return string.Concat(settings.Select(setting => Line(setting.Key, setting.Value)));
    }

    public static string Port(int port) => Line("port", port.ToString(CultureInfo.InvariantCulture));

    private static string Line(string name, string value) => $"{name} = '{value.Replace("'", "''", StringComparison.Ordinal)}'\n";

    private static string OnIfDurable(EmbeddedPostgresOptions options) => options.Durability is Durability.Durable ? "on" : "off";
}
