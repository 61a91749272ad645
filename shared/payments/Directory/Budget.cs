using Serverless.Payments.Amounts;

namespace Serverless.Payments.Directory;

/// <summary>A service code that the client is authorised for on the PCSP budget.</summary>
/// <param name="MonthlyMax">Units that all live payments of a month may have together.</param>
/// <param name="Version">1 at first, one more with each change; the directory counts it, whatever a caller sets.</param>
public sealed record Budget(string ClientId, string ServiceCode, Units MonthlyMax, int Version = 1);
