namespace Serverless.Payments.Files;

/// <summary>What is wrong with a line of a file (ALL-2, KEES-9).</summary>
/// <param name="Line">Where it stands: the line of the CSV file (the header is line 1), or the index in the JSON list, from 1; 0 where the file as a whole is meant.</param>
/// <param name="Field">The column, or empty where the line as a whole is meant.</param>
public sealed record FileFault(int Line, string Field, string Code, string Message);
