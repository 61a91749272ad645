namespace Serverless.Durable.Tests.Histories;

/// <summary>The orchestrators whose histories lie in this folder. They change only in ways that those histories allow.</summary>
internal static class RecordedOrchestrators
{
    public const string Approval = "Approval";

    public static TaskRegistry Registry() => new TaskRegistry()
        .AddActivity<string, bool>("Validate", (_, stage) => Task.FromResult(stage.Length > 0))
        .AddActivity<string, string>("Book", (_, stage) => stage == "caps" ? throw new InvalidOperationException("CAPS is closed") : Task.FromResult("booked " + stage))
        .AddOrchestrator<int, string>("Remind", async (context, hours) =>
        {
            await context.CreateTimer(TimeSpan.FromHours(hours), CancellationToken.None);
            return $"reminded at {context.CurrentUtcDateTime:u} {context.NewGuid():N}";
        })
        .AddOrchestrator<string, string>(Approval, ApproveAsync);

    private static async Task<string> ApproveAsync(OrchestrationContext context, string payment)
    {
        foreach (var stage in new[] { "sc", "dspd" })
        {
            await context.CallActivityAsync<bool>("Validate", stage);
            context.SetCustomStatus(stage);
            using var won = new CancellationTokenSource();
            var deadline = context.CreateTimer(TimeSpan.FromDays(14), won.Token);
            var decision = context.WaitForExternalEvent<string>("decision");
            if (await Task.WhenAny(deadline, decision) == deadline)
            {
                return $"{payment} expired";
            }

            won.Cancel();
            await context.CallActivityAsync<string>("Book", await decision);
        }

        var reminded = await context.CallSubOrchestratorAsync<string>("Remind", 1);
        context.SetCustomStatus("caps");
        try
        {
            await context.CallActivityAsync<string>("Book", "caps", new TaskOptions(new RetryPolicy(2, TimeSpan.FromMinutes(1))));
        }
        catch (TaskFailedException exception)
        {
            context.SendEvent("operations", "alert", exception.FailureDetails.ErrorMessage);
        }

        return $"{payment} {reminded} {context.NewGuid():N}";
    }
}
