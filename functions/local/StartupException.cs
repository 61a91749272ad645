namespace Serverless.Local;

/// <summary>The host cannot start, for a reason that its message says to whoever started it.</summary>
public sealed class StartupException(string message, Exception? cause = null) : Exception(message, cause);
