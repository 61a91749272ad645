using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Serverless.Payments.Identity;
using Serverless.Payments.Ledger;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Adjustments;
using static Serverless.Payments.Tests.ProviderPayments.Adjustments.AdjustmentWorld;

namespace Serverless.Payments.Tests.ProviderPayments.Adjustments;

/// <summary>Random people do random things to the adjustments of two payments of a child, several at the same moment, while exports pay.</summary>
public sealed class AdjustmentPropertyTests
{
    private const int AtOnce = 3;
    private const decimal PaymentAmount = 100;

    private static readonly Caller[] People =
    [
        Author, OtherOperations, Manager, new("ofo", new HashSet<Role> { Role.Ofo, Role.Operations }), Serverless.Testing.PaymentsWorld.Provider,
    ];

    [Property(MaxTest = 100, StartSize = 10, EndSize = 80)]
    [Trait("Req", "CARE-3")]
    [Trait("Req", "UPI-7")]
    [Trait("Req", "ALL-1")]
    public Property Whatever_people_do_no_payment_falls_below_zero_and_the_books_add_up()
        => Prop.ForAll(Steps().ToArbitrary(), steps => PlayAsync(steps).GetAwaiter().GetResult());

    private static Gen<Step[]> Steps()
    {
        var step =
            from kind in Gen.Frequency((4, Gen.Constant(StepKind.Adjust)), (3, Gen.Constant(StepKind.Authorize)), (2, Gen.Constant(StepKind.Withdraw)), (2, Gen.Constant(StepKind.Pay)))
            from payment in Gen.Choose(0, 1)
            from adjustment in Gen.Choose(0, 19)
            from person in Gen.Elements(People)
            from cents in Gen.Choose(-12_000, 6_000)
            select new Step(kind, payment, adjustment, person, cents / 100m);
        return step.ArrayOf();
    }

    private static async Task<bool> PlayAsync(Step[] steps)
    {
        using var world = new AdjustmentWorld();
        ProviderPayment[] payments = [await world.PutPaymentAsync(PaymentAmount), await world.PutPaymentAsync(PaymentAmount, provider: "P-200")];
        foreach (var together in steps.Chunk(AtOnce))
        {
            var stands = await world.Records.OfChildAsync(Child);
            await Task.WhenAll(together.Select(step => Task.Run(() => TakeAsync(world, step, payments, stands))));
            await CheckAsync(world, payments);
        }

        return true;
    }

    private static async Task TakeAsync(AdjustmentWorld world, Step step, ProviderPayment[] payments, IReadOnlyList<Adjustment> stands)
    {
        if (step.Kind == StepKind.Adjust)
        {
            await world.AdjustAsync(payments[step.Payment], step.Amount, step.Person);
            return;
        }

        if (step.Adjustment >= stands.Count)
        {
            return;
        }

        var adjustment = stands[step.Adjustment];
        switch (step.Kind)
        {
            case StepKind.Authorize:
                await world.AuthorizeAsync(adjustment, step.Person);
                break;
            case StepKind.Withdraw:
                await world.WithdrawAsync(adjustment, step.Person);
                break;
            case StepKind.Pay when adjustment.Status == AdjustmentStatus.Authorized:
                await PayAsync(world, adjustment);
                break;
        }
    }

    private static async Task PayAsync(AdjustmentWorld world, Adjustment adjustment)
    {
        try
        {
            if ((await world.ReadAsync(adjustment)).Status == AdjustmentStatus.Authorized)
            {
                await world.PayAsync(adjustment);
            }
        }
        catch (Serverless.Storage.TableConflictException)
        {
            // It was withdrawn at that moment.
        }
    }

    private static async Task CheckAsync(AdjustmentWorld world, ProviderPayment[] payments)
    {
        var all = await world.Records.OfChildAsync(Child);
        foreach (var payment in payments)
        {
            var ours = all.Where(adjustment => adjustment.PaymentId == payment.Id).ToList();
            decimal Sum(Func<Adjustment, bool> which) => PaymentAmount + ours.Where(which).Sum(adjustment => adjustment.Amount.Amount);
            Assert.True(Sum(adjustment => adjustment.Status != AdjustmentStatus.Withdrawn) >= 0, "Below zero.");
            Assert.True(Sum(adjustment => adjustment.Status == AdjustmentStatus.Paid) >= 0, "Below zero in what was paid.");
        }

        Assert.DoesNotContain(all, adjustment => adjustment.AuthorizedBy == adjustment.Author);
        foreach (var adjustment in all)
        {
            var history = await world.Records.HistoryAsync(adjustment);
            Assert.Equal((adjustment.Version, adjustment.Status), (history.Count, history[^1].To));
        }

        var balances = await world.BalancesAsync();
        decimal Total(AdjustmentStatus status) => all.Where(adjustment => adjustment.Status == status).Sum(adjustment => adjustment.Amount.Amount);
        Assert.Equal(Total(AdjustmentStatus.Authorized), balances.GetValueOrDefault(Accounts.Encumbrances));
        Assert.Equal(Total(AdjustmentStatus.Paid), balances.GetValueOrDefault(Accounts.Expenditures));
    }

    public enum StepKind
    {
        Adjust,
        Authorize,
        Withdraw,
        Pay,
    }

    /// <summary>What one person tries at one moment.</summary>
    public sealed record Step(StepKind Kind, int Payment, int Adjustment, Caller Person, decimal Amount);
}
