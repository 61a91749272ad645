using Microsoft.AspNetCore.Http;
using Serverless.Payments.Approvals;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Payments;

/// <summary>What a command led to, as an answer.</summary>
public static class PaymentAnswer
{
    public static string PathOf(string paymentId) => $"/api/payments/{paymentId}";

    /// <param name="context">The request answered.</param>
    /// <param name="result">What the command led to.</param>
    /// <param name="success">200, or 201 where the payment was made.</param>
    /// <param name="askedFor">The payment in the address; where the answer is about another one, it is located.</param>
    public static IResult Of(HttpContext context, CommandResult result, int success, string? askedFor = null)
    {
        if (result.Refusal is { } refusal)
        {
            return Problem.Of(refusal);
        }

        if (result.Payment is not { } payment)
        {
            var pending = result.PendingPaymentId ?? throw new InvalidOperationException("A command led to nothing.");
            var path = result.PendingDecisionId is { } decision ? $"{PathOf(pending)}/decisions/{decision}" : PathOf(pending);
            return Answer.Pending(context, path, new PendingPayment(pending, "pending", result.PendingDecisionId));
        }

        if (payment.Id != askedFor)
        {
            Answer.Locate(context, PathOf(payment.Id));
        }

        return Of(context, payment, success);
    }

    public static IResult Of(HttpContext context, Payment payment, int status)
    {
        Answer.TagVersion(context, payment.Version);
        return Answer.Json(status, PaymentBody.Of(payment));
    }
}

/// <summary>The outcome is still to come; the Location says where it can be read.</summary>
/// <param name="DecisionId">Null for a submission.</param>
/// <param name="Status">Always <c>pending</c>.</param>
public sealed record PendingPayment(string PaymentId, string Status, string? DecisionId = null);
