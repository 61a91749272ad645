namespace Serverless.Storage.Azure;

/// <summary>The error codes of the two services that decide anything here.</summary>
internal static class AzureCodes
{
    public const string TableNotFound = "TableNotFound";
    public const string TableBeingDeleted = "TableBeingDeleted";
    public const string ContainerNotFound = "ContainerNotFound";
    public const string ContainerBeingDeleted = "ContainerBeingDeleted";
    public const string BlobAlreadyExists = "BlobAlreadyExists";
    public const string ConditionNotMet = "ConditionNotMet";
}
