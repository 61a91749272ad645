using System.Collections.Concurrent;
using System.Globalization;
using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Testing;

namespace Serverless.Payments.Tests.WeeklyRun;

/// <summary>Payments in Submitted to CAPS, many at once; each client has ten at most, which its budget bears.</summary>
internal static class ManyPayments
{
    private const int PerClient = 10;
    private const int AtOnce = 32;

    /// <summary>Submissions that are tried for an id in the wanted shard; one of four is.</summary>
    private const int TriesMax = 1_000;

    /// <param name="world">Where.</param>
    /// <param name="count">How many.</param>
    /// <param name="shard">Of the index, for all of them; any where null.</param>
    public static async Task<IReadOnlyCollection<string>> ApproveAsync(PaymentsWorld world, int count, int? shard = null)
    {
        var ids = new ConcurrentBag<string>();
        await Parallel.ForAsync(0, (count + PerClient - 1) / PerClient, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, stop) =>
        {
            var client = (3_000_000_000 + number).ToString(CultureInfo.InvariantCulture);
            await world.Application.Directory.PutClientAsync(new Client(client, "Ada", "Lopez", Active: true, PaymentsWorld.Coordinator.User), stop);
            await world.SetBudgetAsync(40, client);
            for (var day = 1; day <= Math.Min(PerClient, count - (number * PerClient)); day++)
            {
                ids.Add(await ApproveAsync(world, client, day, shard));
            }
        });
        return ids;
    }

    private static async Task<string> ApproveAsync(PaymentsWorld world, string client, int day, int? shard)
    {
        var submission = Enumerable.Range(0, TriesMax).Select(tried => $"many-{client}-{day}-{tried}").First(id => shard is null || ShardOf(world.Application.Records.Ids.Create(client, id)) == shard);
        var payment = await world.SubmitAsync(PaymentsWorld.Claim(units: 1, fromDay: day, toDay: day, client: client), submissionId: submission);
        await DecideAsync(world, payment.Id, PaymentsWorld.Coordinator);
        await DecideAsync(world, payment.Id, PaymentsWorld.Technician);
        return payment.Id;
    }

    /// <summary>A machine under load may take longer than the caller waits; the decision stands and is settled all the same.</summary>
    private static async Task DecideAsync(PaymentsWorld world, string paymentId, Payments.Identity.Caller by)
    {
        var decision = $"approve-{by.User}";
        var result = await world.Application.Payments.DecideAsync(by, paymentId, new DecisionRequest(PaymentAction.Approve), decision);
        await Until.TrueAsync(async () =>
        {
            if (result.PendingDecisionId is not null)
            {
                result = await world.Application.Payments.ReadDecisionAsync(by, paymentId, decision);
            }

            return result.Payment is not null;
        });
    }

    private static int ShardOf(string paymentId) => (paymentId[^1] + paymentId[^2]) % PaymentIndex.Shards;
}
