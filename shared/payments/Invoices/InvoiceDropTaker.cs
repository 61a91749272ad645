using Serverless.Payments.Drops;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;

namespace Serverless.Payments.Invoices;

/// <summary>Takes in dropped files of providers' invoices, and whatever else is in CSV or JSON: such a file is told what is wrong with it.</summary>
public sealed class InvoiceDropTaker(InvoiceCommands invoices) : IDropTaker
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Endings => FileFormats.Endings;

    /// <inheritdoc/>
    public bool Takes(DroppedContent file) => true;

    /// <inheritdoc/>
    public async Task<DropReport?> TakeInAsync(DroppedContent file, TimeSpan wait, CancellationToken cancellation)
    {
        var format = FileFormats.FromFileName(file.Name) ?? throw new InvalidOperationException($"Delivery {file.DeliveryId} was not refused and has no known format.");
        var delivery = new InvoiceDelivery(file.DeliveryId, file.Name, format, file.Content, FileDrop.Submitter, Role.Operations, ProviderId: null);
        return await invoices.TakeInAsync(delivery, wait, cancellation) is { } report
            ? new DropReport(report.Invoices, report.Lines, report.Payments, report.Errors, report.Duplicate ? true : null, report.Rejected ? true : null, file.Name, file.DeliveryId)
            : null;
    }
}
