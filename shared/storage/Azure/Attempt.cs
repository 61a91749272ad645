namespace Serverless.Storage.Azure;

/// <summary>One attempt at a call of a port.</summary>
/// <param name="IsInDoubt">An earlier attempt may have reached the service, so that what is found there may be our own work.</param>
/// <param name="Cancellation">Ends with the caller's patience or the attempt's time.</param>
internal readonly record struct Attempt(bool IsInDoubt, CancellationToken Cancellation);
