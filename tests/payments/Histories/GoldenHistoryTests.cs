using Serverless.Durable;
using Serverless.Durable.Embedded;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Identity;
using Serverless.Payments.Invoices;
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

    private static async Task RecordAsync(string target)
    {
        await using var world = await CreateAsync();
        await world.Application.Runs.EnsureScheduleAsync();
        var paid = await world.ApprovedAsync(Claim());
        var waiting = await world.MoveAsync(await world.SubmitAsync(Claim(units: 50, fromDay: 9, toDay: 9)), PaymentAction.Review, PaymentsWorld.Provider);
        var run = await world.RunCapsAsync();
        var content = "invoice_number,provider_id,client_id,service_code,service_from,service_to,units,rate,amount\nI,P-100,1000000002,SLN,2026-11-02,2026-11-02,1,25.00,25.00\n"u8.ToArray();
        await world.Application.Invoices.TakeInAsync(new InvoiceDelivery("d", "i.csv", InvoiceFormat.Csv, content, "inbox", Role.Operations, null), Patience);
        await Until.TrueAsync(async () => (await world.Engine.GetInstanceAsync(WeeklySchedule.InstanceId, true))?.ReadCustomStatusAs<RunSlot>() is not null);

        foreach (var (name, instance) in new[]
        {
            ("payment-paid", PaymentApproval.InstanceId(paid.Id)),
            ("payment-in-review", PaymentApproval.InstanceId(waiting.Id)),
            ("run-completed", WeeklyRunOrchestration.InstanceId(run)),
            ("schedule-asleep", WeeklySchedule.InstanceId),
            ("intake-completed", InvoiceIntake.InstanceId(InvoiceCommands.HashOf(content))),
        })
        {
            var history = await world.Engine.GetHistoryAsync(instance) ?? throw new InvalidOperationException($"{instance} has no history.");
            await File.WriteAllTextAsync(Path.Combine(target, name + ".json"), history.ToJson() + "\n");
        }
    }
}
