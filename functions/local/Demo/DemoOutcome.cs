using Serverless.Payments.Amounts;
using Serverless.Payments.Ledger;

namespace Serverless.Local.Demo;

/// <summary>What the demo came to.</summary>
/// <param name="Payments">In the order of the files and their lines.</param>
/// <param name="Ledger">Our books.</param>
/// <param name="PaidByCaps">Dollars, by CAPS's own ledger.</param>
/// <param name="PaidBySmart">Dollars, by SMART's own ledger.</param>
/// <param name="MassPaymentTotal">Dollars that the mass payment was approved for.</param>
/// <param name="Exported">Dollars of the exports of provider payments, corrections included.</param>
/// <param name="Figures">What manual remittance and charges came to.</param>
internal sealed record DemoOutcome(
    IReadOnlyList<DemoPayment> Payments, TrialBalance Ledger, decimal PaidByCaps, decimal PaidBySmart, decimal MassPaymentTotal, decimal Exported, IReadOnlyList<DemoFigure> Figures)
{
    public decimal Expenditures => Ledger.Accounts.FirstOrDefault(account => account.Account == Accounts.Expenditures)?.Balance.Amount ?? 0m;

    /// <summary>What did not hold, in words; empty where everything did.</summary>
    public IReadOnlyList<string> Faults() =>
    [
        .. Payments.Where(payment => !payment.IsAsExpected).Select(payment => $"{payment.File}, line {payment.Line}: payment {payment.Payment.Id} did not end as it must."),
        .. Ledger.Sum == Money.Zero ? Array.Empty<string>() : [$"The ledger sums to {Ledger.Sum}, not to 0.00."],
        .. PaidByCaps + PaidBySmart + Exported == Expenditures ? Array.Empty<string>() : [$"CAPS paid {PaidByCaps:0.00}, SMART {PaidBySmart:0.00} and exports {Exported:0.00}; our expenditures are {Expenditures:0.00}."],
        .. PaidBySmart == MassPaymentTotal ? Array.Empty<string>() : [$"SMART paid {PaidBySmart:0.00}, and the mass payment is for {MassPaymentTotal:0.00}."],
        .. PaidByCaps > 0m ? Array.Empty<string>() : ["CAPS paid nothing."],
        .. Exported > 0m ? Array.Empty<string>() : ["Nothing was exported."],
        .. Figures.Where(figure => !figure.Holds).Select(figure => $"{figure.What} is {figure.Found}, not {figure.Expected:0.00}."),
    ];
}
