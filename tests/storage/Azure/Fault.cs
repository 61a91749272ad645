namespace Serverless.Storage.Tests.Azure;

/// <summary>What may befall a request.</summary>
public enum Fault
{
    /// <summary>429, and nothing was done.</summary>
    Throttled,

    /// <summary>503, and nothing was done.</summary>
    Busy,

    /// <summary>500, and nothing was done.</summary>
    ServerError,

    /// <summary>409: the table is being deleted.</summary>
    TableBeingDeleted,

    /// <summary>The connection breaks before anything was sent.</summary>
    ResetBefore,

    /// <summary>Nothing was done, and no answer comes until the attempt's time is over.</summary>
    NeverAnswers,

    /// <summary>All was done, and the connection breaks before the answer.</summary>
    AnswerLost,

    /// <summary>All was done, and the answer is 500.</summary>
    DoneAndServerError,

    /// <summary>412 out of the blue.</summary>
    PreconditionFailed,

    /// <summary>403: we may not.</summary>
    Forbidden,
}
