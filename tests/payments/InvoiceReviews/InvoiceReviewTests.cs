using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.InvoiceReviews;
using Serverless.Payments.MassPayments;
using Serverless.Testing;
using static Serverless.Payments.Tests.InvoiceReviews.InvoiceDesk;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.InvoiceReviews;

/// <summary>An invoice's way from its receipt to Operations, and back to the provider where it is wrong.</summary>
[Trait("Req", "KEES-8")]
public sealed class InvoiceReviewTests : IAsyncLifetime
{
    private PaymentsWorld world = null!;
    private InvoiceDesk desk = null!;

    public async Task InitializeAsync()
    {
        world = await CreateAsync();
        desk = await OpenAsync(world);
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Right_invoice_is_routed_to_Operations_with_a_draft_filled_from_its_lines()
    {
        var received = await desk.ReceiveAsync(Csv("INV-1", Line(), Line("2000000002", "74.5")), aidCode: null);
        Assert.Equal((ReviewStatus.Received, 1, 2, 0, Service), (received.Status, received.Version, received.Lines, received.Faults, received.ServiceId));
        Assert.Equal(Money.Of(200), received.Total);
        var toOffice = Assert.Single(await desk.ToldAsync(Office, 1));
        Assert.Equal(received.Id, toOffice.About);

        var verified = Made(await desk.TryVerifyAsync(received, aidCode: AidCode));
        Assert.Equal((ReviewStatus.Verified, 2, AidCode), (verified.Status, verified.Version, verified.AidCode));
        var draft = await world.Application.MassPayments.FindAsync(verified.MassPaymentId!);
        Assert.Equal((received.Id, "P-200", Service, AidCode, MassPaymentStatus.Draft, 2), (draft!.InvoiceId, draft.ProviderId, draft.ServiceId, draft.AidCode, draft.Status, draft.Entries));
        Assert.Equal(
            [new(1, "C-1", "2000000001", "Transportation", "Bus Pass", "125.50", "10/05/2026", "10/30/2026", Checked: false), new(2, "C-1", "2000000002", "Transportation", "Bus Pass", "74.5", "10/05/2026", "10/30/2026", Checked: false)],
            await world.Application.MassPayments.EntriesAsync(draft).ToListAsync());

        var toOperations = Assert.Single(await desk.ToldAsync(Operations, 1));
        Assert.Contains(verified.MassPaymentId!, toOperations.Text, StringComparison.Ordinal);
        Assert.True(await desk.IsDoneAsync(verified));
        Assert.Equal(
            [(null, ReviewStatus.Received, "provider2", Role.Provider), (ReviewStatus.Received, ReviewStatus.Verified, "office", Role.Office)],
            (await desk.HistoryAsync(verified)).Select(move => ((ReviewStatus?, ReviewStatus, string, Role))(move.From, move.To, move.By, move.Role)));
    }

    [Fact]
    public async Task Wrong_invoice_goes_back_with_reasons_and_the_corrected_one_supersedes_it()
    {
        var wrong = await desk.ReceiveAsync(Csv("INV-1", Line()));
        var returned = Made(await desk.TryReturnAsync(wrong, reasons: ["The amount is not what was agreed", "The case is another"]));
        Assert.Equal(ReviewStatus.Returned, returned.Status);
        foreach (var told in new[] { Vendor, Manager })
        {
            var notice = Assert.Single(await desk.ToldAsync(told, 1));
            Assert.Equal(wrong.Id, notice.About);
            Assert.All(returned.Reasons, reason => Assert.Contains(reason, notice.Text, StringComparison.Ordinal));
        }

        var corrected = await desk.CorrectAsync(returned, Csv("INV-1", Line(amount: "100.00")));
        var superseded = await desk.ReadAsync(wrong.Id);
        Assert.Equal((ReviewStatus.Received, wrong.Id, null), (corrected.Status, corrected.Supersedes, corrected.SupersededBy));
        Assert.Equal((ReviewStatus.Superseded, corrected.Id), (superseded.Status, superseded.SupersededBy));
        Assert.Equal("125.50", Assert.Single((await world.Application.InvoiceReviews.Queries.FindWithLinesAsync(Vendor, wrong.Id))!.Value.Lines).Amount);
        Assert.Equal("WRONG_STATUS", (await desk.TryVerifyAsync(superseded)).Refusal?.Code);

        var verified = await desk.VerifyAsync(corrected);
        Assert.Equal(Money.Of(100), verified.Total);
        Assert.True(await desk.IsDoneAsync(superseded));
        Assert.True(await desk.IsDoneAsync(verified));
        Assert.Equal(corrected.Id, Assert.Single(await desk.DraftsAsync()).InvoiceId);
        Assert.Equal(2, (await desk.ToldAsync(Office, 2)).Select(notice => notice.About).Distinct().Count());
    }

    [Fact]
    public async Task Reminders_come_after_three_days_and_then_weekly_ten_times_and_no_more()
    {
        var invoice = await desk.ReceiveAsync(Csv("INV-1", Line()));
        await desk.ToldAsync(Office, 1);
        world.Time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromMinutes(1));
        await world.Application.Repair.RunAsync();
        await desk.ToldAsync(Office, 1);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        for (var reminder = 1; reminder <= Reminders.Max; reminder++)
        {
            var last = (await desk.ToldAsync(Office, 1 + reminder))[^1];
            Assert.StartsWith("Reminder: ", last.Subject, StringComparison.Ordinal);
            Assert.Equal(invoice.ReceivedAt + TimeSpan.FromDays(3 + (7 * (reminder - 1))), last.At);
            world.Time.Advance(TimeSpan.FromDays(7));
        }

        world.Time.Advance(TimeSpan.FromDays(70));
        var returned = await desk.ReturnAsync(invoice);
        await desk.ToldAsync(Office, 1 + Reminders.Max);
        await desk.ToldAsync(Vendor, 1);

        // What waits for the provider is counted from the return, and the manager is reminded with it.
        world.Time.Advance(TimeSpan.FromDays(3));
        await desk.ToldAsync(Vendor, 2);
        await desk.ToldAsync(Manager, 2);
        await desk.CorrectAsync(returned, Csv("INV-1", Line(amount: "1")));
        Assert.True(await desk.IsDoneAsync(returned));
        world.Time.Advance(TimeSpan.FromDays(1));
        await desk.ToldAsync(Office, 2 + Reminders.Max);
        await desk.ToldAsync(Vendor, 2);
    }

    [Fact]
    public async Task Invoice_verified_by_two_at_once_makes_one_draft()
    {
        for (var round = 1; round <= 5; round++)
        {
            var invoice = await desk.ReceiveAsync(Csv($"INV-{round}", Line()));
            var both = await Task.WhenAll(
                Task.Run(() => desk.TryVerifyAsync(invoice, Office)),
                Task.Run(() => desk.TryVerifyAsync(invoice, Office2, aidCode: "TAF Employment Svs")));
            var won = Assert.Single(both, result => result.Invoice is not null).Invoice!;
            Assert.Contains(Assert.Single(both, result => result.Invoice is null).Refusal!.Code, new[] { "WRONG_STATUS", "BEING_VERIFIED" });
            var draft = Assert.Single(await desk.DraftsAsync(), draft => draft.InvoiceId == invoice.Id);
            Assert.Equal((won.MassPaymentId, won.AidCode), (draft.Id, draft.AidCode));
        }
    }

    [Fact]
    public async Task The_same_decision_twice_has_one_effect_and_the_same_answer()
    {
        var invoice = await desk.ReceiveAsync(Csv("INV-1", Line()));
        Made(await desk.TryReturnAsync(invoice, decisionId: "return"));
        Assert.Equal(ReviewStatus.Returned, Made(await desk.TryReturnAsync(invoice, decisionId: "return")).Status);
        var corrected = Made(await desk.TryCorrectAsync(invoice, Csv("INV-1", Line(amount: "1")), decisionId: "correct"));
        Assert.Equal(corrected.Id, Made(await desk.TryCorrectAsync(invoice, Csv("INV-1", Line(amount: "1")), decisionId: "correct")).Id);
        Assert.Equal("WRONG_STATUS", (await desk.TryCorrectAsync(invoice, Csv("INV-1", Line(amount: "2")))).Refusal?.Code);
        var verified = Made(await desk.TryVerifyAsync(corrected, decisionId: "verify"));
        Assert.Equal(verified.MassPaymentId, Made(await desk.TryVerifyAsync(corrected, decisionId: "verify")).MassPaymentId);
        Assert.Equal("WRONG_STATUS", (await desk.TryVerifyAsync(corrected)).Refusal?.Code);
        Assert.Single(await desk.DraftsAsync());
        Assert.Equal(3, (await desk.HistoryAsync(await desk.ReadAsync(invoice.Id))).Count);
    }

    [Fact]
    public async Task Decision_on_another_version_or_in_another_role_changes_nothing()
    {
        var invoice = await desk.ReceiveAsync(Csv("INV-1", Line()));
        Assert.Equal("STALE", (await desk.TryVerifyAsync(invoice, version: 2)).Refusal?.Code);
        Assert.Equal("WRONG_ROLE", (await desk.TryVerifyAsync(invoice, Vendor)).Refusal?.Code);
        Assert.Equal("WRONG_ROLE", (await desk.TryReturnAsync(invoice, Operations)).Refusal?.Code);
        Assert.Equal("WRONG_STATUS", (await desk.TryCorrectAsync(invoice, Csv("INV-2", Line()))).Refusal?.Code);
        Assert.Equal("REASONS_REQUIRED", (await desk.TryReturnAsync(invoice, reasons: " ")).Refusal?.Code);
        var returned = await desk.ReturnAsync(invoice);
        Assert.Equal("WRONG_ROLE", (await desk.TryCorrectAsync(returned, Csv("INV-2", Line()), Office)).Refusal?.Code);
        Assert.Equal(RefusalKind.NotFound, (await desk.TryCorrectAsync(returned, Csv("INV-2", Line()), PaymentsWorld.Provider)).Refusal?.Kind);
        Assert.Equal(2, (await desk.ReadAsync(invoice.Id)).Version);
    }

    [Fact]
    [Trait("Req", "KEES-9")]
    public async Task Invoice_of_ten_thousand_lines_fills_a_draft_with_all_of_them()
    {
        var invoice = await desk.ReceiveAsync(Csv("INV-1", [.. Enumerable.Range(1, MassPaymentDrafts.EntriesMax).Select(number => Line($"{2_000_000_000 + number}", "0.01"))]));
        Assert.Equal((MassPaymentDrafts.EntriesMax, Money.Of(100)), (invoice.Lines, invoice.Total));

        // On a slow machine the answer may come before the draft does.
        var result = await desk.TryVerifyAsync(invoice, decisionId: "verify");
        Assert.Null(result.Refusal);
        await Until.TrueAsync(async () => (await desk.ReadAsync(invoice.Id)).Status == ReviewStatus.Verified);
        Assert.Equal(MassPaymentDrafts.EntriesMax, Assert.Single(await desk.DraftsAsync()).Entries);
    }
}
