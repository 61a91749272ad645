using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Payments.People;

namespace Serverless.Payments.MassPayments;

/// <summary>What must hold of a mass payment and its entries beyond their form, as functions of what was read.</summary>
public static class MassPaymentRules
{
    /// <summary>The type of service that alone offers mass payment (KEES-1).</summary>
    public const string SmartVendor = "Smart Vendor";

    /// <summary>What stands against a mass payment for the provider's service; null where nothing does.</summary>
    public static Refusal? CheckService(Provider provider, string serviceId)
    {
        if (!provider.Active)
        {
            return new(RefusalKind.Invalid, "PROVIDER_INACTIVE", $"{provider.Name} is not active.");
        }

        if (provider.Services.FirstOrDefault(service => service.Id == serviceId) is not { } chosen)
        {
            return new(RefusalKind.Invalid, "UNKNOWN_SERVICE", $"{provider.Name} has no service {serviceId}.");
        }

        return chosen.Type == SmartVendor
            ? null
            : new(RefusalKind.Invalid, "NOT_SMART_VENDOR", $"{chosen.Name} is a service of type {chosen.Type}; only {SmartVendor} offers mass payment.");
    }

    /// <summary>Whether the entry's person is known and the case is the person's, and open.</summary>
    public static IEnumerable<ValidationMessage> CheckPerson(MassEntry entry, Person? person)
    {
        if (person is null)
        {
            yield return new("UNKNOWN_PERSON", "clientId", $"There is no person with the client id {entry.ClientId}.");
            yield break;
        }

        switch (person.Cases.FirstOrDefault(known => known.CaseNumber == entry.CaseNumber))
        {
            case null:
                yield return new("CASE_OF_OTHER_PERSON", "caseNumber", $"The case {entry.CaseNumber} is not one of {person.FirstName} {person.LastName}.");
                break;
            case { Open: false }:
                yield return new("CASE_CLOSED", "caseNumber", $"The case {entry.CaseNumber} is closed.");
                break;
        }
    }

    /// <summary>What stands against the page where another's approval has its needs, and does not come to an end.</summary>
    public static MassEntryFault Claimed(string holderId)
        => new(0, new("CLAIMED", "entries", $"Mass payment {holderId}, which is being approved, has claimed needs of this one, and is not through yet. Look at it, then approve again."));

    /// <summary>Entries of one page that ask for the same need over common days: each but the first is a duplicate (KEES-7).</summary>
    public static IEnumerable<MassEntryFault> FindRepeated(IEnumerable<MassEntryFacts> entries)
    {
        foreach (var alike in entries.GroupBy(entry => (entry.ClientId, entry.NeedType)).Where(group => group.Skip(1).Any()))
        {
            // In the order of their beginnings, what overlaps any before it overlaps the one of them that ends last.
            MassEntryFacts? last = null;
            foreach (var entry in alike.OrderBy(entry => entry.Begin).ThenBy(entry => entry.N))
            {
                if (last is not null && last.Repeats(entry))
                {
                    yield return new(entry.N, new("REPEATED", "begin", $"Entry {last.N} has {entry.NeedType} for {entry.ClientId} over days of this one already."));
                }

                last = last is null || entry.End > last.End ? entry : last;
            }
        }
    }
}
