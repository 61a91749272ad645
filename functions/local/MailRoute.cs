using Serverless.Mail;
using Serverless.Payments.Mails;

namespace Serverless.Local;

/// <summary>How mails leave the house, and what their links begin with.</summary>
/// <param name="Server">The mail server; null for files in the data folder.</param>
/// <param name="Sender">From whom they are.</param>
/// <param name="PublicAddress">Where people reach the pages.</param>
public sealed record MailRoute(SmtpSettings? Server, MailSender Sender, PublicAddress PublicAddress)
{
    /// <summary>Where nothing is set: files, and no links.</summary>
    public static MailRoute Unset => new(null, MailSender.Read(_ => null, isRequired: false), new PublicAddress());

    /// <param name="configuration">What is set.</param>
    /// <param name="isDevelopment">Whether links may go over http, and begin with where the host listens unless something else is set.</param>
    /// <param name="addresses">Where it listens.</param>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message says which and what to do.</exception>
    public static MailRoute Read(IConfiguration configuration, bool isDevelopment, IReadOnlyList<string> addresses)
    {
        var server = SmtpSettings.Read(name => configuration[name]);
        var address = PublicAddress.Read(configuration[PublicAddress.Key], isDevelopment);
        if (isDevelopment && addresses.Count > 0 && Uri.TryCreate(addresses[0], UriKind.Absolute, out var first) && first.Port > 0)
        {
            address.Default(first);
        }

        return new MailRoute(server, server?.Sender ?? MailSender.Read(name => configuration[name], isRequired: false), address);
    }

    /// <summary>What carries them.</summary>
    public IMailCarrier Carrier(DataFolder data, ILoggerFactory loggers)
        => Server is { } server ? new SmtpCarrier(server, loggers.CreateLogger<SmtpCarrier>()) : new EmlFolder(data.Mail, Sender);
}
