using Serverless.Payments.Amounts;
using Serverless.Payments.Charges;
using Serverless.Payments.Identity;

namespace Serverless.Local.Demo;

/// <summary>A participant's charges of 60, 40 and 50, and the payments of 80 and 90 that close them (PS-5).</summary>
internal sealed class DemoCharges(LocalStack stack, Caller biller, TextWriter output)
{
    private const string Participant = "1000000003";
    private int acts;

    private ChargeDesk Desk => stack.Payments.Charges;

    /// <returns>What was worked out in advance, beside what came of it.</returns>
    /// <exception cref="DemoException">Something was refused; the message says why.</exception>
    public async Task<IReadOnlyList<DemoFigure>> RunAsync(CancellationToken cancellation)
    {
        foreach (var (day, amount) in ((int, decimal)[])[(2, 60m), (9, 40m), (16, 50m)])
        {
            Done(await Desk.ChargeAsync(Request(), new ChargeCommand(new DateOnly(2026, 11, day), Money.Of(amount), "2026-11", "Fee"), cancellation));
        }

        var first = await PayAsync(80m, cancellation);
        var second = await PayAsync(90m, cancellation);
        return
        [
            new("Owed after the first payment", 70.00m, first.Owed),
            new("Owed after the second payment", 0.00m, second.Owed),
            new("Open credit", 20.00m, second.OpenCredit),
        ];
    }

    private async Task<ChargeAccount> PayAsync(decimal amount, CancellationToken cancellation)
    {
        var account = Done(await Desk.PayAsync(Request(), "check", (form, today) => new PayCommand(form, Money.Of(amount), today, []), cancellation));
        var payment = account.Payments[^1];
        var allocated = string.Join(", ", payment.Allocations.Select(allocation => $"{allocation.Amount} to charge {allocation.Charge}"));
        await output.WriteLineAsync($"Participant {Participant} paid {payment.Total}: {allocated}; {account.Owed} is owed, open credit {account.OpenCredit}.");
        return account;
    }

    private ChargeRequest Request() => new(biller, Participant, $"demo-{++acts}");

    private static ChargeAccount Done(ChargeResult result) => result.Account ?? throw new DemoException($"An act on a participant's account was refused: {result.Refusal?.Message}");
}
