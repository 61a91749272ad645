using Serverless.Payments.Amounts;
using Serverless.Payments.Directory;
using Serverless.Storage;

namespace Serverless.Payments.Approvals.Overview;

/// <summary>How much of a client's PCSP budget for a service code is taken in a month (UPI-3).</summary>
/// <param name="ServiceCode">The service.</param>
/// <param name="Month">Any day of the month.</param>
/// <param name="MonthlyMax">Null where the client is not authorised for the service.</param>
/// <param name="Others">Units of the month's live payments, without the one looked at.</param>
/// <param name="This">Units of the one looked at, whether it is live or not.</param>
public sealed record BudgetUse(string ServiceCode, DateOnly Month, Units? MonthlyMax, Units Others, Units This)
{
    public Units Together => Others + This;

    public bool IsExceeded => MonthlyMax is { } most && Together > most;
}

/// <summary>Reads what live payments take from a client's budgets; for people to look at, not for a validation.</summary>
public sealed class BudgetUses(ITableStore tables, AgencyDirectory directory)
{
    /// <summary>A client has few service codes; more are not looked at.</summary>
    private const int BudgetsMax = 100;

    /// <summary>The budget that a payment draws on, with the payment in it.</summary>
    public async Task<BudgetUse> OfAsync(Payment payment, CancellationToken cancellation = default)
    {
        var facts = payment.Facts;
        var budget = await directory.FindBudgetAsync(facts.ClientId, facts.ServiceCode, cancellation);
        var others = await TakenAsync(facts.ClientId, facts.ServiceCode, facts.ServiceFrom, payment.Id, cancellation);
        return new BudgetUse(facts.ServiceCode, facts.ServiceFrom, budget?.MonthlyMax, others, facts.Units);
    }

    /// <summary>Every budget of a client in a month, by service code.</summary>
    public async Task<IReadOnlyList<BudgetUse>> OfClientAsync(string clientId, DateOnly month, CancellationToken cancellation = default)
    {
        var uses = new List<BudgetUse>();
        foreach (var budget in (await directory.BudgetsAsync(clientId, cancellation)).Take(BudgetsMax))
        {
            uses.Add(new BudgetUse(budget.ServiceCode, month, budget.MonthlyMax, await TakenAsync(clientId, budget.ServiceCode, month, null, cancellation), Units.Zero));
        }

        return uses;
    }

    private async Task<Units> TakenAsync(string clientId, string serviceCode, DateOnly month, string? except, CancellationToken cancellation)
    {
        var sum = Units.Zero;
        var range = RowRange.StartingWith(PaymentRowKeys.ReservationPrefix(serviceCode, month));
        await foreach (var row in tables.ScanAsync(Tables.Payments, clientId, range, cancellation))
        {
            var reservation = Rows.Read<Reservation>(row);
            sum = reservation.PaymentId == except ? sum : sum + reservation.Units;
        }

        return sum;
    }
}
