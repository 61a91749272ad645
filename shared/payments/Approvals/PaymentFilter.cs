namespace Serverless.Payments.Approvals;

/// <summary>Which payments are asked for; every given condition must hold.</summary>
/// <param name="Period">The month of service as <c>2026-11</c>.</param>
/// <param name="Text">Contained in the payment's id, client, service code or invoice number, whatever its case.</param>
public sealed record PaymentFilter(PaymentStatus? Status = null, string? Provider = null, string? Client = null, string? Period = null, string? Text = null)
{
    public bool Matches(Payment payment)
        => (Status is null || payment.Status == Status)
        && (Provider is null || payment.Facts.ProviderId == Provider)
        && (Client is null || payment.Facts.ClientId == Client)
        && (Period is null || payment.Period == Period)
        && (Text is null || Contains(payment.Id) || Contains(payment.Facts.ClientId) || Contains(payment.Facts.ProviderId) || Contains(payment.Facts.ServiceCode) || Contains(payment.InvoiceNumber));

    private bool Contains(string? text) => text?.Contains(Text!, StringComparison.OrdinalIgnoreCase) == true;
}
