namespace Serverless.Durable;

/// <summary>Which instances are asked for; every given condition must hold.</summary>
/// <param name="Statuses">Any of these; all by default.</param>
/// <param name="InstanceIdPrefix">Ids that start with this (ordinal).</param>
/// <param name="CreatedFrom">Created at or after.</param>
/// <param name="CreatedTo">Created before.</param>
/// <param name="FetchInputsAndOutputs">Whether inputs, outputs and custom statuses are read too.</param>
public sealed record OrchestrationQuery(
    IReadOnlyCollection<OrchestrationRuntimeStatus>? Statuses = null,
    string? InstanceIdPrefix = null,
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    bool FetchInputsAndOutputs = false);
