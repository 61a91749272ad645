using System.Security.Cryptography;
using System.Text;
using MimeKit;

namespace Serverless.Mail;

/// <summary>A mail as it goes over the wire, the same for every carrier.</summary>
internal static class MimeMail
{
    /// <summary>The message, or null where the addressee's address is none.</summary>
    public static MimeMessage? Create(Payments.Mails.Mail mail, MailSender sender)
    {
        if (!MailText.IsAddress(mail.To))
        {
            return null;
        }

        var message = new MimeMessage
        {
            MessageId = $"{HashOf(mail.Id)}@{sender.Domain}",
            Date = mail.At,
            Subject = MailText.OneLine(mail.Subject),
            Body = new MultipartAlternative
            {
                new TextPart("plain") { Text = mail.Text, ContentTransferEncoding = ContentEncoding.QuotedPrintable },
                new TextPart("html") { Text = mail.Html, ContentTransferEncoding = ContentEncoding.QuotedPrintable },
            },
        };
        message.From.Add(new MailboxAddress(Encoding.UTF8, MailText.OneLine(sender.Name), sender.Address));
        message.To.Add(new MailboxAddress(Encoding.UTF8, MailText.OneLine(mail.ToName), mail.To));

        // No out-of-office note answers it, and no program takes it for a person's.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    /// <summary>What stands for a mail's id where the id itself must not: in headers and names of files.</summary>
    public static string HashOf(string mailId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mailId)).AsSpan(0, 16));
}
