using ParallelApproval.Supervision;
using ParallelApproval.Web.Jobs;
using ParallelApproval.Web.Settings;

namespace ParallelApproval.Web.Administration;

/// <summary>What this installation is set to (系统设置), for reading. Passwords and connection strings are never among it.</summary>
internal sealed class SettingsList(IConfiguration settings, IHostEnvironment host, IServiceProvider services)
{
    /// <summary>Whether this node runs the schedules, and so has their page.</summary>
    public bool HasSchedules => services.GetService<Schedules>() is not null;

    public IEnumerable<SettingRow> Rows() =>
        [
            new("environment", host.EnvironmentName, IsDefault: false, "setting_environment"),
            new(
                "ConnectionStrings:ParallelApproval",
                settings.GetConnectionString("ParallelApproval") is null
                    ? Languages.Words.Word("private_postgres")
                    : Languages.Words.Word("own_server"),
                IsDefault: false,
                "setting_connection"
            ),
            new(
                "ConnectionStrings:" + Wiring.OwnerName,
                Languages.Words.Word(settings.GetConnectionString(Wiring.OwnerName) is null ? "owner_not_named" : "owner_named"),
                IsDefault: settings.GetConnectionString(Wiring.OwnerName) is null,
                "setting_owner_connection"
            ),
            new(
                "ConnectionStrings:" + Wiring.DirectName,
                Languages.Words.Word(settings.GetConnectionString(Wiring.DirectName) is null ? "direct_not_named" : "direct_named"),
                IsDefault: settings.GetConnectionString(Wiring.DirectName) is null,
                "setting_direct_connection"
            ),
            new(
                "ConnectionStrings:" + Wiring.ReplicaName,
                Languages.Words.Word(settings.GetConnectionString(Wiring.ReplicaName) is null ? "replica_not_named" : "replica_named"),
                IsDefault: settings.GetConnectionString(Wiring.ReplicaName) is null,
                "setting_replica_connection"
            ),
            new("urls", ValueOf("urls"), IsDefault: false, "setting_urls"),
            .. KnownSettings.All.Select(known =>
                ValueOf(known.Key) is { } value
                    ? new SettingRow(known.Key, known.IsSecret ? "•••" : value, value == known.Default, known.Word)
                    : new SettingRow(known.Key, known.Default, known.Default is not null, known.Word)
            ),
            new(SupervisionSettings.Section, ValueOf(SupervisionSettings.Section), IsDefault: false, "setting_supervision"),
        ];

    // A list or a section in one line.
    private string? ValueOf(string key) =>
        settings[key]
        ?? (
            settings
                .GetSection(key)
                .AsEnumerable(makePathsRelative: true)
                .Where(part => part.Value is not null)
                .Select(part => int.TryParse(part.Key, out _) ? part.Value : part.Key + "=" + part.Value)
                .ToList()
                is { Count: > 0 } parts
                ? string.Join(", ", parts)
                : null
        );
}

/// <summary>One setting.</summary>
/// <param name="Value">Null when it is not set and has no default.</param>
/// <param name="Word">What explains it.</param>
internal sealed record SettingRow(string Key, string? Value, bool IsDefault, string Word);
