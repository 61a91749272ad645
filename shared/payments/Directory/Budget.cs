using Serverless.Payments.Amounts;

namespace Serverless.Payments.Directory;

/// <summary>A service code that the client is authorised for on the PCSP budget.</summary>
/// <param name="MonthlyMax">Units that all live payments of a month may have together.</param>
public sealed record Budget(string ClientId, string ServiceCode, Units MonthlyMax);
