using System.Collections.Concurrent;
using Serverless.Payments.Directory;
using Serverless.Payments.MassPayments.Needs;
using Serverless.Payments.People;

namespace Serverless.Payments.MassPayments;

/// <summary>Validates a mass payment whole, and tells every fault at once (KEES-6).</summary>
public sealed class MassPaymentValidation(MassPaymentRecords records, MassPaymentDrafts drafts, PeopleRecords people, NeedRecords needs)
{
    /// <summary>People, and their needs, looked at at one time.</summary>
    private const int AtOnce = 32;

    /// <summary>What stands against it, by entry; what concerns the page as a whole is entry 0.</summary>
    public async Task<(IReadOnlyList<MassEntryFacts> Entries, IReadOnlyList<MassEntryFault> Faults)> CheckAsync(MassPayment page, CancellationToken cancellation = default)
    {
        var faults = new ConcurrentBag<MassEntryFault>();
        if (await drafts.CheckAsync(new MassPaymentDraft(page.ProviderId, page.ServiceId, page.AidCode), cancellation) is { } refusal)
        {
            refusal.Errors.ToList().ForEach(fault => faults.Add(new(0, fault)));
        }

        var entries = new List<MassEntry>(page.Entries);
        var facts = new List<MassEntryFacts>(page.Entries);
        await foreach (var entry in records.EntriesAsync(page, cancellation: cancellation))
        {
            entries.Add(entry);
            var (read, wrong) = MassEntryForm.Read(entry, page.AidCode);
            wrong.ToList().ForEach(fault => faults.Add(new(entry.N, fault)));
            if (read is not null)
            {
                facts.Add(read);
            }
        }

        if (entries.Count != page.Entries)
        {
            faults.Add(new(0, new("ENTRIES_MISSING", "entries", $"The mass payment has {page.Entries} entries, of which {entries.Count} were found. Discard it, and upload them again.")));
        }

        if (entries.Count == 0)
        {
            faults.Add(new(0, new("NO_ENTRIES", "entries", "The mass payment has no entry; add one, or discard it.")));
        }

        await CheckPeopleAsync(entries, faults, cancellation);
        await CheckNeedsAsync(page, [.. entries.Select(MassEntryForm.ReadNeed).OfType<MassEntryFacts>()], faults, cancellation);
        return (facts, [.. faults.OrderBy(fault => fault.N).ThenBy(fault => fault.Fault.Field, StringComparer.Ordinal)]);
    }

    private Task CheckPeopleAsync(IReadOnlyList<MassEntry> entries, ConcurrentBag<MassEntryFault> faults, CancellationToken cancellation)
        => Parallel.ForEachAsync(entries.Where(entry => Client.IsId(entry.ClientId)).GroupBy(entry => entry.ClientId, StringComparer.Ordinal), Options(cancellation), async (client, stop) =>
        {
            var person = await people.FindAsync(client.Key, stop);
            foreach (var entry in client)
            {
                MassPaymentRules.CheckPerson(entry, person).ToList().ForEach(fault => faults.Add(new(entry.N, fault)));
            }
        });

    private Task CheckNeedsAsync(MassPayment page, IReadOnlyList<MassEntryFacts> entries, ConcurrentBag<MassEntryFault> faults, CancellationToken cancellation)
    {
        MassPaymentRules.FindRepeated(entries).ToList().ForEach(faults.Add);
        return Parallel.ForEachAsync(entries.GroupBy(entry => (entry.ClientId, entry.NeedType)), Options(cancellation), async (alike, stop) =>
            (await needs.FindDuplicatesAsync(page, [.. alike], stop)).ToList().ForEach(faults.Add));
    }

    private static ParallelOptions Options(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
}
