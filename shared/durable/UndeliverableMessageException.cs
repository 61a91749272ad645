namespace Serverless.Durable;

/// <summary>A message never reached the code it was meant for: unknown name or unreadable payload. It is retried, then parked; nothing fails.</summary>
public sealed class UndeliverableMessageException(string message, Exception? inner = null) : Exception(message, inner);
