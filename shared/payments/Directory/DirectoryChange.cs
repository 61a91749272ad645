namespace Serverless.Payments.Directory;

/// <summary>A change of a record that people set, such as a contract or budget, kept beside it.</summary>
public sealed record DirectoryChange<T>(T? From, T To, string By, DateTimeOffset At);
