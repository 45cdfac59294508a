using ParallelApproval.Web.Jobs;

namespace ParallelApproval.Web.Administration;

/// <summary>What this installation is set to (系统设置), for reading. Passwords and connection strings are never among it.</summary>
internal sealed class SettingsList(IConfiguration settings, IHostEnvironment host, IServiceProvider services)
{
    private static readonly (string Key, string? Default, string Word)[] Known =
    [
        ("urls", null, "setting_urls"),
        ("ParallelApproval:DataFolder", ".data", "setting_data_folder"),
        ("ParallelApproval:Chromium", null, "setting_chromium"),
        ("ParallelApproval:Pilot:Items", null, "setting_pilot"),
        ("ParallelApproval:Rates:PublicAMinute", "300", "setting_rates_public"),
        ("ParallelApproval:Rates:SignInsAMinute", "300", "setting_rates_sign_in"),
        ("ParallelApproval:Evaluations:Unrated", "NotCounted", "setting_unrated"),
        ("ParallelApproval:Evaluations:SharedAddresses", null, "setting_shared_addresses"),
        ("ParallelApproval:Notices:Outbox", null, "setting_outbox"),
        ("ParallelApproval:Appraisals:Rankings", "true", "setting_rankings"),
        ("ParallelApproval:Appraisals:ClosesAfterDays", "5", "setting_closes_after"),
        ("ParallelApproval:Bulletins", null, "setting_bulletins"),
        ("ParallelApproval:Supervision", null, "setting_supervision"),
    ];

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
            .. Known.Select(known =>
                ValueOf(known.Key) is { } value
                    ? new SettingRow(known.Key, value, value == known.Default, known.Word)
                    : new SettingRow(known.Key, known.Default, known.Default is not null, known.Word)
            ),
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
