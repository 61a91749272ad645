using System.Collections.Concurrent;
using Serverless.Payments.MassPayments.Needs;
using Serverless.Payments.People;

namespace Serverless.Payments.MassPayments;

/// <summary>Validates a mass payment whole, and tells every fault at once (KEES-6).</summary>
public sealed class MassPaymentValidation(MassPaymentRecords records, MassPaymentDrafts drafts, PeopleRecords people, NeedRecords needs)
{
    /// <summary>Clients looked at at one time.</summary>
    private const int ClientsAtOnce = 32;

    /// <summary>What stands against it, by entry; what concerns the page as a whole is entry 0.</summary>
    public async Task<(IReadOnlyList<MassEntryFacts> Entries, IReadOnlyList<MassEntryFault> Faults)> CheckAsync(MassPayment page, CancellationToken cancellation = default)
    {
        var faults = new ConcurrentBag<MassEntryFault>();
        if (await drafts.CheckAsync(new MassPaymentDraft(page.ProviderId, page.ServiceId, page.AidCode), cancellation) is { } refusal)
        {
            refusal.Errors.ToList().ForEach(fault => faults.Add(new(0, fault)));
        }

        var entries = new List<MassEntryFacts>(page.Entries);
        var read = 0;
        await foreach (var entry in records.EntriesAsync(page, cancellation: cancellation))
        {
            read++;
            var (facts, wrong) = MassEntryForm.Read(entry, page.AidCode);
            wrong.ToList().ForEach(fault => faults.Add(new(entry.N, fault)));
            if (facts is not null)
            {
                entries.Add(facts);
            }
        }

        if (read != page.Entries)
        {
            throw new InvalidOperationException($"Mass payment {page.Id} has {page.Entries} entries, of which {read} were found.");
        }

        if (read == 0)
        {
            faults.Add(new(0, new("NO_ENTRIES", "entries", "The mass payment has no entry; add one, or discard it.")));
        }

        MassPaymentRules.FindRepeated(entries).ToList().ForEach(faults.Add);
        await CheckClientsAsync(page, entries, faults, cancellation);
        return (entries, [.. faults.OrderBy(fault => fault.N).ThenBy(fault => fault.Fault.Field, StringComparer.Ordinal)]);
    }

    private Task CheckClientsAsync(MassPayment page, IReadOnlyList<MassEntryFacts> entries, ConcurrentBag<MassEntryFault> faults, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = ClientsAtOnce, CancellationToken = cancellation };
        return Parallel.ForEachAsync(entries.GroupBy(entry => entry.ClientId, StringComparer.Ordinal), options, async (client, stop) =>
        {
            var person = await people.FindAsync(client.Key, stop);
            foreach (var entry in client)
            {
                MassPaymentRules.CheckPerson(entry, person).ToList().ForEach(fault => faults.Add(new(entry.N, fault)));
            }

            foreach (var alike in client.GroupBy(entry => entry.NeedType, StringComparer.Ordinal))
            {
                (await needs.FindDuplicatesAsync(page, [.. alike], stop)).ToList().ForEach(faults.Add);
            }
        });
    }
}
