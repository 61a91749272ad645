namespace Serverless.Web.Problems;

/// <summary>Ends a request with a problem from wherever it is read; the pipeline writes it as the answer.</summary>
public sealed class ProblemException(Problem problem) : Exception(problem.Body.Detail)
{
    public Problem Problem { get; } = problem;
}
