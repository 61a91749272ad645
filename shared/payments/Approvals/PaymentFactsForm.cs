using Serverless.Payments.Directory;

namespace Serverless.Payments.Approvals;

/// <summary>The form that a claim must have before it can be judged at all; what breaks it is no payment, not even one in Error.</summary>
public static class PaymentFactsForm
{
    /// <summary>Characters of a provider's id or a service code.</summary>
    public const int IdCharsMax = 40;

    public static Refusal? Check(PaymentFacts facts)
    {
        var faults = new List<ValidationMessage>();
        CheckId("providerId", facts.ProviderId, faults);
        CheckId("serviceCode", facts.ServiceCode, faults);
        if (string.IsNullOrEmpty(facts.ClientId) || !Client.IsId(facts.ClientId))
        {
            faults.Add(new("BAD_CLIENT_ID", "clientId", "A client id has ten digits."));
        }

        return faults.Count == 0 ? null : new(RefusalKind.Malformed, "MALFORMED", "The payment cannot be read.") { Errors = faults };
    }

    /// <summary>A resubmission keeps provider and client; for others it is another payment.</summary>
    public static Refusal? CheckSameParties(PaymentFacts before, PaymentFacts after)
    {
        var faults = new List<ValidationMessage>();
        if (before.ClientId != after.ClientId)
        {
            faults.Add(new("CLIENT_FIXED", "clientId", "A resubmission keeps the client; submit a new payment for the other client."));
        }

        if (before.ProviderId != after.ProviderId)
        {
            faults.Add(new("PROVIDER_FIXED", "providerId", "A resubmission keeps the provider."));
        }

        return faults.Count == 0 ? null : new(RefusalKind.Invalid, faults[0].Code, faults[0].Message) { Errors = faults };
    }

    /// <summary>Whether the text can be an id: letters, digits, '-', '_' and '.', up to <see cref="IdCharsMax"/>.</summary>
    public static bool IsId(string? text)
        => text is { Length: > 0 and <= IdCharsMax } && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');

    private static void CheckId(string field, string? text, List<ValidationMessage> faults)
    {
        if (!IsId(text))
        {
            faults.Add(new("BAD_ID", field, $"{field} has 1 to {IdCharsMax} letters, digits, '-', '_' or '.'."));
        }
    }
}
