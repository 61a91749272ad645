using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Ledger;
using Serverless.Payments.MassPayments;
using Serverless.Payments.MassPayments.Needs;
using Serverless.Payments.MassPayments.Requests;
using Serverless.Storage;
using Serverless.Storage.Memory;
using static Serverless.Payments.Tests.MassPayments.MassWorld;

namespace Serverless.Payments.Tests.MassPayments.Schedules;

/// <summary>What the rows say, read and reckoned without any code of the product that does the same.</summary>
internal sealed class ScheduleFacts(MemoryTableStore store)
{
    private readonly List<PaymentRequest> everApproved = [];
    private readonly HashSet<string> approvedPages = [];

    public int Approved => approvedPages.Count;

    public int Refused { get; private set; }

    public MassPayment Page(string id) => Rows.Read<MassPayment>(store.GetAsync(Tables.MassPayments, id, MassPaymentKeys.Page).Result!);

    public IReadOnlyList<MassEntry> Entries(string id) => Read<MassEntry>(Tables.MassPayments, id, MassPaymentKeys.EntryPrefix);

    /// <summary>The requests that the page's approval wrote.</summary>
    public IReadOnlyList<PaymentRequest> Requests(MassPayment page)
        => [.. Read<PaymentRequest>(Tables.MassPayments, page.Id, MassPaymentKeys.RequestPrefix).Where(request => request.Approval == page.Attempt)];

    /// <summary>At every moment: what is approved has no two requests for the same thing over common days.</summary>
    public void CheckNow()
    {
        foreach (var page in AllPages().Where(page => page.Status == MassPaymentStatus.Approved && approvedPages.Add(page.Id)))
        {
            var made = Requests(page);
            Assert.Equal(page.Entries, made.Count);
            everApproved.AddRange(made);
            CheckApart();
        }
    }

    /// <summary>When an orchestration ends: what was refused was refused for something that is so.</summary>
    public void NoteEnd(ChosenInstance instance, bool isApproved)
    {
        CheckNow();
        var page = Page(((MassPaymentInput)instance.Input).Id);
        if (isApproved || page.Refused is not { } refused || refused.Version != page.Version)
        {
            return;
        }

        Refused++;
        var entries = Entries(page.Id).ToDictionary(entry => entry.N, entry => MassEntryForm.Read(entry, page.AidCode).Facts!);
        var faults = ReadRows(Tables.MassPayments, page.Id, MassPaymentKeys.FaultsPrefix(refused.Attempt))
            .SelectMany(row => Rows.Read<List<ValidationMessage>>(row).Select(fault => (N: int.Parse(row.RowKey[^6..]), fault.Code))).ToList();
        Assert.NotEmpty(faults);
        Assert.All(faults, fault => Assert.True(fault.Code switch
        {
            "ALREADY_EXISTS" => everApproved.Exists(request => request.MassPaymentId != page.Id && IsSame(request.Order.ClientId, request.Order.NeedType, request.Order.Begin, request.Order.End, entries[fault.N])),
            "REPEATED" => entries.Values.Any(entry => entry.N != fault.N && IsSame(entry.ClientId, entry.NeedType, entry.Begin, entry.End, entries[fault.N])),
            _ => false,
        }, $"{page.Id} was refused for {fault.Code} of entry {fault.N}, which is not so."));
    }

    /// <summary>After everything, late runs included, has come to its end.</summary>
    public void CheckEnd(IReadOnlyList<string> ids)
    {
        var pages = ids.Select(Page).ToList();
        Assert.DoesNotContain(pages, page => page.Status == MassPaymentStatus.Approving);
        Assert.Empty(AllPages().Select(page => page.Id).Except(ids));
        CheckApart();
        foreach (var page in pages)
        {
            CheckWhole(page);
        }

        var released = everApproved.Select(Now).Where(request => request.Status == RequestStatus.Cancelled).Aggregate(Money.Zero, (sum, request) => sum + request.Order.Amount);
        var approved = pages.Where(page => page.Status == MassPaymentStatus.Approved).Aggregate(Money.Zero, (sum, page) => sum + page.Total!.Value);
        var legs = pages.SelectMany(page => Read<JournalEntry>(Tables.MassPayments, page.Id, MassPaymentKeys.JournalPrefix)).SelectMany(entry => entry.Legs);
        Assert.Equal(approved - released, legs.Where(leg => leg.Account == Accounts.Encumbrances).Aggregate(Money.Zero, (sum, leg) => sum + leg.Amount));
    }

    /// <summary>An approved page has a request, a need, a first move and a place in the list for each entry; another has nothing that counts.</summary>
    private void CheckWhole(MassPayment page)
    {
        var requests = Requests(page);
        if (page.Status != MassPaymentStatus.Approved)
        {
            Assert.Empty(Read<JournalEntry>(Tables.MassPayments, page.Id, MassPaymentKeys.JournalPrefix));
            return;
        }

        var entries = Entries(page.Id);
        var needs = AllNeeds().Where(need => need.MassPaymentId == page.Id && need.Approval == page.Attempt).ToList();
        Assert.Equal(entries.Select(entry => MassPaymentKeys.RequestId(page.Id, entry.N)), requests.Select(request => request.Id));
        Assert.Equal(entries.Select(entry => MassPaymentKeys.NeedId(page.Id, entry.N)).Order(), needs.Select(need => need.Id).Order());
        Assert.Equal(entries.Sum(entry => decimal.Parse(entry.Amount)), page.Total!.Value.Amount);
        foreach (var request in requests)
        {
            var need = needs.Single(need => need.N == request.N);
            Assert.Equal((need.ClientId, need.Type, need.Begin, need.End, need.Arrangement.Amount), (request.Order.ClientId, request.Order.NeedType, request.Order.Begin, request.Order.End, request.Order.Amount));
            Assert.Equal(request.Version, Read<RequestMove>(Tables.MassPayments, page.Id, MassPaymentKeys.HistoryPrefix(request.N)).Count);
            var key = RequestIndex.KeyOf(request);
            Assert.True(request.Status == RequestStatus.Cancelled || store.GetAsync(Tables.RequestIndex, key.Partition, key.Row).Result is not null, $"{request.Id} is not listed.");
        }
    }

    private void CheckApart()
    {
        var standing = everApproved.Select(Now).Where(request => request.Status != RequestStatus.Cancelled).Select(request => request.Order).ToList();
        var twice = standing.SelectMany((one, index) => standing.Skip(index + 1).Where(other => one.ClientId == other.ClientId && one.NeedType == other.NeedType && one.Begin <= other.End && other.Begin <= one.End).Select(other => (one, other)));
        Assert.Empty(twice);
    }

    private PaymentRequest Now(PaymentRequest request) => Rows.Read<PaymentRequest>(store.GetAsync(Tables.MassPayments, request.MassPaymentId, MassPaymentKeys.Request(request.N)).Result!);

    private static bool IsSame(string clientId, string type, DateOnly begin, DateOnly end, MassEntryFacts entry)
        => clientId == entry.ClientId && type == entry.NeedType && begin <= entry.End && entry.Begin <= end;

    private IEnumerable<MassPayment> AllPages()
        => ReadRows(Tables.MassPayments, MassPaymentKeys.ListPartition, string.Empty).Select(row => Page(MassPaymentKeys.IdOfListed(row.RowKey)));

    private IEnumerable<Need> AllNeeds()
        => new[] { 1, 2 }.SelectMany(person => ReadRows(Tables.Needs, Client(person), string.Empty)).Where(row => !NeedKeys.IsClaim(row.RowKey)).Select(row => Rows.Read<Need>(row));

    private List<T> Read<T>(string table, string partition, string prefix)
        where T : class
        => [.. ReadRows(table, partition, prefix).Select(row => Rows.Read<T>(row))];

    private IEnumerable<TableRow> ReadRows(string table, string partition, string prefix)
        => store.QueryAsync(table, partition, prefix.Length == 0 ? RowRange.All : RowRange.StartingWith(prefix)).Result.Rows;
}
