using Serverless.Payments.Directory;

namespace Serverless.Payments.Approvals;

/// <summary>Everything that a validation looks at, read under one guard.</summary>
/// <param name="Others">The client's other live payments for the service code in the months of service.</param>
/// <param name="Today">The date in America/Denver.</param>
/// <param name="FromCaps">CAPS's own objections.</param>
public sealed record ValidationBasis(
    Provider? Provider,
    Contract? Contract,
    Client? Client,
    Budget? Budget,
    IReadOnlyList<Reservation> Others,
    DateOnly Today,
    IReadOnlyList<ValidationMessage> FromCaps);
