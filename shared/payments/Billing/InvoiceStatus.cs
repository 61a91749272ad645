namespace Serverless.Payments.Billing;

/// <summary>Where an invoice, or a line of it, stands with its payer (SAN-9); derived, never stored.</summary>
public enum InvoiceStatus
{
    /// <summary>Nothing was paid, adjusted or denied.</summary>
    Open,

    /// <summary>Something was paid or adjusted, and something is left.</summary>
    PartPaid,

    /// <summary>The payer has refused it; it is open all the same. Of an invoice: it has refused every line, or some while nothing was paid or adjusted on any.</summary>
    Denied,

    /// <summary>Nothing is left, whatever of it was paid, adjusted or written off.</summary>
    BillPaid,

    /// <summary>The payer has taken a payment back, and something is open again.</summary>
    TakenBack,

    /// <summary>Of a line: nothing is left, and nothing of it was paid. An invoice is <see cref="BillPaid"/> then (SAN-9).</summary>
    WrittenOff,
}

/// <summary>The statuses as people read them, with their numbers.</summary>
public static class InvoiceStatuses
{
    public static string DisplayName(this InvoiceStatus status) => status switch
    {
        InvoiceStatus.Open => "02 – Open",
        InvoiceStatus.PartPaid => "04 – Part Paid",
        InvoiceStatus.Denied => "05 – Denied",
        InvoiceStatus.BillPaid => "07 – Bill Paid",
        InvoiceStatus.TakenBack => "08 – Taken Back",
        InvoiceStatus.WrittenOff => "09 – Written Off",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "There is no such status."),
    };

    /// <summary>The status of a display name.</summary>
    public static bool TryParse(string text, out InvoiceStatus status)
    {
        var found = Enum.GetValues<InvoiceStatus>().Where(known => known.DisplayName() == text).ToList();
        status = found.FirstOrDefault();
        return found.Count == 1;
    }
}
