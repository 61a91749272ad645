using MimeKit;
using OutgoingMail = Serverless.Payments.Mails.Mail;

namespace Serverless.Mail.Tests;

/// <summary>Mails to carry, and what carriers made of them, read by a reader of MIME.</summary>
internal static class Letters
{
    public static readonly MailSender Sender = new("payments@agency.example", "Agency Payments");

    public static OutgoingMail Write(string id = "p1|1|ask|ann", string to = "ann@agency.example", string name = "Ann Löpez", string subject = "Payment to approve: 250.00 – Canyon")
        => new(id, to, name, subject, "Hello Ann,\n\n.a line with a dot before it\n", "<p>Hello Ann, 10 × 25.00</p>\n", new DateTimeOffset(2026, 11, 22, 18, 0, 0, TimeSpan.Zero));

    public static MimeMessage Read(string raw) => MimeMessage.Load(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(raw)));

    /// <summary>What every carrier must make of <see cref="Write"/>.</summary>
    public static void AssertIsWhole(MimeMessage message, OutgoingMail mail)
    {
        Assert.Equal(mail.Subject, message.Subject);
        var to = Assert.IsType<MailboxAddress>(Assert.Single(message.To));
        Assert.Equal((mail.To, mail.ToName), (to.Address, to.Name));
        Assert.Equal(Sender.Address, Assert.IsType<MailboxAddress>(Assert.Single(message.From)).Address);
        Assert.Equal(mail.At, message.Date);
        Assert.Equal("auto-generated", message.Headers[HeaderId.AutoSubmitted]);
        Assert.EndsWith("@agency.example", message.MessageId, StringComparison.Ordinal);
        Assert.Equal(mail.Text, message.TextBody?.ReplaceLineEndings("\n"));
        Assert.Equal(mail.Html, message.HtmlBody?.ReplaceLineEndings("\n"));
        Assert.Equal("multipart/alternative", message.Body!.ContentType.MimeType);
    }
}
