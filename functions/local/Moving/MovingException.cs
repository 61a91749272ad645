namespace Serverless.Local.Moving;

/// <summary>An export or import cannot be done, for a reason that its message says to whoever asked for it.</summary>
public sealed class MovingException(string message, Exception? cause = null) : Exception(message, cause);
