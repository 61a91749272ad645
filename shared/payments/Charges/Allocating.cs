using Serverless.Payments.Amounts;

namespace Serverless.Payments.Charges;

/// <summary>Applies money to charges: the first of each first, as far as either goes.</summary>
internal static class Allocating
{
    /// <param name="sources">Payments with what each has to give.</param>
    /// <param name="charges">Charges with what is open of each.</param>
    public static IEnumerable<AllocationMove> Apply(IEnumerable<(int Payment, Money Amount)> sources, IEnumerable<(int Charge, Money Open)> charges)
    {
        using var open = charges.Where(charge => charge.Open > Money.Zero).GetEnumerator();
        var left = Money.Zero;
        foreach (var (payment, amount) in sources)
        {
            var given = amount;
            while (given > Money.Zero)
            {
                if (left == Money.Zero)
                {
                    if (!open.MoveNext())
                    {
                        yield break;
                    }

                    left = open.Current.Open;
                }

                var applied = given < left ? given : left;
                given -= applied;
                left -= applied;
                yield return new(payment, open.Current.Charge, applied);
            }
        }
    }
}
