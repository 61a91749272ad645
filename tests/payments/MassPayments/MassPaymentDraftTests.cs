using Serverless.Payments.MassPayments;
using static Serverless.Payments.Tests.MassPayments.MassWorld;

namespace Serverless.Payments.Tests.MassPayments;

public sealed class MassPaymentDraftTests
{
    private static readonly MassPaymentDraft Draft = new(MassWorld.Provider, Service, "ET");

    [Fact]
    public async Task The_latest_drafts_come_first_page_by_page_and_none_is_missing()
    {
        await using var world = await MassWorld.CreateAsync(0);
        var made = new List<string>();
        for (var number = 1; number <= 5; number++)
        {
            made.Insert(0, (await world.DraftAsync()).Id);
            world.Time.Advance(TimeSpan.FromDays(9 * number));
        }

        var first = await world.Application.MassPayments.LatestAsync(world.Application.Calendar.Now, null, 2);
        var second = await world.Application.MassPayments.LatestAsync(world.Application.Calendar.Now, first.Older, 2);
        var third = await world.Application.MassPayments.LatestAsync(world.Application.Calendar.Now, second.Older, 2);
        Assert.Equal(made, first.Items.Concat(second.Items).Concat(third.Items).Select(page => page.Id));
        Assert.Equal([2, 2, 1], new[] { first, second, third }.Select(page => page.Items.Count));
        Assert.Null(third.Older);
    }

    [Fact]
    [Trait("Req", "KEES-4")]
    public async Task An_entry_without_dates_begins_today_and_ends_tomorrow()
    {
        await using var world = await MassWorld.CreateAsync(people: 1);
        var draft = await world.DraftAsync();
        var added = await world.Application.MassPaymentDrafts.AddAsync(draft.Id, [Entry(1) with { Begin = null, End = " " }], "add");
        Assert.Equal([(1, "2026-11-22", "2026-11-23")], added.Added.Select(entry => (entry.N, entry.Begin, entry.End)));
    }

    [Fact]
    [Trait("Req", "KEES-4")]
    public async Task A_request_that_is_repeated_after_its_answer_was_lost_has_one_effect()
    {
        await using var world = await MassWorld.CreateAsync(people: 1);
        var drafts = world.Application.MassPaymentDrafts;
        var draft = await world.DraftAsync(Entry(1), Entry(1), Entry(1));

        for (var time = 0; time < 2; time++)
        {
            Assert.Equal([4, 5], (await drafts.AddAsync(draft.Id, [Entry(1), Entry(1)], "add", ifVersion: 1)).Added.Select(entry => entry.N));
            Assert.Null((await drafts.ReplaceAsync(draft.Id, 1, Entry(1, amount: "1.00"), "replace", ifVersion: 2)).Refusal);
            Assert.Null((await drafts.RemoveAsync(draft.Id, 2, "remove", ifVersion: 3)).Refusal);
        }

        var page = await world.Application.MassPayments.FindAsync(draft.Id);
        Assert.Equal((4, 4), (page!.Entries, page.Version));
    }

    [Fact]
    [Trait("Req", "KEES-5")]
    public async Task Boxes_are_ticked_together_once_and_not_on_a_page_that_has_changed()
    {
        await using var world = await MassWorld.CreateAsync(people: 1);
        var drafts = world.Application.MassPaymentDrafts;
        var draft = await world.DraftAsync(Entry(1, isTicked: false), Entry(1), Entry(1, isTicked: false));
        var boxes = new Dictionary<int, bool> { [1] = true, [2] = false };

        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(2, (await drafts.TickAsync(draft.Id, boxes, "tick", ifVersion: 1)).Page?.Version);
        }

        Assert.Equal("STALE", (await drafts.TickAsync(draft.Id, boxes, "late", ifVersion: 1)).Refusal?.Code);
        Assert.Equal("NOT_FOUND", (await drafts.TickAsync(draft.Id, new Dictionary<int, bool> { [3] = true, [4] = true }, "beyond")).Refusal?.Code);
        var page = await world.Application.MassPayments.FindAsync(draft.Id);
        Assert.Equal([true, false, false], await world.Application.MassPayments.EntriesAsync(page!).Select(entry => entry.Checked).ToListAsync());
    }

    [Fact]
    [Trait("Req", "KEES-6")]
    [Trait("Req", "ALL-3")]
    public async Task Half_of_a_large_request_is_not_approved_before_the_other_half_is_there()
    {
        await using var world = await MassWorld.CreateAsync(people: 1);
        var many = Enumerable.Range(0, 150).Select(day => Entry(1, begin: new DateOnly(2026, 1, 1).AddDays(day).ToString("O"), end: new DateOnly(2026, 1, 1).AddDays(day).ToString("O"))).ToList();
        var draft = await world.DraftAsync();
        var trap = new TrappedTables(world.Tables);
        trap.Set(write: 2, isLast: false);
        var broken = new MassPaymentDrafts(trap, new MassPaymentRecords(world.Tables), world.Application.Directory, world.Application.Calendar);
        await Assert.ThrowsAsync<IOException>(() => broken.AddAsync(draft.Id, many, "add"));

        Assert.Equal("ADDING", (await world.ApproveAsync(draft)).Refusal?.Code);
        Assert.Equal("ADDING", (await world.Application.MassPaymentDrafts.AddAsync(draft.Id, many, "other")).Refusal?.Code);

        Assert.Equal(150, (await world.Application.MassPaymentDrafts.AddAsync(draft.Id, many, "add")).Added.Count);
        Assert.Equal((MassPaymentStatus.Approved, 150), ((await world.ApproveAsync(draft)).Page!.Status, (await world.RequestsAsync(draft)).Count));
    }

    [Fact]
    [Trait("Req", "KEES-9")]
    public async Task A_late_twin_of_an_upload_brings_nothing_back_that_was_edited_since()
    {
        await using var world = await MassWorld.CreateAsync(people: 1);
        var drafts = world.Application.MassPaymentDrafts;
        MassEntryTexts[] entries = [Entry(1), Entry(1)];
        MassPayment? page = null;
        var held = new HeldUpTables(world.Tables, Tables.MassPayments)
        {
            Others = async () =>
            {
                page = (await drafts.CreateAsync(Draft, entries, "operations", "upload")).Page!;
                await drafts.RemoveAsync(page.Id, 2, "remove");
                await drafts.ReplaceAsync(page.Id, 1, Entry(1, amount: "1.00"), "replace");
                world.Time.Advance(TimeSpan.FromSeconds(1));
            },
        };
        var late = new MassPaymentDrafts(held, new MassPaymentRecords(world.Tables), world.Application.Directory, world.Application.Calendar);
        var twin = (await late.CreateAsync(Draft, entries, "operations", "upload")).Page!;
        Assert.Equal(page!.Id, twin.Id);

        var stored = await world.Application.MassPayments.EntriesAsync((await world.Application.MassPayments.FindAsync(page.Id))!).ToListAsync();
        Assert.Equal("1.00", Assert.Single(stored).Amount);
        Assert.Single(await world.Application.MassPayments.ListAsync().ToListAsync());
    }

    [Fact]
    [Trait("Req", "KEES-3")]
    public async Task A_Social_Security_number_in_the_field_of_the_client_is_not_kept()
    {
        await using var world = await MassWorld.CreateAsync(people: 1);
        var draft = await world.DraftAsync(Entry(1) with { ClientId = "123-45-6789", CaseNumber = "123456789" });
        var entry = await world.Application.MassPayments.FindEntryAsync(draft.Id, 1);
        Assert.Equal(("***-**-6789", "***-**-6789"), (entry!.ClientId, entry.CaseNumber));
        var faults = (await world.ApproveAsync(draft)).Faults.Select(fault => fault.Fault);
        Assert.Equal(["BAD_CASE_NUMBER", "BAD_CLIENT_ID"], faults.Select(fault => fault.Code));
        Assert.DoesNotContain(faults, fault => fault.Message.Contains("6789", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Req", "KEES-6")]
    public async Task An_entry_with_several_faults_has_all_of_them_told()
    {
        await using var world = await MassWorld.CreateAsync(people: 2);
        await world.ApproveAsync(await world.DraftAsync(Entry(1)));
        var draft = await world.DraftAsync(Entry(1, isTicked: false, amount: "0") with { CaseNumber = Case(2), AidCode = "TAF Employment Svs" });
        Assert.Equal(
            ["AMOUNT_NOT_POSITIVE", "ALREADY_EXISTS", "CASE_OF_OTHER_PERSON", "SECOND_AID_CODE", "UNTICKED"],
            (await world.ApproveAsync(draft)).Faults.Select(fault => fault.Fault.Code).OrderBy(code => code == "ALREADY_EXISTS" ? "AMOUNT_O" : code, StringComparer.Ordinal));
    }
}
