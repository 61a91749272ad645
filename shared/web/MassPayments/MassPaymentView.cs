using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.MassPayments;

namespace Serverless.Web.MassPayments;

/// <summary>Reads what an answer about a mass payment holds: the page, its entries, and what stands against them.</summary>
internal static class MassPaymentView
{
    /// <summary>An answer to a change holds the entries where there are no more; whoever wants all of many asks for them.</summary>
    public const int EntriesInAnswerMax = 500;

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
        var entries = new List<MassEntryBody>(Math.Min(top, page.Entries));
        int? next = null;
        await foreach (var entry in application.MassPayments.EntriesAsync(page, after, cancellation))
        {
            if (entries.Count == top)
            {
                next = entries[^1].N;
                break;
            }

            entries.Add(MassEntryBody.Of(page, entry, FaultsOf(page, entry, found[entry.N]), name: null));
        }

        return MassPaymentWithEntries.Of(await PageAsync(application, page, cancellation)) with { Faults = [.. found[0]], Entries = entries, Next = next };
    }

    /// <summary>The page as a change left it, with its entries where they are few.</summary>
    public static async Task<MassPaymentWithEntries> ReadChangedAsync(PaymentsApplication application, MassPayment page, CancellationToken cancellation)
        => page.Entries <= EntriesInAnswerMax
            ? await ReadAsync(application, page, after: 0, MassPaymentDrafts.EntriesMax, cancellation)
            : MassPaymentWithEntries.Of(await PageAsync(application, page, cancellation));

    /// <summary>The entries of a draft as they read now.</summary>
    public static IReadOnlyList<MassEntryBody> Added(MassPayment page, IReadOnlyList<MassEntry> entries)
        => [.. entries.Select(entry => MassEntryBody.Of(page, entry, FaultsOf(page, entry, []), name: null))];

    private static IReadOnlyList<ValidationMessage> FaultsOf(MassPayment page, MassEntry entry, IEnumerable<ValidationMessage> found)
        => page.Status == MassPaymentStatus.Draft
            ? [.. MassEntryForm.Read(entry, page.AidCode).Faults.Concat(found).DistinctBy(fault => (fault.Code, fault.Field))]
            : [];

    /// <summary>What the last approval found, by entry, where it still stands.</summary>
    private static async Task<ILookup<int, ValidationMessage>> FoundByApprovalAsync(PaymentsApplication application, MassPayment page, CancellationToken cancellation)
    {
        IReadOnlyList<MassEntryFault> faults = page is { Status: MassPaymentStatus.Draft, Refused: { } refused } && refused.Version == page.Version
            ? await application.MassPayments.FaultsAsync(page.Id, refused.Attempt, cancellation)
            : [];
        return faults.ToLookup(fault => fault.N, fault => fault.Fault);
    }
}
