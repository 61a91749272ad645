namespace Serverless.Testing;

/// <summary>Node.js or its packages are not to be had here.</summary>
public sealed class NodeMissingException(string message, Exception? cause = null) : Exception(message, cause);
