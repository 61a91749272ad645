using Microsoft.Extensions.Logging;
using Serverless.Functions.Durable;
using Serverless.Payments;
using Serverless.Payments.Caps;
using Serverless.Storage.Azure;

namespace Serverless.Functions.Hosting;

/// <summary>
/// Puts the application on its ports: tables and blobs of Azure, CAPS, and the orchestrations of the function at work.
/// Nothing is cached, because other instances of the app write to the same tables.
/// </summary>
public sealed class PaymentsOpener(AppSettings settings, BoundOrchestrations orchestrations, TimeProvider time, ILoggerFactory loggers, CapsSimulator? simulator = null)
{
    public Task<PaymentsApplication> OpenAsync()
    {
        var account = Account();
        ICaps caps = simulator is null ? new CapsBlobExchange(account.Tables, account.Blobs, time) : simulator;
        return PaymentsApplication.OpenAsync(new PaymentsPorts(account.Tables, account.Blobs, caps, orchestrations, time, loggers));
    }

    private AzureStorageAccount Account()
    {
        var options = new AzureStorageOptions { Time = time, Loggers = loggers };
        return settings.Storage is { Tables: { } tables, Blobs: { } blobs, Credential: { } credential }
            ? AzureStorageAccount.FromEndpoints(tables, blobs, credential, options)
            : AzureStorageAccount.FromConnectionString(settings.Storage.Connection!, options);
    }
}
