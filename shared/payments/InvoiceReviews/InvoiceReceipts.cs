using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Codes;
using Serverless.Payments.Directory;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.Invoices;
using Serverless.Payments.MassPayments;

namespace Serverless.Payments.InvoiceReviews;

/// <summary>
/// The way in for a provider's invoice (KEES-8). A file that cannot be read is refused whole; what is wrong with a line that
/// can be read is kept with it and shown to the local office, which returns the invoice for it.
/// </summary>
public sealed class InvoiceReceipts(InvoiceReviewRecords records, InvoiceReviewMover mover, InvoiceReviewStart start, AgencyDirectory directory, AgencyCalendar calendar)
{
    /// <summary>Receives an invoice. The same request id makes one; a number that an invoice of the provider has which is not superseded is refused.</summary>
    /// <param name="caller">Who sends it: the local office for any provider, which it names; a provider its own.</param>
    /// <param name="receipt">The invoice.</param>
    /// <param name="requestId">What makes the request itself.</param>
    /// <param name="cancellation">Gives up; what stands is taken up by the same request, or when the host starts.</param>
    public async Task<ReviewResult> ReceiveAsync(Caller caller, InvoiceReceipt receipt, string requestId, CancellationToken cancellation = default)
    {
        if (CheckCaller(caller, receipt.ProviderId) is { } notTheirs)
        {
            return ReviewResult.Refused(notTheirs);
        }

        // Who has both roles acts for the office.
        var role = caller.Is(Role.Office) ? Role.Office : Role.Provider;
        var own = receipt with { ProviderId = receipt.ProviderId ?? caller.ProviderId };
        var id = InvoiceReviewKeys.IdOf(own.ProviderId!, requestId);
        var stands = await records.FindAsync(id, cancellation);
        if (stands is null)
        {
            var prepared = await PrepareAsync(own, new(id, caller.User, role, calendar.Now), null, cancellation);
            if (prepared.Invoice is not { } invoice)
            {
                return prepared;
            }

            // From here on the caller's patience counts no more: what stands must be started.
            stands = await mover.ReceiveAsync(invoice, CancellationToken.None);
            if (stands is null)
            {
                var holder = await records.FindByNumberAsync(invoice.ProviderId, invoice.InvoiceNumber, cancellation);
                return ReviewResult.Refused(InvoiceReviewRules.Duplicate(holder ?? throw new InvalidOperationException($"Invoice {id} was refused for its number, which no other has.")));
            }
        }

        await start.StartAsync(stands.Id, CancellationToken.None);
        return ReviewResult.Done(stands);
    }

    /// <summary>Reads an invoice and keeps its file and lines, so that it can stand.</summary>
    /// <param name="receipt">The invoice; its provider is named.</param>
    /// <param name="signature">Who receives it under which id.</param>
    /// <param name="corrects">The invoice that it corrects; null where it corrects none.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ReviewResult> PrepareAsync(InvoiceReceipt receipt, ReceiptSignature signature, ReviewedInvoice? corrects, CancellationToken cancellation)
    {
        var (serviceId, wrong) = await CheckPageAsync(receipt, cancellation);
        if (wrong is not null)
        {
            return ReviewResult.Refused(wrong);
        }

        var contentHash = InvoiceCommands.HashOf(receipt.Content);
        var (number, texts, faults) = ReviewFile.Read(receipt.Content, receipt.Format);
        if (faults.Count > 0)
        {
            return ReviewResult.Unreadable(faults);
        }

        // Its own it is where another process carries out the same request at this moment.
        var holder = await records.FindByNumberAsync(receipt.ProviderId!, number, cancellation);
        if (holder is not null && holder != corrects?.Id && holder != signature.Id)
        {
            return ReviewResult.Refused(InvoiceReviewRules.Duplicate(holder));
        }

        if (corrects?.ContentHash == contentHash)
        {
            return ReviewResult.Refused(new(RefusalKind.Conflict, "DUPLICATE_INVOICE", $"This is the file that was returned, received as {corrects.Id}, unchanged. Correct what the reasons name."));
        }

        // Nothing masks a file; of one with a Social Security number in it the lines alone are kept, which are masked.
        if (!texts.Any(line => line.HoldsSsn))
        {
            await records.KeepAsync(contentHash, receipt.Content, cancellation);
        }

        var (lines, total) = ReviewLines.Judge(texts, calendar.Today);
        await records.KeepLinesAsync(signature.Id, lines, cancellation);
        return ReviewResult.Done(new ReviewedInvoice
        {
            Id = signature.Id,
            ProviderId = receipt.ProviderId!,
            InvoiceNumber = number,
            ServiceId = serviceId,
            AidCode = receipt.AidCode,
            StatusSince = signature.At,
            ReceivedAt = signature.At,
            ReceivedBy = signature.By,
            ReceivedAs = signature.Role,
            ContentHash = contentHash,
            Format = receipt.Format,
            Lines = lines.Count,
            Faults = lines.Sum(line => line.Faults.Count),
            Notes = lines.Sum(line => line.Notes.Count),
            Total = total,
            Supersedes = corrects?.Id,
        });
    }

    private static Refusal? CheckCaller(Caller caller, string? providerId)
    {
        if (caller.Is(Role.Office))
        {
            return providerId is null ? new(RefusalKind.Malformed, "PROVIDER_REQUIRED", "Name the provider whose invoice it is, as providerId.") : null;
        }

        return caller.Is(Role.Provider) && (providerId ?? caller.ProviderId) == caller.ProviderId
            ? null
            : new(RefusalKind.Forbidden, "NOT_YOUR_PROVIDER", "A provider sends invoices of its own only.");
    }

    /// <summary>What the page will be for. Whether the provider is active then is looked at when the office verifies.</summary>
    /// <returns>The service: the one that is named, or the only one that there is; null where the office must choose.</returns>
    private async Task<(string? ServiceId, Refusal? Refusal)> CheckPageAsync(InvoiceReceipt receipt, CancellationToken cancellation)
    {
        if (receipt.AidCode is { } aidCode && CodeTables.AidCodes.Find(aidCode) is null)
        {
            return (null, Invalid("UNKNOWN_AID_CODE", "aidCode", $"There is no such aid code; there are {string.Join(" and ", CodeTables.AidCodes.Entries.Select(code => code.Code))}."));
        }

        if (!PaymentFactsForm.IsId(receipt.ProviderId) || await directory.FindProviderAsync(receipt.ProviderId!, cancellation) is not { } provider)
        {
            return (null, Invalid("UNKNOWN_PROVIDER", "providerId", "There is no such provider in the Resource Databank."));
        }

        if (receipt.ServiceId is { } named)
        {
            var refusal = MassPaymentRules.CheckService(provider with { Active = true }, named);
            return refusal is null ? (named, null) : (null, Invalid(refusal.Code, "serviceId", refusal.Message));
        }

        var offered = provider.Services.Where(service => service.Type == MassPaymentRules.SmartVendor).ToList();
        return offered.Count switch
        {
            0 => (null, Invalid("NOT_SMART_VENDOR", "serviceId", $"{provider.Name} has no service of type {MassPaymentRules.SmartVendor}; only such a one offers mass payment.")),
            1 => (offered[0].Id, null),
            _ => (null, null),
        };
    }

    private static Refusal Invalid(string code, string field, string message) => new(RefusalKind.Invalid, code, message) { Errors = [new(code, field, message)] };
}

/// <summary>An invoice as it is sent.</summary>
/// <param name="ProviderId">Null for the caller's own.</param>
/// <param name="ServiceId">Null for the provider's only one of type Smart Vendor.</param>
/// <param name="AidCode">Null where it is the office's to say.</param>
/// <param name="Content">The file.</param>
public sealed record InvoiceReceipt(string? ProviderId, string? ServiceId, string? AidCode, FileFormat Format, ReadOnlyMemory<byte> Content);

/// <summary>Who received an invoice under which id.</summary>
public sealed record ReceiptSignature(string Id, string By, Role Role, DateTimeOffset At);
