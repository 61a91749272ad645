namespace Serverless.Storage.Azure;

/// <summary>
/// The storage account did not do what was asked, however often: it is out of reach, too busy, or refuses us. The
/// message says which, and what to do. Of a write that failed so it is not known whether it stands: ask again, or read.
/// </summary>
public sealed class StorageUnavailableException(string message, Exception cause) : Exception(message, cause);
