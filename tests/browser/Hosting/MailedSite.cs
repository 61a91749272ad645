using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using MimeKit;
using Serverless.Local;
using Serverless.Local.Cli;
using Serverless.Testing;

namespace Serverless.Browser.Tests.Hosting;

/// <summary>A site whose mails go to a real SMTP server of its own.</summary>
public sealed class MailedSite : Site
{
    /// <summary>Ports that are tried.</summary>
    private const int AttemptsMax = 100;

    private readonly string address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}");
    private SmtpServer? server;

    public SmtpServer Server => server ?? throw new InvalidOperationException("The mail server was not started.");

    protected override string ListenAddress => address;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await (server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>The mail that somebody got about a payment, once it has come.</summary>
    public async Task<MimeMessage> MailAsync(string to, string paymentId)
    {
        MimeMessage? found = null;
        await Until.TrueAsync(async () =>
        {
            foreach (var received in Server.Received.Where(mail => mail.To.Contains(to)))
            {
                using var raw = new MemoryStream(Encoding.UTF8.GetBytes(received.Raw));
                var message = await MimeMessage.LoadAsync(raw);
                found = message.TextBody?.Contains(paymentId, StringComparison.Ordinal) == true ? message : found;
            }

            return found is not null;
        });
        return found!;
    }

    /// <summary>Where a mail's link leads: behind <c>Approve:</c> or <c>Deny:</c>.</summary>
    public static string LinkIn(MimeMessage mail, string word)
        => mail.TextBody!.Split('\n').Single(line => line.StartsWith($"{word}: ", StringComparison.Ordinal))[(word.Length + 2)..].Trim();

    protected override async Task<LocalSettings> SettingsAsync()
    {
        server = await SmtpServer.StartAsync();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Serverless:Mail:Host"] = "127.0.0.1",
            ["Serverless:Mail:Port"] = server.Port.ToString(CultureInfo.InvariantCulture),
            ["Serverless:Mail:Security"] = "none",
            ["Serverless:Mail:From"] = "payments@agency.example",
        }).Build();
        return await base.SettingsAsync() with { Configuration = configuration, Mail = MailRoute.Read(configuration, isDevelopment: true, [address]) };
    }

    /// <summary>
    /// A port that is free, below those that the system hands out by itself: mails name the address before the host listens
    /// there, and meanwhile nobody else is given it.
    /// </summary>
    private static int FreePort()
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = RandomNumberGenerator.GetInt32(20_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException) when (attempt < AttemptsMax)
            {
                // Somebody listens there; another one is tried.
            }
        }
    }
}
