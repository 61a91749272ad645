using System.Collections.Concurrent;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.MassPayments;

namespace Serverless.Web.MassPayments;

/// <summary>Reads what an answer about a mass payment holds: the page, its entries, and what stands against them.</summary>
internal static class MassPaymentView
{
    /// <summary>An answer to a change holds the entries where there are no more; whoever wants all of many asks for them.</summary>
    public const int EntriesInAnswerMax = 500;

    /// <summary>People looked up at one time.</summary>
    private const int PeopleAtOnce = 16;

    private static readonly ILookup<int, ValidationMessage> NothingFound = Array.Empty<MassEntryFault>().ToLookup(fault => fault.N, fault => fault.Fault);

    public static async Task<MassPaymentBody> PageAsync(PaymentsApplication application, MassPayment page, CancellationToken cancellation)
        => MassPaymentBody.Of(page, (await application.Directory.FindProviderAsync(page.ProviderId, cancellation))?.Name);

    /// <summary>The page with its entries.</summary>
    /// <param name="application">Where it stands.</param>
    /// <param name="page">As it was read; entries may be newer, whose version it does not carry, so that a change by what is answered is refused.</param>
    /// <param name="after">Only entries with higher numbers.</param>
    /// <param name="top">At most so many.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<MassPaymentWithEntries> ReadAsync(PaymentsApplication application, MassPayment page, int after, int top, CancellationToken cancellation)
    {
        var found = await FoundByApprovalAsync(application, page, cancellation);
        var entries = new List<MassEntry>(Math.Min(top, page.Entries));
        int? next = null;
        await foreach (var entry in application.MassPayments.EntriesAsync(page, after, cancellation))
        {
            if (entries.Count == top)
            {
                next = entries[^1].N;
                break;
            }

            entries.Add(entry);
        }

        var bodies = await BodiesAsync(application, page, entries, found, cancellation);
        return MassPaymentWithEntries.Of(await PageAsync(application, page, cancellation)) with { Faults = [.. found[0]], Entries = bodies, Next = next };
    }

    /// <summary>The page as a change left it, with its entries where they are few.</summary>
    public static async Task<MassPaymentWithEntries> ReadChangedAsync(PaymentsApplication application, MassPayment page, CancellationToken cancellation)
        => page.Entries <= EntriesInAnswerMax
            ? await ReadAsync(application, page, after: 0, MassPaymentDrafts.EntriesMax, cancellation)
            : MassPaymentWithEntries.Of(await PageAsync(application, page, cancellation));

    /// <summary>Entries of a draft as they read now.</summary>
    public static Task<IReadOnlyList<MassEntryBody>> AddedAsync(PaymentsApplication application, MassPayment page, IReadOnlyList<MassEntry> entries, CancellationToken cancellation)
        => BodiesAsync(application, page, entries, NothingFound, cancellation);

    /// <summary>How many entries of a draft have faults as they read now.</summary>
    public static async Task<int> CountFaultyAsync(PaymentsApplication application, MassPayment page, CancellationToken cancellation)
    {
        var faulty = 0;
        await foreach (var entry in application.MassPayments.EntriesAsync(page, cancellation: cancellation))
        {
            faulty += FaultsOf(page, entry, []).Count > 0 ? 1 : 0;
        }

        return faulty;
    }

    /// <summary>Entries as they are answered: with the names of their people and what stands against them.</summary>
    public static async Task<IReadOnlyList<MassEntryBody>> BodiesAsync(PaymentsApplication application, MassPayment page, IReadOnlyList<MassEntry> entries, ILookup<int, ValidationMessage> found, CancellationToken cancellation)
    {
        var names = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = PeopleAtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(entries.Select(entry => entry.ClientId).Distinct(StringComparer.Ordinal), options, async (clientId, stop) =>
        {
            if (await application.People.FindAsync(clientId, stop) is { } person)
            {
                names[clientId] = $"{person.FirstName} {person.LastName}";
            }
        });
        return [.. entries.Select(entry => MassEntryBody.Of(page, entry, FaultsOf(page, entry, found[entry.N]), names.GetValueOrDefault(entry.ClientId)))];
    }

    /// <summary>What stands against an entry of a draft, as it reads now and as the last approval found it.</summary>
    public static IReadOnlyList<ValidationMessage> FaultsOf(MassPayment page, MassEntry entry, IEnumerable<ValidationMessage> found)
        => page.Status == MassPaymentStatus.Draft
            ? [.. MassEntryForm.Read(entry, page.AidCode).Faults.Concat(found).DistinctBy(fault => (fault.Code, fault.Field))]
            : [];

    /// <summary>What the last approval found, by entry, where it still stands.</summary>
    public static async Task<ILookup<int, ValidationMessage>> FoundByApprovalAsync(PaymentsApplication application, MassPayment page, CancellationToken cancellation)
        => page is { Status: MassPaymentStatus.Draft, Refused: { } refused } && refused.Version == page.Version
            ? (await application.MassPayments.FaultsAsync(page.Id, refused.Attempt, cancellation)).ToLookup(fault => fault.N, fault => fault.Fault)
            : NothingFound;
}
