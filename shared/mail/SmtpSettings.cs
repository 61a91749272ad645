using System.Globalization;
using MimeKit;

namespace Serverless.Mail;

/// <summary>The mail server, and as whom it is used.</summary>
/// <param name="Host">Its name, which its certificate must bear.</param>
/// <param name="Port">Its port.</param>
/// <param name="Security">How the connection is protected.</param>
/// <param name="User">As whom to sign in there; null where it asks nobody.</param>
/// <param name="Password">The user's password.</param>
/// <param name="Sender">From whom the mails are.</param>
public sealed record SmtpSettings(string Host, int Port, SmtpSecurity Security, string? User, string? Password, MailSender Sender)
{
    public const string Section = "Serverless:Mail";
    private const string HostKey = Section + ":Host";
    private const string PortKey = Section + ":Port";
    private const string SecurityKey = Section + ":Security";
    private const string UserKey = Section + ":User";
    private const string PasswordKey = Section + ":Password";

    /// <summary>The settings; null where no host is named, for who keeps mails in a folder.</summary>
    /// <param name="read">Answers a setting by its name, null where it is not set.</param>
    /// <exception cref="InvalidOperationException">They are not whole; the message says which and what to do, and repeats no password.</exception>
    public static SmtpSettings? Read(Func<string, string?> read)
    {
        if (read(HostKey) is not { Length: > 0 } host)
        {
            return null;
        }

        var security = read(SecurityKey) switch
        {
            null or "" or "starttls" => SmtpSecurity.StartTls,
            "tls" => SmtpSecurity.Tls,
            "none" => SmtpSecurity.None,
            var other => throw new InvalidOperationException($"{SecurityKey} is '{other}'. Set it to starttls, tls or none."),
        };
        var user = read(UserKey) is { Length: > 0 } named ? named : null;
        var password = read(PasswordKey) is { Length: > 0 } secret ? secret : null;
        if (user is null != password is null)
        {
            throw new InvalidOperationException($"{UserKey} and {PasswordKey} go together: set both, or neither where the mail server asks nobody.");
        }

        if (user is not null && security == SmtpSecurity.None)
        {
            throw new InvalidOperationException($"{SecurityKey} is none, so that the password would go over the network for everybody to read. Set it to starttls or tls, or leave {UserKey} and {PasswordKey} out.");
        }

        return new SmtpSettings(host, ReadPort(read(PortKey), security), security, user, password, MailSender.Read(read, isRequired: true));
    }

    /// <summary>Without the password, whoever writes it down.</summary>
    public override string ToString() => $"{Host}:{Port} ({Security})";

    private static int ReadPort(string? text, SmtpSecurity security)
    {
        if (text is null or "")
        {
            return security switch
            {
                SmtpSecurity.StartTls => 587,
                SmtpSecurity.Tls => 465,
                _ => 25,
            };
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535
            ? port
            : throw new InvalidOperationException($"{PortKey} is '{text}'. Set it to the mail server's port, 1 to 65535, or leave it out.");
    }
}

/// <summary>From whom the mails are.</summary>
/// <param name="Address">What answers and bounces go to; its domain names the mails, too.</param>
/// <param name="Name">What programs show for it.</param>
public sealed record MailSender(string Address, string Name)
{
    private const string FromKey = SmtpSettings.Section + ":From";
    private const string FromNameKey = SmtpSettings.Section + ":FromName";

    /// <summary>The part of the address behind the @.</summary>
    public string Domain => Address[(Address.LastIndexOf('@') + 1)..];

    /// <summary>The sender; where it need not be set and is not, one that nobody can answer.</summary>
    /// <param name="read">Answers a setting by its name, null where it is not set.</param>
    /// <param name="isRequired">Whether it must be set.</param>
    /// <exception cref="InvalidOperationException">It is missing, or no address.</exception>
    public static MailSender Read(Func<string, string?> read, bool isRequired)
    {
        var address = read(FromKey) is { Length: > 0 } text ? text : isRequired ? "" : "serverless@localhost.invalid";
        return MailText.IsAddress(address) && MailboxAddress.TryParse(address, out _)
            ? new MailSender(address, read(FromNameKey) is { Length: > 0 } name ? name : "Serverless payments")
            : throw new InvalidOperationException($"{FromKey} is '{address}'. Set it to the address that the mails are from, such as payments@agency.example.");
    }
}
