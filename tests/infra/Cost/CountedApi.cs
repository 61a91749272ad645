using Serverless.Payments.Approvals;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Infra.Tests.Cost;

/// <summary>The real application behind its API, with its ports and its engine counted.</summary>
internal sealed class CountedApi : IAsyncDisposable
{
    private readonly Tally tally;

    private CountedApi(Api api, Tally tally)
    {
        Api = api;
        this.tally = tally;
    }

    public Api Api { get; }

    public static async Task<CountedApi> StartAsync()
    {
        var tally = new Tally();
        var api = await Api.StartAsync(new ApiOptions
        {
            Tables = tables => new CountingTables(tables, tally),
            Blobs = blobs => new CountingBlobs(blobs, tally),
            Orchestrations = engine => new UnhurriedClient((Durable.Embedded.EmbeddedEngine)engine, tally),
        });
        return new CountedApi(api, tally);
    }

    /// <summary>What a step costs, with the work of the engine for the instances that it answers.</summary>
    /// <param name="before">The payments that there are already, whose work so far is left out.</param>
    /// <param name="step">Answers the instances that it moved.</param>
    public async Task<Work> MeasureAsync(IReadOnlyCollection<string> before, Func<Task<IReadOnlyCollection<string>>> step)
    {
        var start = tally.Sum + await EngineAsync(before.Select(PaymentApproval.InstanceId));
        var instances = await step();
        return tally.Sum + await EngineAsync(instances) - start;
    }

    public ValueTask DisposeAsync() => Api.DisposeAsync();

    private async Task<Work> EngineAsync(IEnumerable<string> instances)
    {
        var sum = new Work();
        foreach (var instance in instances)
        {
            sum += Work.Of(await Api.Engine.GetHistoryAsync(instance) ?? throw new InvalidOperationException($"{instance} has no history."));
        }

        return sum;
    }
}
