using ParallelApproval.Bulletins;
using ParallelApproval.Supervision;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Settings;

/// <summary>
/// Judges the settings before anything is done (设置检查): a key that nobody knows and a value that cannot be meant stop the start, one line
/// each.
/// </summary>
internal static class SettingsCheck
{
    // Once settings, now the installation's own.
    private static readonly string[] OfInstallation = ["DocumentPrefix", "PublicAddress"];

    /// <exception cref="SettingsException">Something is wrong.</exception>
    public static void Demand(IConfiguration configuration)
    {
        if (FaultsIn(configuration) is { Count: > 0 } faults)
            throw new SettingsException(faults);
    }

    /// <summary>What is wrong, one sentence each; empty when all is well.</summary>
    public static IReadOnlyList<string> FaultsIn(IConfiguration configuration)
    {
        var known = KnownSettings.All.ToDictionary(setting => setting.Key, StringComparer.OrdinalIgnoreCase);
        var faults = new List<string>();
        foreach (var (key, value) in configuration.GetSection(KnownSettings.Section).AsEnumerable())
            if (value is not null && !IsOf(SupervisionSettings.Section, key) && FaultOf(known, key, value) is { } fault)
                faults.Add(fault);
        faults.Sort(StringComparer.Ordinal);
        faults.AddRange(SupervisionSettings.FaultsIn(configuration));
        // Members that are sound each by itself may not fit together.
        if (faults.Count == 0 && configuration.GetSection(KnownSettings.Section + ":Bulletins").Get<BulletinSettings>() is { } bulletins)
            faults.AddRange(bulletins.Faults());
        faults.AddRange(OpenIdSetup.FaultsIn(configuration));
        return faults;
    }

    private static string? FaultOf(Dictionary<string, Setting> known, string key, string value)
    {
        if (known.TryGetValue(key, out var setting) && !setting.IsList)
            return setting.IsSound(value) ? null : Wrong(setting, key, value);
        // An empty list is written as an empty value.
        if (setting is not null)
            return value.Length == 0 ? null : $"Expected {key}:0, {key}:1 … to be {setting.Takes}, but {key} itself is \"{value}\".";
        if (
            key.LastIndexOf(':') is var end
            && int.TryParse(key[(end + 1)..], out _)
            && known.TryGetValue(key[..end], out var list)
            && list.IsList
        )
            return list.IsSound(value) ? null : Wrong(list, key, value);
        return OfInstallation.Any(moved => IsOf($"{KnownSettings.Section}:{moved}", key))
            ? $"Expected no {key}: it is the installation's own now, see /administration/installation or the command \"installation set\"."
            : $"Expected {key} to be a setting, but there is no such setting.";
    }

    private static bool IsOf(string section, string key) =>
        key.Equals(section, StringComparison.OrdinalIgnoreCase) || key.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase);

    private static string Wrong(Setting setting, string key, string value) =>
        setting.IsSecret
            ? $"Expected {key} to be {setting.Takes}, but it is not."
            : $"Expected {key} to be {setting.Takes}, but it is \"{value}\".";
}

/// <summary>The settings are wrong; the program does not start.</summary>
internal sealed class SettingsException(IReadOnlyList<string> faults) : InvalidOperationException(string.Join('\n', faults))
{
    /// <summary>One sentence each.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
