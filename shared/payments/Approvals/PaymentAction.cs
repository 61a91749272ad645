using System.Text.Json.Serialization;

namespace Serverless.Payments.Approvals;

/// <summary>What somebody, or CAPS, asks to be done with a payment.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PaymentAction>))]
public enum PaymentAction
{
    Approve,
    Deny,
    Review,
    Resubmit,
    Delete,
    Hold,
    Release,
    AnswerPaid,
    AnswerError,
    AnswerRejected,
    AnswerHeld,
}
