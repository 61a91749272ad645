using Serverless.Payments.Amounts;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Lists;

namespace Serverless.Payments.Tests.ProviderPayments.Lists;

/// <summary>Items of lists, and what all pages of a period hold.</summary>
internal static class ListedSample
{
    public const string Period = "2026-11";
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 18, 0, 0, TimeSpan.Zero);

    public static ListedPayment Item(int number, int version = 1, SubmissionStatus submission = SubmissionStatus.New, ProviderPaymentStatus status = ProviderPaymentStatus.New, decimal? amount = null) => new(
        $"pp-{number:D26}", ListedKind.Payment, Period, "P-100", "Sunrise Care", $"{3_000_000_000L + number}", $"Lopez, Ada {number}", "SLN",
        submission, status, version, Now.AddMinutes(version), amount is { } known ? Money.Of(known) : null);

    public static ListedPayment Adjustment(int number, decimal amount) => Item(number, 3, SubmissionStatus.New, ProviderPaymentStatus.Paid, amount) with
    {
        Id = $"pa-{number:D26}",
        Kind = ListedKind.Adjustment,
        Corrects = $"pp-{number:D26}",
    };

    /// <summary>Everything that the shards of a period show, read in pages of the given size.</summary>
    public static async Task<List<ListedPayment>> ReadAllAsync(this ProviderPaymentLists lists, string period = Period, int top = 1000)
    {
        var items = new List<ListedPayment>();
        for (var shard = 0; shard < ProviderPaymentLists.Shards; shard++)
        {
            for (long? next = 0; next is { } after;)
            {
                var page = await lists.ReadAsync(period, shard, after, top, CancellationToken.None);
                Assert.InRange(page.Items.Count, 0, top);
                items.AddRange(page.Items);
                next = page.Next;
            }
        }

        return items;
    }

    public static IEnumerable<string> Ids(this IEnumerable<ListedPayment> items) => items.Select(item => item.Id);

    public static void AssertShown(IEnumerable<ListedPayment> expected, IEnumerable<ListedPayment> shown)
        => Assert.Equal(expected.OrderBy(item => item.Id, StringComparer.Ordinal), shown.OrderBy(item => item.Id, StringComparer.Ordinal));
}
