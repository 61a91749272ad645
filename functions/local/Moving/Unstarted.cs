using Serverless.Durable;
using Serverless.Durable.Embedded;
using Serverless.Payments.Approvals;
using Serverless.Payments.WeeklyRun;

namespace Serverless.Local.Moving;

/// <summary>
/// Finds what was taken and stands in the engine alone: a submission whose payment is not made yet, a run that is not
/// opened. Everything else has a record, from which it is started anew; histories do not move.
/// </summary>
internal static class Unstarted
{
    /// <exception cref="MovingException">There is something; it would be lost.</exception>
    public static async Task RefuseAsync(Premises premises, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellation)
    {
        const string engineTables = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'durable_instances'";
        if (premises.Database.Read(session => session.Scalar(engineTables)) is null)
        {
            return;
        }

        // Not started, so that nothing goes on meanwhile.
        await using var engine = new EmbeddedEngine(premises.Database, new TaskRegistry(), time, loggers);
        using var ids = await PaymentIds.OpenAsync(premises.Tables, cancellation);
        var payments = new PaymentRecords(premises.Tables, ids);
        var runs = new RunRecords(premises.Tables);
        var waiting = await WaitingAsync(engine, PaymentApproval.InstanceId(string.Empty), async id => await payments.FindAsync(id, cancellation) is not null, cancellation)
            + await WaitingAsync(engine, WeeklyRunOrchestration.InstanceId(string.Empty), async id => await runs.FindAsync(id, cancellation) is not null, cancellation);
        if (waiting > 0)
        {
            throw new MovingException($"{waiting} submissions or runs were taken by the service and not carried out yet; they would not move. Start the service, see to what GET /api/parked shows, have an admin call POST /api/repair, stop it, and export again.");
        }
    }

    private static async Task<int> WaitingAsync(EmbeddedEngine engine, string prefix, Func<string, Task<bool>> isRecorded, CancellationToken cancellation)
    {
        var live = new OrchestrationQuery([OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended, OrchestrationRuntimeStatus.Failed], prefix);
        var waiting = 0;
        await foreach (var instance in engine.GetAllInstancesAsync(live, cancellation))
        {
            waiting += await isRecorded(instance.InstanceId[prefix.Length..]) ? 0 : 1;
        }

        return waiting;
    }
}
