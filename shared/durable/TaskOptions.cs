namespace Serverless.Durable;

/// <summary>How a task is called.</summary>
/// <param name="Retry">When given, failures are tried again by this policy before they are thrown.</param>
/// <param name="InstanceId">For sub-orchestrations: the child's instance id.</param>
public sealed record TaskOptions(RetryPolicy? Retry = null, string? InstanceId = null);
