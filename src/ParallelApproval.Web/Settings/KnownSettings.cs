using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Reflection;
using ParallelApproval.Appraisals;
using ParallelApproval.Bookings;
using ParallelApproval.Bulletins;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Evaluations;
using ParallelApproval.Organisation;
using ParallelApproval.Prechecks;
using ParallelApproval.Scans;
using ParallelApproval.Web.Certificates;
using ParallelApproval.Web.Health;
using ParallelApproval.Web.Limits;
using ParallelApproval.Web.Session;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Settings;

/// <summary>
/// Every setting of the program but those of supervision, which has its own list. Those of a room are the members of its type: their kind,
/// their range and their default are read from it, so that no second list has to be kept.
/// </summary>
internal static class KnownSettings
{
    public const string Section = "ParallelApproval";

    /// <summary>The engine on which new cases begin.</summary>
    public const string Engine = Section + ":Engine";

    /// <summary>Where the virus scanner listens.</summary>
    public const string Scanner = Section + ":Scans:Scanner";

    private const int LongestCode = 64;

    private static readonly (string Section, Type Type)[] Rooms =
    [
        ("Appraisals", typeof(AppraisalSettings)),
        ("Bookings", typeof(BookingSettings)),
        ("Bulletins", typeof(BulletinSettings)),
        ("Evaluations", typeof(EvaluationRules)),
        ("Health", typeof(HealthSettings)),
        ("Prechecks", typeof(PrecheckSettings)),
        ("Rates", typeof(Rates)),
        ("Scans", typeof(ScanLimits)),
        ("Sessions", typeof(SessionLimits)),
    ];

    /// <summary>All of them, by key.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        .. Single()
            .Concat(OutboundSetup.Known)
            .Concat(OpenIdSetup.Known)
            .Concat(Rooms.SelectMany(room => Members(room.Section, room.Type)))
            .OrderBy(setting => setting.Key, StringComparer.Ordinal),
    ];

    // Those that are of no room.
    private static Setting[] Single() =>
        [
            new Setting(Section + ":ArchiveFolder", "a folder that can be written to", null, "setting_archive_folder", IsWritable),
            new Setting(Section + ":Chromium", "a file that is there", null, "setting_chromium", File.Exists),
            new Setting(Section + ":DatabaseFolder", "a folder that is there", null, "setting_database_folder", Directory.Exists),
            new Setting(Section + ":DataFolder", "a folder", ".data", "setting_data_folder", IsFolder),
            new Setting(Engine, "the name of an engine that is there", OwnEngine.OwnName, "setting_engine", FlowEngines.IsThere),
            new Setting(Section + ":FourEyes", "true or false", null, "setting_four_eyes", IsBool),
            new Setting(
                Section + ":MetricsReaders",
                "addresses or networks",
                null,
                "setting_metrics_readers",
                Proxies.IsSound,
                IsList: true
            ),
            new Setting(Section + ":Notices:Outbox", "a folder that can be written to", null, "setting_outbox", IsWritable),
            new Setting(Section + ":Pilot:Items", "codes of items", null, "setting_pilot", IsCode, IsList: true),
            Number(Section + ":PrintingSeconds", 1, 600, PdfPrinter.LongestSeconds, "setting_printing_seconds"),
            new Setting(
                Scanner,
                "an address such as clamd://127.0.0.1:3310 or icap://127.0.0.1:1344/avscan",
                null,
                "setting_scanner",
                ScannerAddress.IsSound
            ),
            new Setting(Section + ":SecondFactor", "true or false", null, "setting_second_factor", IsBool),
            new Setting(Section + ":SignInAlarms", "true or false", null, "setting_sign_in_alarms", IsBool),
            new Setting(Section + ":Proxies", "addresses or networks", null, "setting_proxies", Proxies.IsSound, IsList: true),
            new Setting(PaperSigner.CertificateFile, "a file that is there", null, "setting_signing_certificate", File.Exists),
            new Setting(PaperSigner.PasswordFile, "a file that is there", null, "setting_signing_password", File.Exists),
            new Setting(Sm2PaperSigner.CertificateFile, "a file that is there", null, "setting_signing_sm2", File.Exists),
            new Setting(PaperSigner.Required, "true or false", "false", "setting_signing_required", IsBool),
            new Setting(
                Section + ":Crypto",
                "one of " + string.Join(", ", Enum.GetNames<CryptoProfile>()),
                nameof(CryptoProfile.International),
                "setting_crypto",
                text => Enum.GetNames<CryptoProfile>().Contains(text, StringComparer.OrdinalIgnoreCase)
            ),
            new Setting(Section + ":MasterKeyFile", "a file", ".data/master.keys", "setting_master_key_file", IsFile),
            new Setting(Section + ":MasterKeys", "names and keys", null, "setting_master_keys", text => text.Contains(' '))
            {
                IsSecret = true,
            },
            new Setting(Section + ":TrailKeyFile", "a file", ".data/trail.keys", "setting_trail_key_file", IsFile),
            new Setting(Section + ":TrailKeys", "names and keys", null, "setting_trail_keys", text => text.Contains(' '))
            {
                IsSecret = true,
            },
            new Setting(Section + ":TrailRootFolder", "a folder that can be written to", null, "setting_trail_root_folder", IsWritable),
            new Setting(Section + ":SampleCases", "true or false", "true", "setting_sample_cases", IsBool),
        ];

    private static IEnumerable<Setting> Members(string room, Type type)
    {
        var usual = Activator.CreateInstance(type)!;
        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(member => member.SetMethod is not null)
            .Select(member => Of($"{Section}:{room}:{member.Name}", member, member.GetValue(usual), $"setting_{room}_{member.Name}"));
    }

    private static Setting Of(string key, PropertyInfo member, object? usual, string word)
    {
        var type = member.PropertyType;
        if (type == typeof(bool))
            return new(key, "true or false", usual is true ? "true" : "false", word, IsBool);
        if (type.IsEnum)
            return new(key, "one of " + string.Join(", ", Enum.GetNames(type)), usual!.ToString(), word, text =>
                Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase)
            );
        if (type == typeof(string[]))
            return new(key, "addresses (IPv4 or IPv6)", null, word, text => IPAddress.TryParse(text, out _), IsList: true);
        var range = member.GetCustomAttribute<RangeAttribute>()
            ?? throw new InvalidOperationException(
                $"Expected {member.DeclaringType!.Name}.{member.Name} to have a range, but it has none."
            );
        if (type == typeof(decimal))
            return Decimal(key, range, (decimal)usual!, word);
        var (least, most) = (Whole(range.Minimum), Whole(range.Maximum));
        return Number(key, least, most, Whole(usual!), word);
    }

    internal static Setting Number(string key, int least, int most, int usual, string word) =>
        new(
            key,
            string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"),
            usual.ToString(CultureInfo.InvariantCulture),
            word,
            text =>
                int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number >= least
                && number <= most
        );

    private static Setting Decimal(string key, RangeAttribute range, decimal usual, string word) =>
        new(
            key,
            string.Create(CultureInfo.InvariantCulture, $"a number from {range.Minimum} to {range.Maximum}"),
            usual.ToString(CultureInfo.InvariantCulture),
            word,
            text => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) && range.IsValid(number)
        );

    private static int Whole(object number) => Convert.ToInt32(number, CultureInfo.InvariantCulture);

    private static bool IsBool(string text) => bool.TryParse(text, out _);

    private static bool IsCode(string text) => text.Trim().Length is > 0 and <= LongestCode;

    private static bool IsFile(string path) => path.Trim().Length > 0 && !Directory.Exists(path);

    private static bool IsFolder(string path) => path.Trim().Length > 0 && !File.Exists(path);

    // It is made where it is missing, as the first message would; a draft that goes away again shows that files may be put there.
    private static bool IsWritable(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            var draft = Path.Combine(path, $".{Guid.NewGuid():N}.part");
            File.WriteAllText(draft, "");
            File.Delete(draft);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
