using Microsoft.Extensions.Logging;
using Serverless.Functions.Durable;
using Serverless.Mail;
using Serverless.Payments;
using Serverless.Payments.Caps;
using Serverless.Payments.Moving;
using Serverless.Payments.People;
using Serverless.Payments.Smart;
using Serverless.Samples;
using Serverless.Storage.Azure;

namespace Serverless.Functions.Hosting;

/// <summary>
/// Puts the application on its ports: tables and blobs of Azure, CAPS, SMART, and the orchestrations of the function at work.
/// Nothing is cached, because other instances of the app write to the same tables.
/// </summary>
public sealed class PaymentsOpener(AppSettings settings, BoundOrchestrations orchestrations, TimeProvider time, ILoggerFactory loggers, CapsSimulator? simulator = null, SmartSimulator? smartSimulator = null)
{
    /// <exception cref="InvalidOperationException">The installation keeps to another CAPS.</exception>
    /// <exception cref="InvalidDataException">The storage holds half an import, numbers under other keys, or another host works on it.</exception>
    public async Task<PaymentsApplication> OpenAsync()
    {
        var account = Account();
        await new ImportMarks(account.Tables).CheckAsync(CancellationToken.None);
        await new HostMarks(account.Tables).ClaimAsync(HostMark.OfFunctions(time.GetUtcNow()), CancellationToken.None);
        if (await CapsChoice.KeepAsync(account.Tables, simulator is null ? CapsChoice.Blobs : CapsChoice.Simulator, CancellationToken.None) is { } refusal)
        {
            throw new InvalidOperationException($"The app cannot work on this storage with {AppSettings.CapsKey} as it is set: {refusal.Reason}.");
        }

        ICaps caps = simulator is null ? new CapsBlobExchange(account.Tables, account.Blobs, time) : simulator;
        var ssnKeys = settings.SsnKeys ?? SsnKeyFile.OpenOrCreate(Path.Combine(settings.DataPath, "keys", SsnKeyFile.Name));
        ISmart smart = smartSimulator is null ? new SmartBlobExchange(account.Tables, account.Blobs, time) : smartSimulator;
        var ports = new PaymentsPorts(account.Tables, account.Blobs, caps, smart, orchestrations, time, loggers, ssnKeys)
        {
            MailCarrier = settings.MailServer is { } server ? new SmtpCarrier(server, loggers.CreateLogger<SmtpCarrier>()) : null,
            PublicAddress = settings.PublicAddress,
        };
        var payments = await PaymentsApplication.OpenAsync(ports);
        if (settings.HasSamples)
        {
            await AgencyLoad.RunAsync(payments, addInvoices: null, loggers.CreateLogger(typeof(AgencyLoad)));
        }

        return payments;
    }

    private AzureStorageAccount Account()
    {
        var options = new AzureStorageOptions { Time = time, Loggers = loggers };
        return settings.Storage is { Tables: { } tables, Blobs: { } blobs, Credential: { } credential }
            ? AzureStorageAccount.FromEndpoints(tables, blobs, credential, options)
            : AzureStorageAccount.FromConnectionString(settings.Storage.Connection!, options);
    }
}
