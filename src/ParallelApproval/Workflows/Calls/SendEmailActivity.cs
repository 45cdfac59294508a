using System.Text.Json;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Outbound;

namespace ParallelApproval.Workflows;

/// <summary>
/// 发送邮件: hands a message over to the mail server of the settings after the commit; goes on when that has taken it. What it refuses for
/// good, or has not taken after every try, is a failed step.
/// </summary>
internal sealed class SendEmailActivity(OutboundSettings settings) : CaseActivity
{
    public const string TypeName = "Elsa.SendEmail";

    public override ActivityDescriptor Descriptor { get; } =
        new(
            TypeName,
            1,
            new("邮件", "Email"),
            new("发送邮件", "Send email"),
            new("通过邮件服务器发送", "Sends by the mail server of the settings")
        )
        {
            Kind = ActivityKind.Task,
            Inputs =
            [
                new(
                    "To",
                    "Object",
                    new("收件人", "To"),
                    new("地址，多个用逗号分开或写成列表", "Addresses, separated by commas or as a list")
                )
                {
                    UiHint = "multitext",
                    IsRequired = true,
                },
                new("Cc", "Object", new("抄送", "Cc"), new("抄送", "Cc")) { UiHint = "multitext" },
                new("Bcc", "Object", new("密送", "Bcc"), new("密送", "Bcc")) { UiHint = "multitext" },
                new("Subject", "String", new("主题", "Subject"), new("主题", "Subject")),
                new("Body", "String", new("正文", "Body"), new("HTML", "HTML")) { UiHint = "multiline" },
            ],
            Ports = [new("Done", new("完成", "Done"))],
        };

    public override ActivityResult Begin(CaseFile file, ActivityRequest request)
    {
        if (settings.Mail is not { } server)
            return ActivityResult.Fails(
                "mail_not_set",
                "Expected a mail server in the setting ParallelApproval:Outbound:Mail, but there is none; the administrator may set it."
            );
        var mail = MailRequest.Of(request);
        if (mail.To.Length == 0)
            return ActivityResult.Fails("mail_without_address", "Expected at least one address in To, but there is none.");
        file.Section<CallSection>()
            .Note(
                new(
                    request.Bookmark,
                    CallKind.Email,
                    JsonSerializer.SerializeToElement(mail, CallSection.Written),
                    Host: $"{server.Host}:{server.Port}"
                )
            );
        return ActivityResult.Waits;
    }
}

/// <summary>What a step that sends mail asks for.</summary>
internal sealed record MailRequest(string[] To, string[] Cc, string[] Bcc, string Subject, string Body)
{
    public static MailRequest Of(ActivityRequest request) =>
        new(
            Addresses(request, "to"),
            Addresses(request, "cc"),
            Addresses(request, "bcc"),
            request.Text("subject") ?? "",
            request.Text("body") ?? ""
        );

    public Mail ToMail(string key) => new(key, To, Subject, Body, IsHtml: true, Cc, Bcc);

    private static string[] Addresses(ActivityRequest request, string input) =>
        !request.Inputs.TryGetProperty(input, out var value) ? []
        : value.ValueKind is JsonValueKind.Array
            ?
            [
                .. value
                    .EnumerateArray()
                    .Where(one => one.ValueKind is JsonValueKind.String && one.GetString()!.Trim().Length > 0)
                    .Select(one => one.GetString()!.Trim()),
            ]
        :
        [
            .. (request.Text(input) ?? "").Split(
                [',', ';', '，', '；'],
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            ),
        ];
}
