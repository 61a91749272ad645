using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Payments.Approvals;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.Invoices;
using Serverless.Payments.WeeklyRun;
using Serverless.Testing;
using Serverless.Web.Idempotency;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Infra.Tests.Cost;

/// <summary>
/// What a payment costs in transactions, counted on the real application. The reckoning in docs/azure.md starts from these
/// figures; where one of them changes, infra/cost.json and the tables in the guide follow.
/// </summary>
public sealed class CountedWorkTests
{
    private const int Many = 100;

    [Fact]
    public async Task A_payment_over_the_API_costs_what_the_guide_reckons_with()
    {
        await using var counted = await CountedApi.StartAsync();
        var api = counted.Api;
        var client = await api.AddClientAsync();
        var id = "";

        var submission = await counted.MeasureAsync([], async () =>
        {
            id = (await api.PostAsync("provider", "/api/payments", Calls.Facts(client), Key("submit"))).Is(201).Text("id");
            return [PaymentApproval.InstanceId(id)];
        });
        var first = await counted.MeasureAsync([id], () => ApproveAsync("coordinator"));
        var second = await counted.MeasureAsync([id], () => ApproveAsync("technician"));
        var expiry = await ExpireAsync();

        Assert.Equal(
            (CountedFigures.Of("submission"), CountedFigures.Of("firstApproval"), CountedFigures.Of("secondApproval"), CountedFigures.Of("expiryOf3Keys")),
            (submission, first, second, expiry));

        async Task<Work> ExpireAsync()
        {
            // The days before, on which nothing expires, are passed over first: a sweep that runs every day has only one before it.
            var sweep = api.Host.Services.GetRequiredService<IdempotencySweep>();
            api.Clock.Advance(new IdempotencySettings().KeptFor);
            Assert.Equal(0, await sweep.StepAsync(CancellationToken.None));
            api.Clock.Advance(TimeSpan.FromDays(1));
            return await counted.MeasureAsync([id], async () =>
            {
                Assert.Equal(3, await sweep.StepAsync(CancellationToken.None));
                return [PaymentApproval.InstanceId(id)];
            });
        }

        async Task<IReadOnlyCollection<string>> ApproveAsync(string by)
        {
            (await api.PostAsync(by, $"/api/payments/{id}/approve", null, Key(by))).Is(200);
            return [PaymentApproval.InstanceId(id)];
        }
    }

    [Fact]
    public async Task A_run_of_a_hundred_payments_costs_what_the_guide_reckons_with()
    {
        await using var counted = await CountedApi.StartAsync();
        var application = counted.Api.Application;
        var payments = new List<string>(Many);
        for (var number = 0; number < Many; number++)
        {
            payments.Add(await ApprovedAsync(application, await ClientAsync(counted.Api, number), number));
        }

        var run = await counted.MeasureAsync(payments, async () =>
        {
            var started = await application.Runs.StartOffCycleAsync(PaymentsWorld.Operations, "count", "count");
            var instance = WeeklyRunOrchestration.InstanceId(started.Id);
            await counted.Api.Engine.WaitForInstanceCompletionAsync(instance).WaitAsync(PaymentsWorld.Patience);
            return [instance, .. payments.Select(PaymentApproval.InstanceId)];
        });

        Assert.All(payments, id => Assert.Equal(PaymentStatus.PaidByCaps, application.Records.FindAsync(id).Result!.Status));
        Assert.Equal(CountedFigures.Of("runOf100"), run);
    }

    [Fact]
    public async Task A_file_of_a_hundred_lines_costs_what_the_guide_reckons_with()
    {
        await using var counted = await CountedApi.StartAsync();
        var text = new StringBuilder("invoice_number,provider_id,client_id,service_code,service_from,service_to,units,rate,amount\n");
        for (var number = 0; number < Many; number++)
        {
            text.Append(CultureInfo.InvariantCulture, $"I,P-100,{await ClientAsync(counted.Api, number)},SLN,2026-11-02,2026-11-02,1,25.00,25.00\n");
        }

        var content = Encoding.UTF8.GetBytes(text.ToString());
        var file = await counted.MeasureAsync([], async () =>
        {
            var report = await counted.Api.Application.Invoices.TakeInAsync(new InvoiceDelivery("d", "i.csv", FileFormat.Csv, content, "inbox", Role.Operations, null), PaymentsWorld.Patience);
            Assert.Equal(Many, report!.Payments.Count);
            return [InvoiceIntake.InstanceId(InvoiceCommands.HashOf(content)), .. report.Payments.Select(PaymentApproval.InstanceId)];
        });

        Assert.Equal(CountedFigures.Of("fileOf100"), file);
    }

    private static (string Name, string Value) Key(string value) => (IdempotencyKey.Header, value);

    /// <summary>A client for each payment, so that no move waits for another's.</summary>
    private static async Task<string> ClientAsync(Api api, int number)
    {
        var id = (3_000_000_000 + number).ToString(CultureInfo.InvariantCulture);
        await Agency.AddClientAsync(api.Application, id, "coordinator", 40);
        return id;
    }

    private static async Task<string> ApprovedAsync(Payments.PaymentsApplication application, string client, int number)
    {
        var made = await application.Payments.SubmitAsync(PaymentsWorld.Provider, PaymentsWorld.Claim(units: 1, fromDay: 2, toDay: 2, client: client), $"submission-{number}");
        foreach (var by in new[] { PaymentsWorld.Coordinator, PaymentsWorld.Technician })
        {
            var moved = await application.Payments.DecideAsync(by, made.Payment!.Id, new DecisionRequest(PaymentAction.Approve, null, null, null), $"{by.User}-{number}");
            Assert.NotNull(moved.Payment);
        }

        return made.Payment!.Id;
    }
}
