using System.Globalization;
using Serverless.Payments.Moving;

namespace Serverless.Local.Moving;

/// <summary>Whether two inventories say the same, line by line for people.</summary>
internal sealed record Agreement(IReadOnlyList<(bool Agrees, string Line)> Lines)
{
    public bool IsWhole => Lines.All(line => line.Agrees);

    /// <summary>Whether all that differs, if anything does, are files of the data folder, where others drop some.</summary>
    public bool IsWholeButForFiles { get; private init; }

    /// <param name="expected">What was exported.</param>
    /// <param name="found">What stands now.</param>
    public static Agreement Of(Inventory expected, Inventory found)
    {
        var lines = new List<(bool, string)>();
        lines.AddRange(Compare(expected.Tables, found.Tables, sum => sum.Name, sum => string.Create(CultureInfo.InvariantCulture, $"table {sum.Name}: {sum.Rows} rows"), sum => sum.Rows == 0));
        lines.AddRange(Compare(expected.Containers, found.Containers, sum => sum.Name, sum => Describe("blobs", sum), sum => sum.Count == 0));
        var files = Compare(expected.Folders, found.Folders, sum => sum.Name, sum => Describe("files", sum), sum => sum.Count == 0).ToList();
        lines.AddRange(files);
        lines.AddRange(Compare(expected.Totals.Payments, found.Totals.Payments, total => total.Status, total => string.Create(CultureInfo.InvariantCulture, $"payments {total.Status}: {total.Count}, {total.Amount}"), total => total.Count == 0));
        if (expected.Totals.ProviderPayments is { } wanted && found.Totals.ProviderPayments is { } there)
        {
            lines.AddRange(Compare(wanted, there, total => total.Status, total => string.Create(CultureInfo.InvariantCulture, $"provider payments {total.Status}: {total.Count}, {total.Amount}"), total => total.Count == 0));
        }

        lines.AddRange(Compare(expected.Totals.Balances, found.Totals.Balances, total => total.Account, total => $"account {total.Account}: {total.Balance}", _ => false));
        var countsExports = expected.Totals.OpenExports is not null && found.Totals.OpenExports is not null;
        var countsPostings = expected.Totals.OpenPostings is not null && found.Totals.OpenPostings is not null;
        lines.AddRange(Compare([expected.Totals], [found.Totals], _ => "totals", totals => Describe(totals, countsExports, countsPostings), _ => false));
        return new Agreement(lines) { IsWholeButForFiles = lines.All(line => line.Item1 || files.Contains(line)) };
    }

    private static string Describe(string kind, PieceSum sum) => string.Create(CultureInfo.InvariantCulture, $"{kind} {sum.Name}: {sum.Count}, {sum.Bytes} bytes");

    /// <param name="totals">What was counted.</param>
    /// <param name="withExports">Whether both sides have counted exports; an earlier program has not.</param>
    /// <param name="withPostings">Likewise remittances that are being posted.</param>
    private static string Describe(StoredTotals totals, bool withExports, bool withPostings)
    {
        var exports = withExports ? string.Create(CultureInfo.InvariantCulture, $"; exports not completed: {totals.OpenExports}") : "";
        var postings = withPostings ? string.Create(CultureInfo.InvariantCulture, $"; remittances being posted: {totals.OpenPostings}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"trial balance: {totals.TrialBalance}; runs not completed: {totals.OpenRuns}; invoice files not reported: {totals.OpenIntakes}{exports}{postings}");
    }

    /// <summary>A line for each of either side. The hash is compared and not shown; what differs in it alone says so.</summary>
    /// <remarks>What is empty on one side may be unknown on the other, which an earlier program wrote.</remarks>
    private static IEnumerable<(bool Agrees, string Line)> Compare<T>(IReadOnlyList<T> expected, IReadOnlyList<T> found, Func<T, string> nameOf, Func<T, string> describe, Func<T, bool> isEmpty)
        where T : class
    {
        foreach (var name in expected.Concat(found).Select(nameOf).Distinct(StringComparer.Ordinal))
        {
            var wanted = expected.FirstOrDefault(item => nameOf(item) == name);
            var there = found.FirstOrDefault(item => nameOf(item) == name);
            yield return (wanted, there) switch
            {
                (null, { } only) when isEmpty(only) => (true, $"agrees     {describe(only)}"),
                ({ } only, null) when isEmpty(only) => (true, $"agrees     {describe(only)}"),
                (null, { } only) => (false, $"DIFFERENT  {describe(only)}; the export has none"),
                ({ } only, null) => (false, $"DIFFERENT  {describe(only)} in the export; here is none"),
                ({ } one, { } other) when describe(one) != describe(other) => (false, $"DIFFERENT  {describe(one)} in the export; here {describe(other)}"),
                ({ } one, { } other) when !Same(one, other) => (false, $"DIFFERENT  {describe(one)}, but not the same ones"),
                _ => (true, $"agrees     {describe(wanted!)}"),
            };
        }
    }

    /// <summary>The sums are records of plain values; of the totals only what is described is compared here, for their lists have lines of their own.</summary>
    private static bool Same<T>(T one, T other) => one is StoredTotals || Equals(one, other);
}
