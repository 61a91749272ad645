using Serverless.Durable;
using DurableTaskFailedException = Microsoft.DurableTask.TaskFailedException;
using DurableTaskFailureDetails = Microsoft.DurableTask.TaskFailureDetails;

namespace Serverless.Functions.Durable;

/// <summary>Failures, both ways. Whose exception says that a task failed differs by engine; in the details it bears the name that our code knows.</summary>
public static class DurableTaskFailures
{
    private static readonly string Ours = typeof(TaskFailedException).FullName!;
    private static readonly string Theirs = typeof(DurableTaskFailedException).FullName!;

    public static TaskFailedException FromDurableTask(DurableTaskFailedException failed)
        => new(failed.TaskName, failed.TaskId, FromDurableTask(failed.FailureDetails)!);

    public static DurableTaskFailedException ToDurableTask(TaskFailedException failed)
        => new(failed.TaskName, failed.TaskId, ToDurableTask(failed.FailureDetails)!);

    /// <summary>Null stays null.</summary>
    public static TaskFailureDetails? FromDurableTask(DurableTaskFailureDetails? details) => FromDurableTask(details, TaskFailureDetails.DepthMax);

    private static TaskFailureDetails? FromDurableTask(DurableTaskFailureDetails? details, int depthLeft)
        => details is null || depthLeft == 0
            ? null
            : new(details.ErrorType == Theirs ? Ours : details.ErrorType, details.ErrorMessage, details.StackTrace, FromDurableTask(details.InnerFailure, depthLeft - 1));

    private static DurableTaskFailureDetails? ToDurableTask(TaskFailureDetails? details)
        => details is null
            ? null
            : new(details.ErrorType == Ours ? Theirs : details.ErrorType, details.ErrorMessage, details.StackTrace, ToDurableTask(details.InnerFailure), Properties: null);
}
