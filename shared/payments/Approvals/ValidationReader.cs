using Serverless.Payments.Calendar;
using Serverless.Payments.Caps;
using Serverless.Payments.Directory;
using Serverless.Storage;

namespace Serverless.Payments.Approvals;

/// <summary>Reads what a validation looks at and validates. Valid only under a guard that was read before.</summary>
public sealed class ValidationReader(ITableStore tables, AgencyDirectory directory, ICaps caps, AgencyCalendar calendar)
{
    /// <param name="paymentId">The payment itself, which is left out of the other live ones.</param>
    /// <param name="facts">What is claimed.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<ValidationMessage>> ValidateAsync(string paymentId, PaymentFacts facts, CancellationToken cancellation)
    {
        var basis = new ValidationBasis(
            await directory.FindProviderAsync(facts.ProviderId, cancellation),
            await directory.FindContractAsync(facts.ProviderId, facts.ServiceCode, cancellation),
            await directory.FindClientAsync(facts.ClientId, cancellation),
            await directory.FindBudgetAsync(facts.ClientId, facts.ServiceCode, cancellation),
            await ReadOthersAsync(paymentId, facts, cancellation),
            calendar.Today,
            await caps.ValidateAsync(facts, cancellation));
        return PaymentValidation.Validate(facts, basis);
    }

    private async Task<IReadOnlyList<Reservation>> ReadOthersAsync(string paymentId, PaymentFacts facts, CancellationToken cancellation)
    {
        // A live payment lies within one month, so the months of both ends hold every one that could overlap,
        // unless the claim spans three or more; that one fails anyway.
        var others = new List<Reservation>();
        DateOnly[] months = facts.ServiceFrom.Month == facts.ServiceTo.Month && facts.ServiceFrom.Year == facts.ServiceTo.Year
            ? [facts.ServiceFrom]
            : [facts.ServiceFrom, facts.ServiceTo];
        foreach (var month in months)
        {
            var range = RowRange.StartingWith(PaymentRowKeys.ReservationPrefix(facts.ServiceCode, month));
            await foreach (var row in tables.ScanAsync(Tables.Payments, facts.ClientId, range, cancellation))
            {
                var other = Rows.Read<Reservation>(row);
                if (other.PaymentId != paymentId)
                {
                    others.Add(other);
                }
            }
        }

        return others;
    }
}
