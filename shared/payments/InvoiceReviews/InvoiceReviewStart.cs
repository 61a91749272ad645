using Serverless.Durable;

namespace Serverless.Payments.InvoiceReviews;

/// <summary>Starts what moves an invoice.</summary>
public sealed class InvoiceReviewStart(IOrchestrationClient orchestrations)
{
    /// <summary>Without effect where it runs.</summary>
    public async Task StartAsync(string invoiceId, CancellationToken cancellation)
    {
        try
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(InvoiceReview.Name, new InvoiceReviewInput(invoiceId), new StartOrchestrationOptions(InvoiceReview.InstanceId(invoiceId)), cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // A repeated receipt finds the first one's at work.
        }
    }

    /// <summary>Starts it where it is lost.</summary>
    /// <returns>Whether it was.</returns>
    public async Task<bool> StartIfLostAsync(string invoiceId, CancellationToken cancellation)
    {
        if (await orchestrations.GetInstanceAsync(InvoiceReview.InstanceId(invoiceId), cancellation: cancellation) is { IsCompleted: false })
        {
            return false;
        }

        await StartAsync(invoiceId, cancellation);
        return true;
    }

    /// <summary>Tells it of a stored decision.</summary>
    public Task RaiseAsync(ReviewDecision stored, CancellationToken cancellation)
        => orchestrations.RaiseEventAsync(InvoiceReview.InstanceId(stored.InvoiceId), InvoiceReview.DecisionEvent, new ReviewDecisionRaised(stored.Id), cancellation);
}
