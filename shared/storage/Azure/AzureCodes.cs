using Azure;

namespace Serverless.Storage.Azure;

/// <summary>The error codes of the two services that decide anything here.</summary>
internal static class AzureCodes
{
    public const string TableNotFound = "TableNotFound";
    public const string EntityAlreadyExists = "EntityAlreadyExists";
    public const string TableBeingDeleted = "TableBeingDeleted";
    public const string ContainerNotFound = "ContainerNotFound";
    public const string ContainerBeingDeleted = "ContainerBeingDeleted";
    public const string BlobAlreadyExists = "BlobAlreadyExists";
    public const string ConditionNotMet = "ConditionNotMet";

    /// <summary>The code of a refusal, also where the SDK reads none out of the answer to a whole transaction.</summary>
    public static string? CodeOf(RequestFailedException refused)
        => refused.ErrorCode ?? (refused.GetRawResponse()?.Headers.TryGetValue("x-ms-error-code", out var code) == true ? code : null);
}
