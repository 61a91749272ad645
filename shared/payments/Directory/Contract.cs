using Serverless.Payments.Amounts;

namespace Serverless.Payments.Directory;

/// <summary>A provider's contract for one service.</summary>
/// <param name="Rate">The most that a unit may cost.</param>
/// <param name="From">The first day covered.</param>
/// <param name="To">The last day covered.</param>
/// <param name="Version">1 at first, one more with each change; the directory counts it, whatever a caller sets.</param>
public sealed record Contract(string ProviderId, string ServiceCode, Money Rate, DateOnly From, DateOnly To, bool Active, int Version = 1);
