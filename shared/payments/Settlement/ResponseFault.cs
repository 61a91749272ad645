namespace Serverless.Payments.Settlement;

/// <summary>What is wrong with a line of a response file.</summary>
/// <param name="Line">The line of the file (the header is line 1); 0 where the file as a whole is meant.</param>
/// <param name="Field">The column, or empty where the line as a whole is meant.</param>
public sealed record ResponseFault(int Line, string Field, string Code, string Message);
