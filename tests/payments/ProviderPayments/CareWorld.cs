using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Attendance;
using Serverless.Payments.ProviderPayments.Enrollments;
using Serverless.Payments.ProviderPayments.Periods;
using Serverless.Storage;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.ProviderPayments;

/// <summary>Two children in the care of P-100, the first of P-200 too; a parent each; and what people do with their payments.</summary>
internal sealed class CareWorld(PaymentsWorld world) : IAsyncDisposable
{
    public const string Period = "2026-11";

    public static readonly Caller Vendor = PaymentsWorld.Provider;
    public static readonly Caller Vendor2 = Provider2;
    public static readonly Caller Parent = new("parent", new HashSet<Role> { Role.Parent }, ChildIds: new HashSet<string> { ClientId });
    public static readonly Caller OtherParent = new("parent2", new HashSet<Role> { Role.Parent }, ChildIds: new HashSet<string> { OtherClientId });
    public static readonly Caller Manager = Staff("manager", Role.Manager);

    private static readonly DateOnly From = new(2025, 1, 1);
    private static readonly DateOnly To = new(2035, 12, 31);
    private int requests;

    public PaymentsWorld World => world;

    public ProviderPaymentDesk Desk => world.Application.ProviderPayments;

    /// <param name="around">See <see cref="PaymentsWorld.CreateAsync"/>.</param>
    public static async Task<CareWorld> OpenAsync(Func<ITableStore, ITableStore>? around = null)
    {
        var care = new CareWorld(await PaymentsWorld.CreateAsync(around: around));
        await care.EnrollAsync("P-100", ClientId);
        await care.EnrollAsync("P-100", OtherClientId);
        await care.EnrollAsync("P-200", ClientId);
        return care;
    }

    /// <summary>A day at the wall clock, for example <c>Day(2, "08:00", "16:00")</c>.</summary>
    public static AttendanceDayText Day(int day, string? @in = "08:00", string? @out = "16:00", string? absence = null)
        => new($"2026-11-{day:D2}", absence is null ? @in : null, absence is null ? @out : null, absence);

    public AttendanceRequest Request(int? version = null) => new($"act-{Interlocked.Increment(ref requests)}", version);

    public Task<Enrollment?> EnrollAsync(string provider, string child, int scheduledMinutes = 480, DateOnly? from = null)
        => Desk.Enrollments.PutAsync(new Enrollment(provider, child, "SLN", from ?? From, To, scheduledMinutes), "operations", world.Time.GetUtcNow());

    public async Task<GeneratedPeriod> GenerateAsync(string period = Period)
    {
        var (generated, refusal) = await Desk.Periods.GenerateAsync(Operations, period, $"generate-{Interlocked.Increment(ref requests)}").WaitAsync(Patience);
        Assert.Null(refusal);
        await world.Engine.WaitForInstanceCompletionAsync(ServicePeriodGeneration.InstanceId(period, generated!.Number)).WaitAsync(Patience);
        return (await Desk.Periods.FindAsync(period))!;
    }

    public string IdOf(string provider = "P-100", string child = ClientId, string period = Period) => Desk.Records.Ids.OfPayment(period, provider, child);

    public async Task<ProviderPayment> ReadAsync(string id) => await Desk.Records.FindAsync(id) ?? throw new InvalidOperationException($"There is no provider payment {id}.");

    /// <summary>A payment whose sheet the provider has submitted and the parent signed; 8 hours on a day, 200.00.</summary>
    public async Task<ProviderPayment> SignedAsync(string provider = "P-100", string child = ClientId, params AttendanceDayText[] days)
    {
        var (by, parent) = (provider == "P-100" ? Vendor : Vendor2, child == ClientId ? Parent : OtherParent);
        Done(await Desk.Commands.SubmitAsync(by, IdOf(provider, child), days.Length > 0 ? days : [Day(2)], Request()).WaitAsync(Patience));
        return Done(await Desk.Commands.SignAsync(parent, IdOf(provider, child), "Maria Lopez", null, Request()).WaitAsync(Patience));
    }

    public async Task<ProviderPayment> AuthorizedAsync(string provider = "P-100", string child = ClientId, params AttendanceDayText[] days)
    {
        var signed = await SignedAsync(provider, child, days);
        return Done(await Desk.Commands.AuthorizeAsync(Operations, signed.Id, null, Request()).WaitAsync(Patience));
    }

    public async Task<IReadOnlyDictionary<string, decimal>> BalancesAsync()
    {
        var trial = await Payments.Ledger.TrialBalance.ReadAsync(world.Tables, world.Application.JournalPlacesAsync());
        Assert.Equal(0m, trial.Sum.Amount);
        return trial.Accounts.ToDictionary(account => account.Account, account => account.Balance.Amount);
    }

    public static ProviderPayment Done(ProviderPaymentResult result)
        => result.Payment ?? throw new InvalidOperationException($"It was not done: {result.Refusal} {string.Join(' ', result.Refusal?.Errors.Select(error => error.Message) ?? [])}");

    public static string Code(ProviderPaymentResult result)
    {
        Assert.Null(result.Payment);
        return result.Refusal?.Code ?? throw new InvalidOperationException("It is still to come.");
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();
}
