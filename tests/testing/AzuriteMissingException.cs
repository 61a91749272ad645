namespace Serverless.Testing;

/// <summary>Azurite cannot be run here.</summary>
public sealed class AzuriteMissingException(string message, Exception? cause = null) : Exception(message, cause);
