using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace ParallelApproval.Outbound;

/// <summary>A message to somebody outside.</summary>
/// <param name="Key">The same for every try: the message id, by which the receiver knows a repeat.</param>
/// <param name="To">Addresses, at least one.</param>
/// <param name="IsHtml">Whether the body is HTML and not plain text.</param>
public sealed record Mail(
    string Key,
    IReadOnlyList<string> To,
    string Subject,
    string Body,
    bool IsHtml,
    IReadOnlyList<string>? Cc = null,
    IReadOnlyList<string>? Bcc = null
);

/// <summary>How the handing over went.</summary>
/// <param name="IsSent">The mail server has taken it.</param>
/// <param name="IsForGood">When it has not: it never will, so it need not be tried again.</param>
public sealed record MailReply(bool IsSent, bool IsForGood, string Said);

/// <summary>Hands mail over to the mail server of the settings (发送邮件).</summary>
public sealed class MailSender(OutboundSettings settings)
{
    /// <summary>Hands it over once.</summary>
    public async Task<MailReply> SendAsync(Mail mail, CancellationToken cancellation)
    {
        if (settings.Mail is not { } server)
            return new(false, true, "Expected a mail server in the settings, but there is none.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(settings.Seconds));
        try
        {
            using var message = Message(mail, server);
            using var client = new SmtpClient();
            await client.ConnectAsync(
                server.Host,
                server.Port,
                server.IsEncrypted ? SecureSocketOptions.Auto : SecureSocketOptions.None,
                limit.Token
            );
            if (server.UserName is { Length: > 0 } user)
                await client.AuthenticateAsync(user, server.Password ?? "", limit.Token);
            await client.SendAsync(message, limit.Token);
            await client.DisconnectAsync(quit: true, CancellationToken.None);
            return new(true, true, "taken");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(false, false, $"Expected the mail server to take it within {settings.Seconds} s, but it did not.");
        }
        catch (SmtpCommandException refused)
        {
            return new(false, (int)refused.StatusCode >= 500, refused.Message);
        }
        catch (Exception fault) when (fault is ParseException or ArgumentException)
        {
            return new(false, true, fault.Message);
        }
        catch (Exception fault)
            when (fault
                    is IOException
                        or SocketException
                        or ProtocolException
                        or SslHandshakeException
                        or AuthenticationException
                        or NotSupportedException
                        or InvalidOperationException
            )
        {
            return new(false, false, fault.Message);
        }
    }

    private static MimeMessage Message(Mail mail, MailSettings server)
    {
        var message = new MimeMessage { Subject = mail.Subject, MessageId = $"{mail.Key}@parallel-approval" };
        message.From.Add(MailboxAddress.Parse(server.Sender));
        message.To.AddRange(mail.To.Select(MailboxAddress.Parse));
        message.Cc.AddRange((mail.Cc ?? []).Select(MailboxAddress.Parse));
        message.Bcc.AddRange((mail.Bcc ?? []).Select(MailboxAddress.Parse));
        message.Body = new TextPart(mail.IsHtml ? "html" : "plain") { Text = mail.Body };
        return message;
    }
}
