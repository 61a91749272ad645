namespace Serverless.Payments.ProviderPayments.Lists;

/// <summary>The service periods that were listed last, in memory. Of others nothing is kept: they are read whole when they are asked for.</summary>
internal sealed class PeriodViews(ProviderPaymentLists lists)
{
    /// <summary>Periods in memory at most; a period of 100,000 payments takes some tens of megabytes.</summary>
    public const int PeriodsMax = 4;

    private readonly Lock gate = new();

    /// <summary>The one used last comes first.</summary>
    private readonly List<(string Period, PeriodView View)> views = [];

    public async Task<PeriodSnapshot> ReadAsync(string period, CancellationToken cancellation)
    {
        var view = Use(period);
        var snapshot = await view.ReadAsync(cancellation);
        if (snapshot.IsEmpty)
        {
            // Months in which nothing happens push none out that is in use.
            Forget(view);
        }

        return snapshot;
    }

    private PeriodView Use(string period)
    {
        lock (gate)
        {
            var place = views.FindIndex(known => known.Period == period);
            var used = place < 0 ? (period, new PeriodView(lists, period)) : views[place];
            if (place >= 0)
            {
                views.RemoveAt(place);
            }

            views.Insert(0, used);
            if (views.Count > PeriodsMax)
            {
                views.RemoveAt(PeriodsMax);
            }

            return used.Item2;
        }
    }

    private void Forget(PeriodView view)
    {
        lock (gate)
        {
            views.RemoveAll(known => known.View == view);
        }
    }
}
