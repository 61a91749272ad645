using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Lists;
using static Serverless.Payments.Tests.ProviderPayments.Lists.ListedSample;

namespace Serverless.Payments.Tests.ProviderPayments.Lists;

[Trait("Req", "CARE-4")]
public sealed class ProviderPaymentPagesTests : IDisposable
{
    private readonly PagesWorld world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData("all", "1 2 3 4 5 6 7 8 9 10")]
    [InlineData("pending-parent", "2")]
    [InlineData("submitted", "3 4 6 8 10")]
    [InlineData("authorized", "5 6")]
    [InlineData("paid", "9 10 11 12")]
    public async Task A_tab_holds_and_counts_what_its_statuses_say(string name, string numbers)
    {
        await ShowEachPairAsync();
        Assert.True(PaymentTabs.TryParse(name, out var tab));

        var page = await world.ListAsync(new(Period, tab));

        Assert.Equal(numbers, Numbers(page));
        Assert.Equal(new TabCounts(10, 1, 5, 2, 4), page.Counts);
    }

    [Fact]
    public async Task Filters_leave_only_what_is_on_hold_in_All_and_what_is_open_in_Submitted()
    {
        await ShowEachPairAsync();
        Assert.Equal("7 8", Numbers(await world.ListAsync(new(Period, HoldOnly: true))));
        Assert.Equal("3 4 8", Numbers(await world.ListAsync(new(Period, PaymentTab.Submitted, OpenOnly: true))));

        var paid = await world.ListAsync(new(Period, PaymentTab.Paid, HoldOnly: true, OpenOnly: true));
        Assert.Equal("9 10 11 12", Numbers(paid));
        Assert.Equal(new TabCounts(10, 1, 5, 2, 4), paid.Counts);
    }

    [Theory]
    [InlineData(null, "1 2 3")]
    [InlineData("  ", "1 2 3")]
    [InlineData("lopez", "1 2")]
    [InlineData("ADA lop", "1")]
    [InlineData("3000000002", "2")]
    [InlineData("moon p-2", "3")]
    [InlineData("sunrise slh", "2")]
    [InlineData("pp-00000000000000000000000003", "3")]
    [InlineData("ada zoé", "")]
    [InlineData("ZOÉ", "3")]
    [InlineData(".*", "")]
    public async Task A_search_finds_what_has_all_its_words(string? search, string numbers)
    {
        await world.ShowAsync(
            Item(1) with { ChildName = "Lopez, Ada" },
            Item(2) with { ChildName = "Lopez, Ben", ServiceCode = "SLH" },
            Item(3) with { ChildName = "Ng, Zoé", ProviderId = "P-200", ProviderName = "Moon House" });

        var page = await world.ListAsync(new(Period, Search: search));

        Assert.Equal(numbers, Numbers(page));
        Assert.Equal(3, page.Counts.All);
    }

    [Theory]
    [InlineData(PaymentSort.Child, false, "3 1 2 4")]
    [InlineData(PaymentSort.Child, true, "4 1 2 3")]
    [InlineData(PaymentSort.Provider, false, "2 1 4 3")]
    [InlineData(PaymentSort.Provider, true, "3 1 4 2")]
    [InlineData(PaymentSort.Status, false, "2 1 4 3")]
    [InlineData(PaymentSort.Status, true, "3 4 1 2")]
    [InlineData(PaymentSort.Submission, false, "1 4 2 3")]
    [InlineData(PaymentSort.Submission, true, "3 2 1 4")]
    [InlineData(PaymentSort.Amount, false, "3 1 4 2")]
    [InlineData(PaymentSort.Amount, true, "4 1 3 2")]
    [InlineData(PaymentSort.Since, false, "4 3 2 1")]
    [InlineData(PaymentSort.Since, true, "1 2 3 4")]
    public async Task A_tab_is_sorted_either_way_with_missing_amounts_last_and_equals_by_id(PaymentSort sort, bool descending, string numbers)
    {
        await world.ShowAsync(
            Item(1, 9, SubmissionStatus.New, ProviderPaymentStatus.Received, 7.5m) with { ChildName = "lee", ProviderName = "B" },
            Item(2, 8, SubmissionStatus.ReadyForParent, ProviderPaymentStatus.New) with { ChildName = "Lee", ProviderName = "a" },
            Item(3, 7, SubmissionStatus.Submitted, ProviderPaymentStatus.Hold, -0.01m) with { ChildName = "Abel", ProviderName = "c" },
            Item(4, 6, SubmissionStatus.New, ProviderPaymentStatus.Authorized, 10m) with { ChildName = "Zoé", ProviderName = "b" });

        Assert.Equal(numbers, Numbers(await world.ListAsync(new(Period, PaymentTab.All, sort, descending))));
        Assert.True(PaymentSorts.TryParse(PaymentSorts.Names[(int)sort], out var named));
        Assert.Equal(sort, named);
    }

    [Fact]
    public async Task What_another_process_shows_is_in_the_next_answer()
    {
        await world.ShowAsync(Item(1), Item(2));
        Assert.Equal(2, (await world.ListAsync(new(Period))).Counts.All);

        await world.ShowAsync(Item(1, 2, SubmissionStatus.ReadyForParent), Item(3));

        var page = await world.ListAsync(new(Period));
        Assert.Equal([Item(1, 2, SubmissionStatus.ReadyForParent), Item(2), Item(3)], page.Items);
        Assert.Equal(new TabCounts(3, 1, 0, 0, 0), page.Counts);
    }

    [Fact]
    public async Task Periods_are_listed_apart_also_when_there_are_more_than_stay_in_memory()
    {
        var periods = Enumerable.Range(1, 12).Select(month => $"2026-{month:D2}").ToArray();
        for (var version = 1; version <= 2; version++)
        {
            foreach (var period in periods)
            {
                await world.ShowAsync(Item(int.Parse(period[5..]), version) with { Period = period });
                var only = Assert.Single((await world.ListAsync(new(period))).Items);
                Assert.Equal((period, version), (only.Period, only.Version));
            }
        }

        Assert.Empty((await world.ListAsync(new("2027-01"))).Items);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-13")]
    [InlineData("2026-11|00")]
    public async Task A_text_that_is_no_period_is_refused(string period) => await Assert.ThrowsAsync<FormatException>(() => world.ListAsync(new(period)));

    [Fact]
    public async Task A_page_or_a_search_beyond_the_limit_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => world.ListAsync(new(Period), top: 0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => world.ListAsync(new(Period), top: 501));
        await Assert.ThrowsAsync<ArgumentException>(() => world.ListAsync(new(Period, Search: new string('x', 201))));
    }

    /// <summary>Each pair of statuses there is, and two adjustments; numbered in this order, which is also that of the children's names.</summary>
    private Task ShowEachPairAsync()
    {
        (SubmissionStatus, ProviderPaymentStatus)[] pairs =
        [
            (SubmissionStatus.New, ProviderPaymentStatus.New),
            (SubmissionStatus.ReadyForParent, ProviderPaymentStatus.New),
            (SubmissionStatus.New, ProviderPaymentStatus.Received),
            (SubmissionStatus.Submitted, ProviderPaymentStatus.Received),
            (SubmissionStatus.New, ProviderPaymentStatus.Authorized),
            (SubmissionStatus.Submitted, ProviderPaymentStatus.Authorized),
            (SubmissionStatus.New, ProviderPaymentStatus.Hold),
            (SubmissionStatus.Submitted, ProviderPaymentStatus.Hold),
            (SubmissionStatus.New, ProviderPaymentStatus.Paid),
            (SubmissionStatus.Submitted, ProviderPaymentStatus.Paid),
        ];
        var items = pairs.Select((pair, index) => Item(index + 1, 1, pair.Item1, pair.Item2)).Concat([Adjustment(11, 5), Adjustment(12, -5)]);
        return world.ShowAsync([.. items.Select(item => item with { ChildName = $"Lee {int.Parse(item.Id[3..]):D2}" })]);
    }

    private static string Numbers(PeriodPage page) => string.Join(' ', page.Items.Select(item => int.Parse(item.Id[3..])));
}
