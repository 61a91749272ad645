using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Payments.Amounts;
using Serverless.Payments.Calendar;
using Serverless.Payments.Charges;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Payments.Ledger;
using Serverless.Storage;
using Serverless.Storage.Memory;

namespace Serverless.Payments.Tests.Charges;

/// <summary>Participants with accounts of charges over tables in memory.</summary>
internal sealed class ChargeWorld : IDisposable
{
    public const string Participant = "1000000001";
    public static readonly Caller Biller = new("biller", new HashSet<Role> { Role.Biller });
    private readonly ClientGate gate = new();
    private readonly AgencyDirectory directory;
    private int requests;

    /// <param name="around">Puts something of the test's before the tables.</param>
    public ChargeWorld(Func<ITableStore, ITableStore>? around = null)
    {
        Tables = (around ?? (tables => tables))(new MemoryTableStore());
        directory = new AgencyDirectory(Tables, gate);
        Desk = new ChargeDesk(Tables, directory, new AgencyCalendar(Time), NullLogger<ChargeDesk>.Instance);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 18, 0, 0, TimeSpan.Zero));

    public ITableStore Tables { get; }

    public ChargeDesk Desk { get; }

    public static async Task<ChargeWorld> CreateAsync(Func<ITableStore, ITableStore>? around = null)
    {
        var world = new ChargeWorld(around);
        await world.AddAsync(Participant);
        return world;
    }

    public Task AddAsync(string participant) => directory.PutClientAsync(new Client(participant, "Ada", "Lopez", Active: true, "coordinator"));

    public ChargeRequest Request(string? id = null, Caller? by = null, string participant = Participant) => new(by ?? Biller, participant, id ?? $"r-{Interlocked.Increment(ref requests)}");

    public Task<ChargeResult> ChargeAsync(decimal amount, int day = 1, int month = 11, ChargeRequest? request = null)
        => Desk.ChargeAsync(request ?? Request(), new(new DateOnly(2026, month, day), Money.Of(amount), "2026-11", "Care"));

    public Task<ChargeResult> PayAsync(decimal amount, int day = 23, string form = "check", ChargeRequest? request = null, params (string Charge, decimal Amount)[] byHand)
        => Desk.PayAsync(request ?? Request(), form, (read, _) => new(read, Money.Of(amount), new DateOnly(2026, 11, day), [.. byHand.Select(part => new HandAllocation(part.Charge, Money.Of(part.Amount)))]));

    public Task<ChargeResult> AdjustAsync(string payment, decimal amount, string reason = "because", DateOnly? postingDate = null, ChargeRequest? request = null)
        => Desk.AdjustAsync(request ?? Request(), new(payment, postingDate, Money.Of(amount), reason));

    public async Task<ChargeAccount> ReadAsync(string participant = Participant) => (await Desk.Records.ReadAsync(participant)).Account;

    public async Task<TrialBalance> BooksAsync() => await TrialBalance.ReadAsync(Tables, PlacesAsync());

    public async Task<decimal> BalanceAsync(string account) => (await BooksAsync()).Accounts.FirstOrDefault(balance => balance.Account == account)?.Balance.Amount ?? 0;

    public static ChargeAccount Done(ChargeResult result) => result.Account ?? throw new InvalidOperationException($"The act was refused: {result.Refusal}");

    /// <summary>What a payment has applied to each charge, as <c>charge:amount</c>.</summary>
    public static string Applied(ChargeAccount account, int payment)
        => string.Join(' ', account.Payments[payment - 1].Allocations.GroupBy(part => part.Charge).OrderBy(group => group.Key).Select(group => $"{group.Key}:{group.Aggregate(Money.Zero, (sum, part) => sum + part.Amount)}"));

    public static decimal[] Open(ChargeAccount account) => [.. account.Charges.Select(charge => charge.Open.Amount)];

    public void Dispose() => gate.Dispose();

    private async IAsyncEnumerable<JournalPlace> PlacesAsync()
    {
        await foreach (var participant in Desk.Records.ParticipantsAsync())
        {
            yield return new JournalPlace(Payments.Tables.Charges, participant);
        }
    }
}
