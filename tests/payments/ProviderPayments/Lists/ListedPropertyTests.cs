using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Lists;
using static Serverless.Payments.Tests.ProviderPayments.Lists.ListedSample;

namespace Serverless.Payments.Tests.ProviderPayments.Lists;

/// <summary>Random payments, adjustments and changes: every list is what a plain recomputation from all of them gives.</summary>
public sealed class ListedPropertyTests
{
    private const int NumbersMax = 40;

    private static readonly Caller[] Callers =
    [
        PagesWorld.Operations,
        new("provider", new HashSet<Role> { Role.Provider }, "P-100"),
        new("coordinator", new HashSet<Role> { Role.Coordinator }),
        new("parent", new HashSet<Role> { Role.Parent }, null, new HashSet<string> { ChildId(1), ChildId(2) }),
    ];

    [Property(MaxTest = 60, StartSize = 5, EndSize = 60)]
    [Trait("Req", "CARE-4")]
    public Property Every_tab_count_sort_and_search_is_what_a_plain_recomputation_gives()
    {
        var steps = from rounds in Change().ArrayOf().NonEmptyListOf()
                    from query in Query().ListOf(6)
                    from top in Gen.Elements(1, 3, 500)
                    select (Rounds: rounds, Queries: query, Top: top);
        return Prop.ForAll(Arb.From(steps), step => CheckAsync(step.Rounds, step.Queries, step.Top).GetAwaiter().GetResult());
    }

    private static async Task CheckAsync(IEnumerable<ListedPayment[]> rounds, IReadOnlyCollection<(PeriodQuery Query, Caller Caller)> queries, int top)
    {
        using var world = new PagesWorld();
        for (var child = 0; child < 4; child++)
        {
            await world.Directory.PutClientAsync(new Client(ChildId(child), "Ada", "Lopez", Active: true, child % 2 == 0 ? "coordinator" : "coordinator2"));
        }

        var latest = new Dictionary<string, ListedPayment>(StringComparer.Ordinal);
        foreach (var round in rounds.Take(4))
        {
            await world.ShowAsync(round);
            foreach (var item in round.Where(item => !latest.TryGetValue(item.Id, out var known) || known.Version < item.Version))
            {
                latest[item.Id] = item;
            }

            foreach (var (query, caller) in queries)
            {
                var seen = latest.Values.Where(item => Sees(caller, item)).ToList();
                Assert.Equal(Expected(query, seen), await world.ListAllAsync(query, top, caller: caller));
                Assert.Equal(Counts(seen), (await world.ListAsync(query, caller)).Counts);
            }
        }
    }

    private static List<ListedPayment> Expected(PeriodQuery query, List<ListedPayment> seen)
    {
        var words = (query.Search ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = Of(query.Tab, seen)
            .Where(item => query.Tab != PaymentTab.All || !query.HoldOnly || item.Status == ProviderPaymentStatus.Hold)
            .Where(item => query.Tab != PaymentTab.Submitted || !query.OpenOnly || (item.Status != ProviderPaymentStatus.Authorized && item.Status != ProviderPaymentStatus.Paid))
            .Where(item => words.All(word => new[] { item.ChildName, item.ClientId, item.ProviderName, item.ProviderId, item.ServiceCode, item.Id }.Any(text => text.ToUpperInvariant().Contains(word.ToUpperInvariant(), StringComparison.Ordinal))))
            .ToList();
        var known = found.Where(item => query.Sort != PaymentSort.Amount || item.Amount is not null);
        var sorted = query.Sort switch
        {
            PaymentSort.Child => Sorted(known, item => item.ChildName, StringComparer.OrdinalIgnoreCase, query.Descending),
            PaymentSort.Provider => Sorted(known, item => item.ProviderName, StringComparer.OrdinalIgnoreCase, query.Descending),
            PaymentSort.Status => Sorted(known, item => item.Status, Comparer<ProviderPaymentStatus>.Default, query.Descending),
            PaymentSort.Submission => Sorted(known, item => item.Submission, Comparer<SubmissionStatus>.Default, query.Descending),
            PaymentSort.Amount => Sorted(known, item => item.Amount!.Value.Amount, Comparer<decimal>.Default, query.Descending),
            _ => Sorted(known, item => item.StatusSince, Comparer<DateTimeOffset>.Default, query.Descending),
        };
        return [.. sorted, .. found.Except(sorted).OrderBy(item => item.Id, StringComparer.Ordinal)];
    }

    private static List<ListedPayment> Sorted<TKey>(IEnumerable<ListedPayment> items, Func<ListedPayment, TKey> by, IComparer<TKey> comparer, bool descending)
        => [.. (descending ? items.OrderByDescending(by, comparer) : items.OrderBy(by, comparer)).ThenBy(item => item.Id, StringComparer.Ordinal)];

    private static IEnumerable<ListedPayment> Of(PaymentTab tab, IEnumerable<ListedPayment> seen)
    {
        var payments = seen.Where(item => item.Kind == ListedKind.Payment);
        return tab switch
        {
            PaymentTab.All => payments,
            PaymentTab.PendingParent => payments.Where(item => item.Submission == SubmissionStatus.ReadyForParent),
            PaymentTab.Submitted => payments.Where(item => item.Status == ProviderPaymentStatus.Received).Union(payments.Where(item => item.Submission == SubmissionStatus.Submitted)),
            PaymentTab.Authorized => payments.Where(item => item.Status == ProviderPaymentStatus.Authorized),
            _ => payments.Where(item => item.Status == ProviderPaymentStatus.Paid).Concat(seen.Where(item => item.Kind == ListedKind.Adjustment)),
        };
    }

    private static TabCounts Counts(List<ListedPayment> seen)
    {
        var counts = Enum.GetValues<PaymentTab>().Select(tab => Of(tab, seen).Count()).ToArray();
        return new(counts[0], counts[1], counts[2], counts[3], counts[4]);
    }

    private static bool Sees(Caller caller, ListedPayment item) => caller.User switch
    {
        "provider" => item.ProviderId == "P-100",
        "coordinator" => item.ClientId == ChildId(0) || item.ClientId == ChildId(2),
        "parent" => item.ClientId == ChildId(1) || item.ClientId == ChildId(2),
        _ => true,
    };

    private static Gen<ListedPayment> Change()
        => from number in Gen.Choose(0, NumbersMax)
           from version in Gen.Choose(1, 9)
           select Version(number, version);

    /// <summary>A version of a record says the same whenever it is shown, so all else follows from the two numbers.</summary>
    private static ListedPayment Version(int number, int version)
    {
        var amount = (number * version % 13) - 2.25m;
        var item = number % 7 == 0
            ? Adjustment(number, amount)
            : Item(number, 1, (SubmissionStatus)((number + version) % 3), (ProviderPaymentStatus)((number + (version * 3)) % 5), (number + version) % 3 == 0 ? null : amount);
        return item with
        {
            Version = version,
            StatusSince = Now.AddMinutes(number * version % 4),
            ClientId = ChildId(number % 4),
            ChildName = new[] { "Lee, Ann", "lee, ann", "Ng, Zoé", "ÉCLAIR, Bo" }[number % 4],
            ProviderId = number % 3 == 0 ? "P-100" : "P-200",
            ProviderName = number % 3 == 0 ? "Sunrise Care" : "moon House",
            ServiceCode = number % 2 == 0 ? "SLN" : "SLH",
        };
    }

    private static Gen<(PeriodQuery Query, Caller Caller)> Query()
        => from tab in Gen.Elements(Enum.GetValues<PaymentTab>())
           from sort in Gen.Elements(Enum.GetValues<PaymentSort>())
           from isDescending in Gen.Elements(false, true)
           from search in Gen.Elements(null, "", "lee", "ANN sln", "zoé", "moon pp", "pa-", "p-100 slh éclair", "3000000002", "nobody")
           from hold in Gen.Elements(false, true)
           from open in Gen.Elements(false, true)
           from caller in Gen.Elements(Callers)
           select (new PeriodQuery(Period, tab, sort, isDescending, search, hold, open), caller);

    private static string ChildId(int number) => $"{3_000_000_000L + number}";
}
