using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Time.Testing;

namespace Serverless.Storage.Tests.Azure;

/// <summary>Stands before the network and lets requests fail as it was told, or at random.</summary>
internal sealed class Faults(FakeTimeProvider time) : HttpPipelinePolicy
{
    private readonly Lock gate = new();
    private readonly Queue<Fault> script = [];
    private Random? random;
    private Fault[] any = [];
    private double share;

    /// <summary>Seconds of Retry-After with 429 and 503; none where null.</summary>
    public int? RetryAfter { get; set; }

    /// <summary>Between a fault and the next attempt; runs once.</summary>
    public Func<Task>? Meanwhile { get; set; }

    /// <summary>When requests came, in order.</summary>
    public List<DateTimeOffset> Requests { get; } = [];

    public bool AreOver
    {
        get
        {
            lock (gate)
            {
                return script.Count == 0;
            }
        }
    }

    /// <summary>Lets the next requests fail.</summary>
    public void Next(params Fault[] faults)
    {
        lock (gate)
        {
            foreach (var fault in faults)
            {
                script.Enqueue(fault);
            }
        }
    }

    public void Always(Fault fault) => AtRandom(0, 1, fault);

    public void AtRandom(int seed, double shareOfRequests, params Fault[] faults) => (random, share, any) = (new Random(seed), shareOfRequests, faults);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("The adapters wait for nothing synchronously.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (Take() is not { } fault)
        {
            await ProcessNextAsync(message, pipeline);
            return;
        }

        switch (fault)
        {
            case Fault.Throttled:
                message.Response = new FaultResponse(message.Request, 429, "TooManyRequests", RetryAfter);
                break;
            case Fault.Busy:
                message.Response = new FaultResponse(message.Request, 503, "ServerBusy", RetryAfter);
                break;
            case Fault.ServerError:
                message.Response = new FaultResponse(message.Request, 500, "InternalError");
                break;
            case Fault.TableBeingDeleted:
                message.Response = new FaultResponse(message.Request, 409, "TableBeingDeleted");
                break;
            case Fault.PreconditionFailed:
                message.Response = new FaultResponse(message.Request, 412, "UpdateConditionNotSatisfied");
                break;
            case Fault.Forbidden:
                message.Response = new FaultResponse(message.Request, 403, "AuthorizationPermissionMismatch");
                break;
            case Fault.DoneAndServerError:
                await ProcessNextAsync(message, pipeline);
                message.Response = new FaultResponse(message.Request, 500, "OperationTimedOut");
                break;
            case Fault.ResetBefore:
                throw new IOException("Connection reset by peer.");
            case Fault.AnswerLost:
                await ProcessNextAsync(message, pipeline);
                await RunMeanwhileAsync();
                throw new IOException("The response ended prematurely.");
            case Fault.NeverAnswers:
                time.Advance(TimeSpan.FromMinutes(5));
                await Task.Delay(Timeout.InfiniteTimeSpan, message.CancellationToken);
                break;
        }

        await RunMeanwhileAsync();
    }

    private Fault? Take()
    {
        lock (gate)
        {
            Requests.Add(time.GetUtcNow());
            if (script.TryDequeue(out var next))
            {
                return next;
            }

            return random?.NextDouble() < share ? any[random.Next(any.Length)] : null;
        }
    }

    private Task RunMeanwhileAsync()
    {
        var meanwhile = Meanwhile;
        Meanwhile = null;
        return meanwhile?.Invoke() ?? Task.CompletedTask;
    }
}
