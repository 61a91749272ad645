using FsCheck.Xunit;
using Serverless.Payments.Amounts;
using Serverless.Payments.Ledger;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Attendance;
using static Serverless.Payments.Tests.ProviderPayments.CareActs;

namespace Serverless.Payments.Tests.ProviderPayments;

/// <summary>Random sequences of acts on both axes, by anybody, in any order.</summary>
public sealed class AttendanceRulesProperties
{
    [Property(MaxTest = 500)]
    [Trait("Req", "CARE-1")]
    [Trait("Req", "CARE-3")]
    [Trait("Req", "ALL-1")]
    public void Whatever_is_tried_in_whatever_order_nothing_is_authorised_unsigned_and_the_books_agree((byte Act, byte Sheet)[] tries)
    {
        var payment = New();
        var balances = new Dictionary<string, Money>(StringComparer.Ordinal);
        var signed = new HashSet<string>(StringComparer.Ordinal);
        var byHand = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (choice, sheet) in tries)
        {
            var action = (AttendanceAction)(choice % Enum.GetValues<AttendanceAction>().Length);
            var before = payment;
            payment = Try(payment, action, $"hash-{sheet % 3}");
            if (payment == before)
            {
                continue;
            }

            Assert.Equal(before.Version + 1, payment.Version);
            Assert.True(AttendanceRules.Exists(StatusPair.Of(payment)));
            if (action == AttendanceAction.Sign)
            {
                signed.Add($"{payment.Sheet!.Number}|{payment.Sheet.Hash}");
            }
            else if (action == AttendanceAction.Receive || (action == AttendanceAction.Enter && payment is { Submission: SubmissionStatus.New, Receipt: not null }))
            {
                byHand.Add($"{payment.Sheet!.Number}|{payment.Sheet.Hash}");
            }

            Book(balances, before, payment);
            CheckBooks(balances, payment);
            if (payment.Status is ProviderPaymentStatus.Authorized or ProviderPaymentStatus.Paid)
            {
                var standing = $"{payment.Sheet!.Number}|{payment.Sheet.Hash}";
                Assert.True(signed.Contains(standing) || byHand.Contains(standing), "What is authorised was signed, or marked as received, exactly as it stands.");
            }
        }
    }

    private static ProviderPayment Try(ProviderPayment payment, AttendanceAction action, string hash)
    {
        var at = At.AddMinutes(payment.Version);
        if (action == AttendanceAction.Pay)
        {
            // What an export does, and nobody else.
            return payment.Status == ProviderPaymentStatus.Authorized
                ? AttendanceRules.Moved(payment, payment with { Status = ProviderPaymentStatus.Paid, ExportId = "ex-1" }, at)
                : payment;
        }

        var act = Act(payment, action);
        if (AttendanceRules.Check(payment, act) is not null)
        {
            return payment;
        }

        return action == AttendanceAction.Authorize
            ? AttendanceAuthorization.Apply(payment, Calculated(payment), at)
            : AttendanceRules.Apply(payment, act, hash, at);
    }

    private static Calculation Calculated(ProviderPayment payment)
    {
        var basis = new CalculationBasis(Money.Of(25), 1, 480, 1, new AttendancePolicy());
        return new([], 480, 0, 0, 0, Units.Of(payment.Version), Money.Of(25m * payment.Version), basis);
    }

    private static void Book(Dictionary<string, Money> balances, ProviderPayment before, ProviderPayment after)
    {
        foreach (var leg in ProviderPaymentBooking.Entry(before, after)?.Legs ?? [])
        {
            balances[leg.Account] = balances.GetValueOrDefault(leg.Account) + leg.Amount;
        }
    }

    private static void CheckBooks(Dictionary<string, Money> balances, ProviderPayment payment)
    {
        var authorized = payment.Status == ProviderPaymentStatus.Authorized ? payment.Amount!.Value : Money.Zero;
        var paid = payment.Status == ProviderPaymentStatus.Paid ? payment.Amount!.Value : Money.Zero;
        Assert.Equal(authorized, balances.GetValueOrDefault(Accounts.Encumbrances));
        Assert.Equal(-authorized, balances.GetValueOrDefault(Accounts.ReserveForEncumbrances));
        Assert.Equal(paid, balances.GetValueOrDefault(Accounts.Expenditures));
        Assert.Equal(-paid, balances.GetValueOrDefault(Accounts.Cash));
    }
}
