using System.Net;
using ParallelApproval.Outbound;

namespace ParallelApproval.Web.Settings;

/// <summary>Whom the house may call and by whom it sends mail, as the settings say it.</summary>
internal static class OutboundSetup
{
    private const string Section = KnownSettings.Section + ":Outbound";
    private const int SubmissionPort = 587;

    private static readonly OutboundSettings Usual = new();

    /// <summary>Every setting of the room.</summary>
    public static IEnumerable<Setting> Known =>
        [
            new(
                Section + ":Hosts",
                "hosts such as api.example.org, *.example.org or api.example.org:8443",
                null,
                "setting_outbound_hosts",
                OutboundSettings.IsSound,
                IsList: true
            ),
            new(
                Section + ":InsideHosts",
                "hosts such as api.example.org, *.example.org or api.example.org:8443",
                null,
                "setting_outbound_inside",
                OutboundSettings.IsSound,
                IsList: true
            ),
            KnownSettings.Number(Section + ":Seconds", 1, 120, Usual.Seconds, "setting_outbound_seconds"),
            KnownSettings.Number(Section + ":Kilobytes", 1, 10_240, Usual.Kilobytes, "setting_outbound_kilobytes"),
            KnownSettings.Number(Section + ":Tries", 1, 10, Usual.Tries, "setting_outbound_tries"),
            new(Section + ":Mail:Host", "a host", null, "setting_mail_host", IsHost),
            KnownSettings.Number(Section + ":Mail:Port", 1, IPEndPoint.MaxPort, SubmissionPort, "setting_mail_port"),
            new(Section + ":Mail:Sender", "a mail address", null, "setting_mail_sender", text => text.Contains('@')),
            new(Section + ":Mail:UserName", "a name", null, "setting_mail_user", text => text.Trim().Length > 0),
            new(Section + ":Mail:Password", "a password", null, "setting_mail_password", text => text.Length > 0) { IsSecret = true },
            new(Section + ":Mail:IsEncrypted", "true or false", "true", "setting_mail_encrypted", text => bool.TryParse(text, out _)),
        ];

    /// <summary>Mail is sent where host and sender are given.</summary>
    public static OutboundSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var mail = section.GetSection("Mail");
        return new()
        {
            Hosts = section.GetSection("Hosts").Get<string[]>() ?? [],
            InsideHosts = section.GetSection("InsideHosts").Get<string[]>() ?? [],
            Seconds = section.GetValue("Seconds", Usual.Seconds),
            Kilobytes = section.GetValue("Kilobytes", Usual.Kilobytes),
            Tries = section.GetValue("Tries", Usual.Tries),
            Mail =
                mail["Host"] is { Length: > 0 } host && mail["Sender"] is { Length: > 0 } sender
                    ? new(
                        host,
                        mail.GetValue("Port", SubmissionPort),
                        sender,
                        mail["UserName"],
                        mail["Password"],
                        mail.GetValue("IsEncrypted", true)
                    )
                    : null,
        };
    }

    private static bool IsHost(string text) => Uri.CheckHostName(text.Trim()) is not UriHostNameType.Unknown;
}
