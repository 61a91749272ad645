namespace Serverless.Durable;

/// <summary>A failure as it is stored, sent and shown: the exception's facts without the exception.</summary>
/// <param name="ErrorType">The full name of the exception's type.</param>
/// <param name="ErrorMessage">Its message.</param>
/// <param name="StackTrace">Where it was thrown, if known.</param>
/// <param name="InnerFailure">What caused it, if anything did.</param>
public sealed record TaskFailureDetails(string ErrorType, string ErrorMessage, string? StackTrace = null, TaskFailureDetails? InnerFailure = null)
{
    /// <summary>The longest chain of causes that is kept.</summary>
    public const int DepthMax = 10;

    public static TaskFailureDetails FromException(Exception exception) => FromException(exception, DepthMax);

    /// <summary>Whether the failure was an exception of exactly this type; unlike Durable Task's, types derived from it do not count.</summary>
    public bool IsCausedBy<TException>()
        where TException : Exception
        => ErrorType == typeof(TException).FullName;

    public override string ToString() => $"{ErrorType}: {ErrorMessage}";

    private static TaskFailureDetails FromException(Exception exception, int depthLeft) => new(
        exception.GetType().FullName!,
        exception.Message,
        exception.StackTrace,
        exception is TaskFailedException failed ? failed.FailureDetails
            : exception.InnerException is { } inner && depthLeft > 1 ? FromException(inner, depthLeft - 1)
            : null);
}
