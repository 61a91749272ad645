using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using MimeKit;
using Serverless.Payments.Mails;

namespace Serverless.Mail;

/// <summary>
/// Hands mails to an SMTP server, one at a time over one connection, which serves a burst and is closed when it has rested.
/// The server's certificate is checked against its name and the machine's authorities.
/// </summary>
public sealed class SmtpCarrier : IMailCarrier, IAsyncDisposable
{
    /// <summary>How long a mail may take, its connection included, before it is to be tried again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A connection that rests so long is closed; servers end those that rest for minutes.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    /// <summary>Then the connection is made anew, because servers limit how many one carries.</summary>
    private const int MailsPerConnectionMax = 100;

    private const int DetailCharsMax = 300;

    private readonly SmtpSettings settings;
    private readonly TimeSpan patience;
    private readonly ILogger logger;
    private readonly SemaphoreSlim turn = new(1);
    private readonly ITimer rest;
    private SmtpClient? connection;
    private int carried;
    private bool isDisposed;

    /// <param name="settings">The server.</param>
    /// <param name="logger">Where it says what it did; never an address or a link.</param>
    public SmtpCarrier(SmtpSettings settings, ILogger<SmtpCarrier> logger)
        : this(settings, Patience, logger)
    {
    }

    internal SmtpCarrier(SmtpSettings settings, TimeSpan patience, ILogger<SmtpCarrier> logger)
    {
        this.settings = settings;
        this.patience = patience;
        this.logger = logger;
        rest = TimeProvider.System.CreateTimer(_ => CloseRested(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public async Task<MailReceipt> CarryAsync(Payments.Mails.Mail mail, CancellationToken cancellation = default)
    {
        using var message = MimeMail.Create(mail, settings.Sender);
        if (message is null)
        {
            return MailReceipt.Refused("The address is none that mails can go to.");
        }

        await turn.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(patience);
            return await SendAsync(message, limit.Token, cancellation);
        }
        finally
        {
            rest.Change(Rest, Timeout.InfiniteTimeSpan);
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await turn.WaitAsync();
        isDisposed = true;
        Drop();
        await rest.DisposeAsync();
        turn.Dispose();
    }

    private async Task<MailReceipt> SendAsync(MimeMessage message, CancellationToken limit, CancellationToken cancellation)
    {
        try
        {
            await (await ConnectedAsync(limit)).SendAsync(message, limit);
            carried++;
            return MailReceipt.Taken;
        }
        catch (SmtpCommandException exception)
        {
            // The connection goes with it: what state it is in now is the server's secret.
            Drop();
            var detail = Shown($"{(int)exception.StatusCode} {exception.Message}");
            if (SmtpAnswer.IsForGood(exception.ErrorCode, (int)exception.StatusCode, exception.Message))
            {
                return MailReceipt.Refused(detail);
            }

            // Its words may name the addressee.
            Log.ServerSaysLater(logger, (int)exception.StatusCode);
            return MailReceipt.Later(detail);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Drop();
            return Later($"The mail server {settings} did not answer within {patience.TotalSeconds:0} s.");
        }
        catch (Exception exception) when (exception is ProtocolException or CommandException or AuthenticationException or SslHandshakeException or ServiceNotConnectedException
            or ServiceNotAuthenticatedException or IOException or SocketException or TimeoutException or NotSupportedException)
        {
            Drop();
            return Later($"The mail server {settings}: {Shown(exception.Message)}");
        }
        catch
        {
            Drop();
            throw;
        }
    }

    private async Task<SmtpClient> ConnectedAsync(CancellationToken limit)
    {
        if (connection is { IsConnected: true } open && carried < MailsPerConnectionMax)
        {
            try
            {
                await open.NoOpAsync(limit);
                return open;
            }
            catch (Exception exception) when (exception is ProtocolException or CommandException or IOException or SocketException or ServiceNotConnectedException)
            {
                // The server has closed it meanwhile.
            }
        }

        Drop();
        connection = new SmtpClient { Timeout = (int)patience.TotalMilliseconds };
        await connection.ConnectAsync(settings.Host, settings.Port, OptionOf(settings.Security), limit);
        if (settings is { User: { } user, Password: { } password })
        {
            await connection.AuthenticateAsync(user, password, limit);
        }

        return connection;
    }

    private MailReceipt Later(string detail)
    {
        Log.ServerOutOfReach(logger, detail);
        return MailReceipt.Later(detail);
    }

    /// <summary>Under a timer, which waits for nobody: where a mail is under way, the connection does not rest.</summary>
    private void CloseRested()
    {
        try
        {
            if (turn.Wait(0))
            {
                Drop();
                turn.Release();
            }
        }
        catch (ObjectDisposedException)
        {
            // The carrier went at this moment, and its connection with it.
        }
    }

    private void Drop()
    {
        connection?.Dispose();
        connection = null;
        carried = 0;
    }

    private static string Shown(string words)
    {
        var line = MailText.OneLine(words);
        return line.Length <= DetailCharsMax ? line : line[..DetailCharsMax];
    }

    private static SecureSocketOptions OptionOf(SmtpSecurity security) => security switch
    {
        SmtpSecurity.None => SecureSocketOptions.None,
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => throw new ArgumentOutOfRangeException(nameof(security), security, "There is no such protection."),
    };
}
