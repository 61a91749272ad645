using Serverless.Payments;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.MassPayments;

namespace Serverless.Web.MassPayments.Pages;

/// <summary>Reads a part of a mass payment's entries for a page, and the figures of all of them in the same pass.</summary>
internal static class DraftReader
{
    /// <summary>Entries on one page, which are ticked in one transaction.</summary>
    public const int PageItems = 50;

    public static async Task<DraftEntries> ReadAsync(PaymentsApplication application, MassPayment page, DraftPart part, int after, CancellationToken cancellation)
    {
        var found = await MassPaymentView.FoundByApprovalAsync(application, page, cancellation);
        var chosen = new List<MassEntry>();
        var figures = new DraftFigures(Money.Zero, 0, 0, 0);
        int? next = null;
        await foreach (var entry in application.MassPayments.EntriesAsync(page, cancellation: cancellation))
        {
            var isFaulty = MassPaymentView.FaultsOf(page, entry, found[entry.N]).Any(fault => fault.Code != Unticked);
            figures = figures.With(entry, isFaulty);
            if (entry.N <= after || !Holds(part, entry, isFaulty))
            {
                continue;
            }

            if (chosen.Count < PageItems)
            {
                chosen.Add(entry);
            }
            else
            {
                next ??= chosen[^1].N;
            }
        }

        var bodies = await MassPaymentView.BodiesAsync(application, page, chosen, found, cancellation);
        var wasRefused = page.Refused?.Version == page.Version;
        return new(part, [.. bodies.Select(entry => wasRefused ? entry : WithoutReproach(entry))], [.. found[0]], figures, next);
    }

    private const string Unticked = "UNTICKED";

    private static bool Holds(DraftPart part, MassEntry entry, bool isFaulty) => part switch
    {
        DraftPart.Unticked => !entry.Checked,
        DraftPart.Faulty => isFaulty,
        _ => true,
    };

    /// <summary>A box that nobody has come to yet is no fault that people want to read; once an approval was refused for it, it is.</summary>
    private static MassEntryBody WithoutReproach(MassEntryBody entry) => entry with { Faults = [.. entry.Faults.Where(fault => fault.Code != Unticked)] };
}

/// <summary>Which entries are looked at.</summary>
public enum DraftPart
{
    All,
    Unticked,
    Faulty,
}

/// <param name="Faults">What stands against the page as a whole.</param>
/// <param name="Next">The number behind which the next page begins; null where there is none.</param>
public sealed record DraftEntries(DraftPart Part, IReadOnlyList<MassEntryBody> Entries, IReadOnlyList<ValidationMessage> Faults, DraftFigures Figures, int? Next);

/// <summary>Of all entries of the page.</summary>
/// <param name="Total">The sum of the amounts that can be read.</param>
public sealed record DraftFigures(Money Total, int Entries, int Unticked, int Faulty)
{
    public DraftFigures With(MassEntry entry, bool isFaulty) => new(
        Money.TryParse(entry.Amount, out var amount) ? Total + amount : Total,
        Entries + 1,
        Unticked + (entry.Checked ? 0 : 1),
        Faulty + (isFaulty ? 1 : 0));
}
