using Serverless.Payments.Drops;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.Invoices;

namespace Serverless.Payments.Billing.Intake;

/// <summary>Takes in dropped files of billing invoices, which are told from those of providers' invoices by the names of their fields.</summary>
public sealed class BillingDropTaker(BillingIntakeCommands intake) : IDropTaker
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Endings => FileFormats.Endings;

    /// <inheritdoc/>
    public bool Takes(DroppedContent file)
    {
        var format = FormatOf(file);
        var fields = FieldNames.Of(file.Content, format);
        return Count(BillingFileColumns.All, InvoiceFileColumns.All) > Count(InvoiceFileColumns.All, BillingFileColumns.All);

        // A file that lacks a field, or has one too many, is still of the kind that more of its fields are of.
        int Count(IReadOnlyList<FileColumn> columns, IReadOnlyList<FileColumn> others) => columns
            .Select(column => column.Name(format))
            .Except(others.Select(column => column.Name(format)), StringComparer.Ordinal)
            .Count(name => fields.Contains(name, StringComparer.OrdinalIgnoreCase));
    }

    /// <inheritdoc/>
    public async Task<DropReport?> TakeInAsync(DroppedContent file, TimeSpan wait, CancellationToken cancellation)
    {
        var delivery = new BillingDelivery(file.DeliveryId, file.Name, FormatOf(file), file.Content, FileDrop.Submitter, Role.Biller);
        return await intake.TakeInAsync(delivery, wait, cancellation) is { } report
            ? new DropReport(report.Invoices, report.Lines, [], report.Errors, report.Duplicate ? true : null, report.Rejected ? true : null, file.Name, file.DeliveryId) { Numbers = report.Numbers }
            : null;
    }

    private static FileFormat FormatOf(DroppedContent file)
        => FileFormats.FromFileName(file.Name) ?? throw new InvalidOperationException($"Delivery {file.DeliveryId} was not refused and has no known format.");
}
