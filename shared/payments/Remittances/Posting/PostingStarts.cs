using Serverless.Durable;

namespace Serverless.Payments.Remittances.Posting;

/// <summary>Starts the orchestration of a posting that was asked for; a running one is left alone.</summary>
public sealed class PostingStarts(IOrchestrationClient orchestrations)
{
    public async Task StartAsync(Remittance session, CancellationToken cancellation)
    {
        try
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(
                RemittancePosting.Name,
                new PostingInput(session.Id, session.Attempt),
                new StartOrchestrationOptions(RemittancePosting.InstanceId(session.Id, session.Attempt)),
                cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // It is at work, which is all that is wanted.
        }
    }
}
