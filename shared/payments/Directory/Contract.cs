using Serverless.Payments.Amounts;

namespace Serverless.Payments.Directory;

/// <summary>A provider's contract for one service.</summary>
/// <param name="Rate">The most that a unit may cost.</param>
/// <param name="From">The first day covered.</param>
/// <param name="To">The last day covered.</param>
public sealed record Contract(string ProviderId, string ServiceCode, Money Rate, DateOnly From, DateOnly To, bool Active);
