using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Payments.Ledger;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Adjustments;
using Serverless.Payments.ProviderPayments.Attendance;
using Serverless.Payments.ProviderPayments.Exports;
using Serverless.Payments.ProviderPayments.Lists;
using Serverless.Payments.ProviderPayments.Periods;
using Serverless.Storage;

namespace Serverless.Payments.Tests.ProviderPayments.Exports;

/// <summary>The records of provider payments, and what authorises, holds and reads them here, written without the orchestrations that do so.</summary>
internal sealed class ExportBooks : IDisposable
{
    public const string Period = "2026-11";

    private readonly ClientGate gate = new();
    private readonly PaymentIds ids = new([.. Enumerable.Range(0, 32).Select(index => (byte)index)]);
    private readonly ITableStore tables;
    private readonly TimeProvider time;

    /// <param name="tables">Where everything is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="listed">Where the lists are read and written; the same where null.</param>
    public ExportBooks(ITableStore tables, TimeProvider time, ITableStore? listed = null)
    {
        (this.tables, this.time) = (tables, time);
        Ids = new ProviderPaymentIds(ids);
        Payments = new ProviderPaymentRecords(tables, Ids);
        Adjustments = new AdjustmentRecords(tables, Ids);
        Index = new AdjustmentIndex(tables, Adjustments);
        Lists = new ProviderPaymentLists(listed ?? tables);
        Directory = new AgencyDirectory(tables, gate);
        Listed = new ListedPayments(Directory);
    }

    public ProviderPaymentIds Ids { get; }

    public ProviderPaymentRecords Payments { get; }

    public AdjustmentRecords Adjustments { get; }

    public AdjustmentIndex Index { get; }

    public ProviderPaymentLists Lists { get; }

    public AgencyDirectory Directory { get; }

    public ListedPayments Listed { get; }

    public static string Child(int number) => $"{3_000_000_000L + number}";

    public void Dispose()
    {
        Lists.Dispose();
        gate.Dispose();
        ids.Dispose();
    }

    /// <summary>Says that the periods were generated, without which nothing of them is exported.</summary>
    public async Task GenerateAsync(params string[] periods)
    {
        foreach (var period in periods)
        {
            await new PeriodRecords(tables).TryWriteAsync(new GeneratedPeriod(period, 1, GenerationStatus.Completed, "test", "operations", time.GetUtcNow()), null, CancellationToken.None);
        }
    }

    /// <summary>A payment as its authorisation has left it.</summary>
    public async Task<ProviderPayment> AuthorizeAsync(int child, decimal amount, string provider = "P-100", string period = Period)
    {
        await GenerateAsync(period);
        var payment = new ProviderPayment
        {
            Id = Ids.OfPayment(period, provider, Child(child)),
            Period = period,
            ProviderId = provider,
            ClientId = Child(child),
            ServiceCode = "CC",
            Status = ProviderPaymentStatus.Authorized,
            Version = 3,
            CreatedAt = time.GetUtcNow(),
            StatusSince = time.GetUtcNow(),
            Generation = 1,
            Terms = new(new DateOnly(2025, 1, 1), new DateOnly(2035, 12, 31), 480, 1),
            Amount = Money.Of(amount),
            Units = Units.Of(10.5m),
            CalculatedAt = 3,
        };
        return await WriteAsync(payment with { Status = ProviderPaymentStatus.Received, Version = 2 }, payment, null);
    }

    /// <summary>Authorises a payment again that is on hold.</summary>
    public async Task AuthorizeAgainAsync(string id)
    {
        var (before, etag) = (await Payments.FindWithETagAsync(id))!.Value;
        var version = before.Version + 1;
        await WriteAsync(before, before with { Status = ProviderPaymentStatus.Authorized, Version = version, CalculatedAt = version, StatusSince = time.GetUtcNow() }, etag);
    }

    /// <summary>An adjustment as its authorisation has left it.</summary>
    public async Task<Adjustment> AdjustAsync(ProviderPayment payment, decimal amount, string request = "1")
    {
        var adjustment = new Adjustment
        {
            Id = Ids.OfAdjustment(payment.ClientId, payment.Id, request),
            PaymentId = payment.Id,
            Period = payment.Period,
            ProviderId = payment.ProviderId,
            ClientId = payment.ClientId,
            ServiceCode = payment.ServiceCode,
            Amount = Money.Of(amount),
            Reason = "counted anew",
            Author = "operations",
            CreatedAt = time.GetUtcNow(),
            StatusSince = time.GetUtcNow(),
            Status = AdjustmentStatus.Authorized,
            Version = 2,
        };
        await Index.AddAsync(adjustment, CancellationToken.None);
        var entry = ProviderPaymentBooking.Entry(adjustment with { Status = AdjustmentStatus.New }, adjustment)!;
        await tables.SubmitAsync(Tables.ProviderPayments, adjustment.ClientId,
        [
            TableOperation.Insert(ProviderPaymentKeys.Adjustment(adjustment.Id), Rows.Write(adjustment)),
            TableOperation.Insert(ProviderPaymentKeys.Journal(adjustment.Id, adjustment.Version), Rows.Write(entry)),
        ]);
        return adjustment;
    }

    /// <summary>Puts a payment on hold, as the agency does: refused where an export has stamped it, unless the stamp is void.</summary>
    /// <returns>Whether it is on hold.</returns>
    public async Task<bool> HoldAsync(string id, ExportStamps stamps)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (before, etag) = (await Payments.FindWithETagAsync(id))!.Value;
            if (before.Status != ProviderPaymentStatus.Authorized || (before.ExportId is { } export && await stamps.IsHeldAsync(id, export)))
            {
                return false;
            }

            try
            {
                var after = before with { Status = ProviderPaymentStatus.Hold, Version = before.Version + 1, ExportId = null, CalculatedAt = null, StatusSince = time.GetUtcNow() };
                await WriteAsync(before, after, etag);
                return true;
            }
            catch (TableConflictException) when (attempt < 50)
            {
                // It was stamped at this moment.
            }
        }
    }

    public async Task<ProviderPayment> PaymentAsync(string id) => (await Payments.FindAsync(id))!;

    public async Task<Adjustment> AdjustmentAsync(string id) => (await Adjustments.FindAsync(id))!;

    /// <summary>The balances of everything that was booked for the children 1 to so many; they add up to zero.</summary>
    public async Task<IReadOnlyDictionary<string, decimal>> BalancesAsync(int children)
    {
        var trial = await TrialBalance.ReadAsync(tables, Enumerable.Range(1, children).Select(child => new JournalPlace(Tables.ProviderPayments, Child(child))).ToAsyncEnumerable());
        Assert.Equal(0m, trial.Sum.Amount);
        return trial.Accounts.ToDictionary(account => account.Account, account => account.Balance.Amount);
    }

    private async Task<ProviderPayment> WriteAsync(ProviderPayment before, ProviderPayment after, string? etag)
    {
        var move = new ProviderPaymentMove(AttendanceAction.Authorize, StatusPair.Of(before), StatusPair.Of(after), "operations", Role.Operations, time.GetUtcNow(), null, null, after.Amount);
        List<TableOperation> operations =
        [
            etag is null ? TableOperation.Insert(ProviderPaymentKeys.Payment(after.Id), Rows.Write(after)) : TableOperation.Update(ProviderPaymentKeys.Payment(after.Id), Rows.Write(after), etag),
            TableOperation.Insert(ProviderPaymentKeys.History(after.Id, after.Version), Rows.Write(move)),
        ];
        if (after.CalculatedAt == after.Version)
        {
            var basis = new CalculationBasis(Money.Of(12.25m), 1, 480, 1, new AttendancePolicy());
            operations.Add(TableOperation.Insert(ProviderPaymentKeys.Calculation(after.Id, after.Version), Rows.Write(new Calculation([], 630, 0, 0, 0, after.Units!.Value, after.Amount!.Value, basis))));
        }

        if (ProviderPaymentBooking.Entry(before, after) is { } entry)
        {
            operations.Add(TableOperation.Insert(ProviderPaymentKeys.Journal(after.Id, after.Version), Rows.Write(entry)));
        }

        await tables.SubmitAsync(Tables.ProviderPayments, after.ClientId, operations);
        await Lists.ShowAsync([await Listed.OfAsync(after)], CancellationToken.None);
        return after;
    }
}
