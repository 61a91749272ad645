using Serverless.Durable;
using Serverless.Durable.Embedded;
using Serverless.Payments.Approvals;
using Serverless.Payments.Billing.Intake;
using Serverless.Payments.Calendar;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.InvoiceReviews;
using Serverless.Payments.Invoices;
using Serverless.Payments.Mails;
using Serverless.Payments.Mails.Asking;
using Serverless.Payments.Mails.Digests;
using Serverless.Payments.MassPayments;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Exports;
using Serverless.Payments.ProviderPayments.Periods;
using Serverless.Payments.Remittances.Posting;
using Serverless.Payments.Tests.Billing;
using Serverless.Payments.Tests.InvoiceReviews;
using Serverless.Payments.Tests.Mails;
using Serverless.Payments.Tests.MassPayments;
using Serverless.Payments.Tests.ProviderPayments;
using Serverless.Payments.Tests.Remittances;
using Serverless.Payments.Tests.WeeklyRun;
using Serverless.Payments.WeeklyRun;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Histories;

/// <summary>
/// Histories recorded from earlier builds, replayed against today's orchestrators, so that what is in flight survives an
/// upgrade. With the environment variable RECORD_HISTORIES naming this folder they are recorded anew; that is for new
/// orchestrators, never for making this test pass.
/// </summary>
[Trait("Req", "ALL-3")]
public sealed class GoldenHistoryTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Histories");

    public static TheoryData<string> Names => [.. System.IO.Directory.EnumerateFiles(Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_history_of_an_earlier_build_replays_on_todays_orchestrators(string name)
    {
        await using var world = await CreateAsync();
        var history = RecordedHistory.FromJson(await File.ReadAllTextAsync(Path.Combine(Folder, name + ".json")));
        HistoryReplay.Verify(Registry(world), history);
    }

    [Fact]
    public async Task Every_orchestrator_has_a_recorded_history()
    {
        if (Environment.GetEnvironmentVariable("RECORD_HISTORIES") is { Length: > 0 } target)
        {
            await RecordAsync(target);
        }

        await using var world = await CreateAsync();
        var recorded = System.IO.Directory.EnumerateFiles(Folder, "*.json").Select(path => RecordedHistory.FromJson(File.ReadAllText(path)).Name);
        Assert.Subset(recorded.ToHashSet(), Registry(world).Orchestrators.Keys.ToHashSet());
    }

    private static TaskRegistry Registry(PaymentsWorld world)
    {
        var registry = new TaskRegistry();
        world.Application.Tasks.Register(registry);
        return registry;
    }

    /// <remarks>What no build records any more stays as it is: run-completed is of a run in the form of before, run-in-pages of one that knew CAPS alone.</remarks>
    private static async Task RecordAsync(string target)
    {
        await RecordSlowRunAsync(target);
        await RecordMassPaymentsAsync(target);
        await RecordReviewAsync(target);
        await RecordCareAsync(target);
        await RecordBillingAsync(target);
        await RecordRemittancesAsync(target);
        await RecordMailsAsync(target);
        await using var world = await CreateAsync();
        await world.Application.Runs.EnsureScheduleAsync();
        var paid = await world.ApprovedAsync(Claim());
        var waiting = await world.MoveAsync(await world.SubmitAsync(Claim(units: 50, fromDay: 9, toDay: 9)), PaymentAction.Review, PaymentsWorld.Provider);
        var run = await world.RunCapsAsync();
        var content = "invoice_number,provider_id,client_id,service_code,service_from,service_to,units,rate,amount\nI,P-100,1000000002,SLN,2026-11-02,2026-11-02,1,25.00,25.00\n"u8.ToArray();
        await world.Application.Invoices.TakeInAsync(new InvoiceDelivery("d", "i.csv", FileFormat.Csv, content, "inbox", Role.Operations, null), Patience);
        await Until.TrueAsync(async () => (await world.Engine.GetInstanceAsync(WeeklySchedule.InstanceId, true))?.ReadCustomStatusAs<RunSlot>() is not null);

        foreach (var (name, instance) in new[]
        {
            ("payment-paid", PaymentApproval.InstanceId(paid.Id)),
            ("payment-in-review", PaymentApproval.InstanceId(waiting.Id)),
            ("run-in-eight-parts", WeeklyRunOrchestration.InstanceId(run)),
            ("schedule-asleep", WeeklySchedule.InstanceId),
            ("intake-completed", InvoiceIntake.InstanceId(InvoiceCommands.HashOf(content))),
        })
        {
            await WriteAsync(world, target, name, instance);
        }
    }

    /// <summary>An approval, and one that meets what it has made.</summary>
    private static async Task RecordMassPaymentsAsync(string target)
    {
        await using var world = await MassWorld.CreateAsync(people: 1);
        var approved = await world.DraftAsync(MassWorld.Entry(1));
        await world.ApproveAsync(approved);
        var refused = await world.DraftAsync(MassWorld.Entry(1));
        await world.ApproveAsync(refused);
        foreach (var (name, page) in new[] { ("mass-payment-approved", approved), ("mass-payment-refused", refused) })
        {
            var instance = MassPaymentOrchestration.InstanceId(page.Id, asked: 1);
            await world.Engine.WaitForInstanceCompletionAsync(instance).WaitAsync(Patience);
            await WriteAsync(world, target, name, instance);
        }
    }

    /// <summary>A run whose CAPS answers at the third look, so that its history was begun anew and begins with the wait.</summary>
    private static async Task RecordSlowRunAsync(string target)
    {
        var slow = new SlowCaps();
        await using var world = await CreateAsync(slow);
        await world.ApprovedAsync(Claim());
        var run = await world.Application.Runs.StartOffCycleAsync(Operations, "slow", "slow");
        await Until.TrueAsync(async () =>
        {
            if (slow.Looks >= 2)
            {
                slow.AnswerAll();
            }

            world.Time.Advance(TimeSpan.FromSeconds(10));
            return await world.Application.Runs.FindAsync(run.Id) is { Run.Status: RunStatus.Completed };
        });
        await world.Engine.WaitForInstanceCompletionAsync(WeeklyRunOrchestration.InstanceId(run.Id)).WaitAsync(Patience);
        await WriteAsync(world, target, "run-in-pages-looking-again", WeeklyRunOrchestration.InstanceId(run.Id));
    }

    /// <summary>An invoice that is returned and corrected, with reminders on both sides, and the corrected one, which waits still.</summary>
    private static async Task RecordReviewAsync(string target)
    {
        await using var world = await CreateAsync();
        var desk = await InvoiceDesk.OpenAsync(world);
        var wrong = await desk.ReceiveAsync(InvoiceDesk.Csv("INV-1", InvoiceDesk.Line()));
        await RemindAsync(timers: 1);
        await desk.ToldAsync(InvoiceDesk.Office, 2);
        var returned = await desk.ReturnAsync(wrong);
        await RemindAsync(timers: 3);
        await desk.ToldAsync(InvoiceDesk.Manager, 2);
        var corrected = await desk.CorrectAsync(returned, InvoiceDesk.Csv("INV-1", InvoiceDesk.Line(amount: "100.00")));
        Assert.True(await desk.IsDoneAsync(wrong));
        await desk.ToldAsync(InvoiceDesk.Office, 3);
        await WriteAsync(world, target, "review-corrected", InvoiceReview.InstanceId(wrong.Id));
        await WriteAsync(world, target, "review-waiting", InvoiceReview.InstanceId(corrected.Id));

        async Task RemindAsync(int timers)
        {
            await Until.TrueAsync(async () => (await world.Engine.GetHistoryAsync(InvoiceReview.InstanceId(wrong.Id)))!.ToJson().Split("\"TimerCreated\"").Length > timers);
            world.Time.Advance(TimeSpan.FromDays(3));
        }
    }

    /// <summary>A period, a payment with a question on its way that is exported, one that waits for its parent, and the export.</summary>
    private static async Task RecordCareAsync(string target)
    {
        await using var care = await CareWorld.OpenAsync();
        await care.GenerateAsync();
        var id = care.IdOf();
        await care.SignedAsync();
        await care.Desk.Commands.HoldAsync(Operations, id, "Why?", care.Request());
        await care.Desk.Commands.AnswerAsync(CareWorld.Vendor, id, "Because.", care.Request());
        await care.Desk.Commands.AuthorizeAsync(Operations, id, null, care.Request());
        await care.Desk.Commands.SubmitAsync(CareWorld.Vendor2, care.IdOf("P-200"), [CareWorld.Day(3)], care.Request());
        var export = (await care.Desk.Exports.Commands.StartAsync(Operations, CareWorld.Period, "export")).Export!;
        await care.World.Engine.WaitForInstanceCompletionAsync(PaymentExport.InstanceId(export.Id)).WaitAsync(Patience);
        await care.World.Engine.WaitForInstanceCompletionAsync(AttendancePayment.InstanceId(id)).WaitAsync(Patience);
        foreach (var (name, instance) in new[]
        {
            ("attendance-paid", AttendancePayment.InstanceId(id)),
            ("attendance-waiting", AttendancePayment.InstanceId(care.IdOf("P-200"))),
            ("period-generated", ServicePeriodGeneration.InstanceId(CareWorld.Period, 1)),
            ("export-completed", PaymentExport.InstanceId(export.Id)),
        })
        {
            await WriteAsync(care.World, target, name, instance);
        }
    }

    /// <summary>A file that is taken in, and one that is refused because of it.</summary>
    private static async Task RecordBillingAsync(string target)
    {
        await using var world = await CreateAsync();
        var taken = BillingBooks.Header + BillingBooks.Line("A");
        var refused = BillingBooks.Header + BillingBooks.Line("A") + BillingBooks.Line("B");
        await world.BillAsync(taken, "first");
        await world.BillAsync(refused, "second");
        foreach (var (name, content) in new[] { ("billing-taken", taken), ("billing-refused", refused) })
        {
            var instance = BillingIntake.InstanceId(BillingBooks.HashOf(content), attempt: 1);
            await world.Engine.WaitForInstanceCompletionAsync(instance).WaitAsync(Patience);
            await WriteAsync(world, target, name, instance);
        }
    }

    /// <summary>A session that is posted, and one that is refused because its invoice has moved by it.</summary>
    private static async Task RecordRemittancesAsync(string target)
    {
        await using var world = await RemittanceWorld.CreateAsync();
        await world.BillAsync("A", 100m);
        var posted = await world.OpenAsync(40m);
        await world.PutAsync(posted, "A-1", 40m);
        var refused = await world.OpenAsync(50m, by: RemittanceWorld.Biller2);
        await world.PutAsync(refused, "A-1", 50m, by: RemittanceWorld.Biller2);
        await world.PostedAsync(posted);
        await world.PostedAsync(refused, RemittanceWorld.Biller2);
        foreach (var (name, session) in new[] { ("remittance-posted", posted), ("remittance-refused", refused) })
        {
            var instance = RemittancePosting.InstanceId(session, attempt: 1);
            await world.Engine.WaitForInstanceCompletionAsync(instance).WaitAsync(Patience);
            await WriteAsync(world, target, name, instance);
        }
    }

    /// <summary>A payment that is asked about, reminded of, escalated and then denied; a mail that is sent at its second try; the digests' sleep; and an absence.</summary>
    private static async Task RecordMailsAsync(string target)
    {
        await using var world = await MailWorld.CreateAsync();
        world.Carrier.Answer = _ => MailReceipt.Later("down");
        await world.Application.Mails.ResumeAsync();
        var payment = await world.SubmitAsync(Claim());
        var mail = (await world.RecordsAsync(MailStatus.Waiting))[0];
        await world.AsleepAsync(MailDelivery.InstanceId(mail.Key));
        await world.AsleepAsync(DigestSchedule.InstanceId);
        world.Carrier.Answer = _ => MailReceipt.Taken;
        await world.AsleepAsync(payment);
        world.Time.Advance(TimeSpan.FromDays(3));
        await world.MailsToAsync("coordinator", 2);
        await world.AsleepAsync(payment, timers: 2);
        world.Time.Advance(TimeSpan.FromDays(5));
        await world.MailsToAsync("manager");
        await world.MoveAsync(payment, PaymentAction.Deny, Coordinator);
        await world.Engine.WaitForInstanceCompletionAsync(PaymentApproval.InstanceId(payment.Id)).WaitAsync(Patience);
        await world.Engine.WaitForInstanceCompletionAsync(MailDelivery.InstanceId(mail.Key)).WaitAsync(Patience);
        await WriteAsync(world, target, "payment-escalated", PaymentApproval.InstanceId(payment.Id));
        await WriteAsync(world, target, "mail-sent", MailDelivery.InstanceId(mail.Key));
        await WriteAsync(world, target, "digests-asleep", DigestSchedule.InstanceId);

        var today = world.Application.Calendar.Today;
        await world.Application.Absences.RecordAsync(Coordinator, "coordinator", "deputy", today, today, "absence");
        var handover = TurnHandover.InstanceId("absence", isRevoked: false);
        await world.Engine.WaitForInstanceCompletionAsync(handover).WaitAsync(Patience);
        await WriteAsync(world, target, "turns-handed-over", handover);
    }

    private static async Task WriteAsync(PaymentsWorld world, string target, string name, string instance)
    {
        var history = await world.Engine.GetHistoryAsync(instance) ?? throw new InvalidOperationException($"{instance} has no history.");
        await File.WriteAllTextAsync(Path.Combine(target, name + ".json"), history.ToJson() + "\n");
    }
}
