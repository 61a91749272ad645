using Serverless.Samples;

namespace Serverless.Local.Samples;

/// <summary>Fills an empty data folder with the sample agency and its invoices.</summary>
public static class SampleLoad
{
    /// <summary>Loads the agency, if that is due, and drops its invoices where asked. To be called before the drop starts.</summary>
    /// <returns>Whether it was loaded now.</returns>
    public static Task<bool> RunAsync(LocalStack stack, bool withInvoices, ILogger logger, CancellationToken cancellation = default)
        => AgencyLoad.RunAsync(stack.Payments, withInvoices ? () => DropInvoices(stack.Data.Inbox) : null, logger, cancellation);

    /// <summary>Puts the sample invoices into an inbox, each under its name only when it is whole. What stands there under such a name stays, and its sample is left out.</summary>
    public static void DropInvoices(string inbox)
    {
        foreach (var path in SampleAgency.InvoicePaths)
        {
            var name = Path.GetFileName(path);
            var dropped = Path.Combine(inbox, name);
            if (Path.Exists(dropped) || new FileInfo(dropped).LinkTarget is not null)
            {
                continue;
            }

            var unfinished = Path.Combine(inbox, $".{name}.tmp");
            File.Copy(path, unfinished, overwrite: true);
            File.Move(unfinished, dropped);
        }
    }
}
