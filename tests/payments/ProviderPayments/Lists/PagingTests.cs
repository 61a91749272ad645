using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Lists;
using static Serverless.Payments.Tests.ProviderPayments.Lists.ListedSample;

namespace Serverless.Payments.Tests.ProviderPayments.Lists;

[Trait("Req", "CARE-4")]
public sealed class PagingTests : IDisposable
{
    private readonly PagesWorld world = new();

    public void Dispose() => world.Dispose();

    public static TheoryData<PaymentSort, bool> Sorts()
    {
        var sorts = new TheoryData<PaymentSort, bool>();
        foreach (var sort in Enum.GetValues<PaymentSort>())
        {
            sorts.Add(sort, false);
            sorts.Add(sort, true);
        }

        return sorts;
    }

    [Theory]
    [MemberData(nameof(Sorts))]
    public async Task Pages_show_what_stays_in_place_once_and_in_order_when_others_change_in_between(PaymentSort sort, bool descending)
    {
        await world.ShowAsync([.. Enumerable.Range(0, 90).Select(Mixed)]);
        var query = new PeriodQuery(Period, PaymentTab.All, sort, descending);
        var order = (await world.ListAsync(query)).Items;
        Assert.Equal(90, order.Count);
        var changes = 0;

        var seen = await world.ListAllAsync(query, 7, async () =>
        {
            // Every third payment changes at some time, and new ones come.
            var version = ++changes;
            var moved = Enumerable.Range(0, 10).Select(index => (index * 9) + (version % 3 * 3)).Select(number => Mixed(number + (17 * version)) with { Id = Item(number).Id, Version = version + 1 });
            await world.ShowAsync([.. moved, Mixed(1_000 + (3 * version))]);
        });

        var unmoved = order.Where(item => int.Parse(item.Id[3..]) % 3 != 0).Ids().ToList();
        Assert.Equal(unmoved, seen.Ids().Where(unmoved.Contains));
    }

    [Fact]
    public async Task Pages_go_on_behind_the_place_of_an_item_that_has_left_the_tab()
    {
        await world.ShowAsync([.. Enumerable.Range(0, 10).Select(number => Item(number, 1, SubmissionStatus.ReadyForParent))]);
        var query = new PeriodQuery(Period, PaymentTab.PendingParent, PaymentSort.Since, Descending: true);
        var page = await world.ListAsync(query, top: 4);

        await world.ShowAsync([.. page.Items.Select(item => item with { Version = 2, Submission = SubmissionStatus.Submitted, Status = ProviderPaymentStatus.Received })]);

        Assert.Equal(Enumerable.Range(4, 6).Select(number => Item(number).Id), (await world.ListAsync(query, after: page.Next)).Items.Ids());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(500)]
    public async Task Pages_of_any_size_show_each_item_once_when_all_are_equal(int top)
    {
        var items = Enumerable.Range(0, 30).Select(number => Item(number) with { ChildName = "Lee", ProviderName = "Sun" }).ToList();
        await world.ShowAsync(items);
        foreach (var sort in Enum.GetValues<PaymentSort>())
        {
            Assert.Equal(items.Ids(), (await world.ListAllAsync(new(Period, PaymentTab.All, sort, Descending: true), top)).Ids());
        }
    }

    [Fact]
    public async Task The_place_between_pages_fits_into_an_address_when_names_are_long_and_strange()
    {
        // Alike for more than counts, with a pair of surrogates across the limit, and with what parts the text itself.
        string[] starts = [new('é', 200), new string('x', 79) + "😀😀", "a|b|c", "発票" + new string('票', 300), "😀", string.Empty];
        var items = Enumerable.Range(0, 60).Select(number => Item(number) with { ChildName = starts[number % starts.Length] + number }).ToList();
        await world.ShowAsync(items);
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await world.ListAsync(new(Period), after: after, top: 1);
            seen.AddRange(page.Items.Ids());
            after = page.Next;
            Assert.True(after is null || (after.Length <= 511 && after.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')), after);
        }
        while (after is not null);

        Assert.Equal(items.Ids(), seen.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("%%%")]
    [InlineData("Q2hpbGQrfDB8MHxwcC0x")]
    [InlineData("Q2hpbGQrfDB8eHxwcC0xfA")]
    [InlineData("_____w")]
    public async Task A_place_that_no_page_answered_is_refused(string after)
        => await Assert.ThrowsAsync<FormatException>(() => world.ListAsync(new(Period), after: after));

    [Fact]
    public async Task A_place_is_refused_when_it_belongs_to_another_sort()
    {
        await world.ShowAsync(Item(1), Item(2));
        var next = (await world.ListAsync(new(Period), top: 1)).Next;
        Assert.Equal([Item(2)], (await world.ListAsync(new(Period), after: next)).Items);
        await Assert.ThrowsAsync<FormatException>(() => world.ListAsync(new(Period, Descending: true), after: next));
        await Assert.ThrowsAsync<FormatException>(() => world.ListAsync(new(Period, Sort: PaymentSort.Provider), after: next));
    }

    private static ListedPayment Mixed(int number) => Item(number, 1, (SubmissionStatus)(number % 3), (ProviderPaymentStatus)(number % 5), number % 4 == 0 ? null : number * 7 % 50) with
    {
        ChildName = $"{"Cbad"[number % 4]} {number % 11}",
        ProviderName = $"{"xY"[number % 2]} {number % 13}",
        StatusSince = Now.AddMinutes(number * 31 % 40),
    };
}
