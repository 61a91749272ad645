using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.Ledger;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Approvals;

/// <summary>
/// Random people try random things on random payments, several at the same moment. Whatever they do, only legal moves
/// happen, finals stay, the history is whole, the books balance and no budget is exceeded.
/// </summary>
public sealed class ChainPropertyTests
{
    private const int PaymentsMax = 8;
    private const int AtOnce = 4;

    private static readonly Caller[] People =
    [
        PaymentsWorld.Provider, Provider2, Coordinator, Coordinator2, Technician, Technician2, Ofo, Operations,
        new("coordinator", new HashSet<Role> { Role.Coordinator, Role.Technician, Role.Ofo }),
        new("technician", new HashSet<Role> { Role.Technician, Role.Ofo }),
    ];

    [Property(MaxTest = 15, StartSize = 20, EndSize = 80)]
    [Trait("Req", "UPI-1")]
    [Trait("Req", "UPI-2")]
    [Trait("Req", "UPI-7")]
    [Trait("Req", "ALL-1")]
    public Property Whatever_people_try_only_legal_moves_happen_and_the_books_balance()
        => Prop.ForAll(Steps().ToArbitrary(), steps => PlayAsync(steps).GetAwaiter().GetResult());

    private static Gen<Step[]> Steps()
    {
        var kind = Gen.Frequency((3, Gen.Constant(StepKind.Submit)), (14, Gen.Constant(StepKind.Decide)), (1, Gen.Constant(StepKind.RaiseBudget)), (1, Gen.Constant(StepKind.Run)), (1, Gen.Constant(StepKind.ChangeCaps)));
        var step =
            from what in kind
            from payment in Gen.Choose(0, PaymentsMax - 1)
            from person in Gen.Elements(People)
            from action in Gen.Elements(Enum.GetValues<PaymentAction>().Where(action => action <= PaymentAction.Release).ToArray())
            from number in Gen.Choose(1, 28)
            from isSensible in Gen.Elements(true, true, false)
            select new Step(what, payment, person, action, number, isSensible);
        return step.ArrayOf();
    }

    private static async Task<bool> PlayAsync(Step[] steps)
    {
        await using var world = await CreateAsync();
        var payments = new List<string>();
        var monthlyMax = 40m;
        foreach (var together in steps.Chunk(AtOnce))
        {
            foreach (var raise in together.Where(step => step.Kind == StepKind.RaiseBudget))
            {
                monthlyMax += raise.Number;
                await world.SetBudgetAsync(monthlyMax);
            }

            var made = await Task.WhenAll(together.Select(step => TakeAsync(world, step, [.. payments])));
            payments.AddRange(made.OfType<string>().Except(payments));
        }

        await CheckAsync(world, payments, monthlyMax);
        return true;
    }

    /// <returns>The id of a payment that was made, if any.</returns>
    private static async Task<string?> TakeAsync(PaymentsWorld world, Step step, IReadOnlyList<string> payments)
    {
        switch (step.Kind)
        {
            case StepKind.Submit when payments.Count < PaymentsMax:
                var by = step.Number % 2 == 0 ? PaymentsWorld.Provider : Provider2;
                return (await world.SubmitAsync(Claim(units: step.Number, fromDay: Math.Min(step.Number, 20), toDay: Math.Min(step.Number, 20), provider: by.ProviderId!), by)).Id;
            case StepKind.Decide when step.Payment < payments.Count:
                var before = await world.ReadAsync(payments[step.Payment]);
                var (person, action) = step.IsSensible ? Sensible(before, step) : (step.Person, step.Action);
                var correction = action == PaymentAction.Resubmit ? new FactsCorrection(Units: Units.Of(1), Amount: before.Facts.Rate) : null;
                var result = await world.TryAsync(before, action, person, correction: correction);
                return result.Payment?.Id;
            case StepKind.Run:
                await world.RunCapsAsync();
                return null;
            case StepKind.ChangeCaps:
                var contract = world.Caps.FindContract("P-100", "SLN")!;
                await world.Caps.PutContractAsync(contract with { Hold = step.Number % 3 == 0, Active = step.Number % 4 != 0 }, CancellationToken.None);
                return null;
            default:
                return null;
        }
    }

    /// <summary>Something that the status admits, by somebody whose turn it is; without these few payments would get far.</summary>
    private static (Caller Person, PaymentAction Action) Sensible(Payment payment, Step step)
    {
        var moves = LegalMoves.All.Where(move => move.From == payment.Status && move.Role != Role.Caps).ToList();
        if (moves.Count == 0)
        {
            return (step.Person, step.Action);
        }

        var move = moves[step.Number % moves.Count];
        return (move.Role switch
        {
            Role.Provider => payment.Facts.ProviderId == "P-100" ? PaymentsWorld.Provider : Provider2,
            Role.Coordinator => Coordinator,
            Role.Technician => step.Number % 2 == 0 ? Technician : Technician2,
            _ => Ofo,
        }, move.Action);
    }

    private static async Task CheckAsync(PaymentsWorld world, IReadOnlyList<string> payments, decimal monthlyMax)
    {
        var all = await Task.WhenAll(payments.Select(world.ReadAsync));
        foreach (var payment in all)
        {
            CheckHistory(payment, await world.HistoryAsync(payment));
        }

        var live = all.Where(payment => payment.Status.IsLive()).ToList();
        Assert.True(live.Sum(payment => payment.Facts.Units.Count) <= monthlyMax, $"{live.Sum(payment => payment.Facts.Units.Count)} units are live; the Monthly Max is {monthlyMax}.");

        var trial = await TrialBalance.ReadAsync(world.Tables, world.Application.JournalPlacesAsync());
        decimal Balance(string account) => trial.Accounts.SingleOrDefault(found => found.Account == account)?.Balance.Amount ?? 0;
        Assert.Equal(Money.Zero, trial.Sum);
        Assert.Equal(live.Where(payment => payment.Status != PaymentStatus.PaidByCaps).Sum(payment => payment.Facts.Amount.Amount), Balance(Accounts.Encumbrances));
        Assert.Equal(all.Where(payment => payment.Status == PaymentStatus.PaidByCaps).Sum(payment => payment.Facts.Amount.Amount), Balance(Accounts.Expenditures));
        Assert.Equal(world.Caps.TotalPaid, Balance(Accounts.Expenditures));
    }

    private static void CheckHistory(Payment payment, IReadOnlyList<PaymentMove> history)
    {
        Assert.Equal(payment.Version, history.Count);
        Assert.Equal(payment.Status, history[^1].To);
        Assert.Null(history[0].From);
        Assert.Contains(history[0].To, new[] { PaymentStatus.WaitingScApproval, PaymentStatus.Error });
        foreach (var (earlier, later) in history.Zip(history.Skip(1)))
        {
            Assert.Equal(earlier.To, later.From);
            Assert.Contains(LegalMoves.All, legal => legal.From == later.From && legal.Role == later.Role && (legal.To == later.To || legal.OnFailure == later.To));
        }

        var deciders = history.Skip(1).Where(move => move.Role is Role.Coordinator or Role.Technician or Role.Ofo).ToList();
        Assert.All(deciders, move => Assert.NotEqual(payment.SubmittedBy, move.By));
        Assert.All(deciders.GroupBy(move => move.By), person => Assert.Single(person.Select(move => move.Role).Distinct()));
    }

    public enum StepKind
    {
        Submit,
        Decide,
        RaiseBudget,
        Run,
        ChangeCaps,
    }

    /// <summary>What one person tries at one moment.</summary>
    public sealed record Step(StepKind Kind, int Payment, Caller Person, PaymentAction Action, int Number, bool IsSensible);
}
