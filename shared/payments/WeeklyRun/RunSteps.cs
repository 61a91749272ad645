namespace Serverless.Payments.WeeklyRun;

/// <summary>The steps of a run, each for the payment system whose shard it is about.</summary>
public sealed class RunSteps(RunSending payments, RunBooking answers, RequestSending requests, RequestSettling settling)
{
    public Task<RunPage> SendAsync(SendStep step, CancellationToken cancellation)
        => RunShards.SystemOf(step.Shard) == PaymentSystem.Caps ? payments.SendAsync(step, cancellation) : requests.SendAsync(step, cancellation);

    public Task<RunPage> BookAsync(AnswersStep step, CancellationToken cancellation)
        => RunShards.SystemOf(step.Shard) == PaymentSystem.Caps ? answers.BookAsync(step, cancellation) : settling.BookAsync(step, cancellation);
}
