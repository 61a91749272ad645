using Microsoft.AspNetCore.Http;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Web.Problems;

namespace Serverless.Web.Directory;

/// <summary>The form that a contract must have, ours and CAPS's alike.</summary>
internal static class ContractForm
{
    /// <returns>What is wrong, all together; null where nothing is.</returns>
    public static Problem? Check(string providerId, string serviceCode, Money rate, DateOnly from, DateOnly to)
    {
        var malformed = new List<ProblemError>();
        CheckId("providerId", providerId, malformed);
        CheckId("serviceCode", serviceCode, malformed);
        if (malformed.Count > 0)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, "BAD_ID", "The address does not name a contract.", malformed);
        }

        var invalid = new List<ProblemError>();
        if (rate < Money.Zero)
        {
            invalid.Add(new("NEGATIVE", "rate", $"A rate is zero or more, not {rate}."));
        }

        if (from > to)
        {
            invalid.Add(new("DATES_REVERSED", "to", $"The contract ends on {to:O}, before it begins on {from:O}."));
        }

        return invalid.Count == 0 ? null : Problem.Of(StatusCodes.Status422UnprocessableEntity, "INVALID", string.Join(' ', invalid.Select(error => error.Message)), invalid);
    }

    private static void CheckId(string field, string text, List<ProblemError> faults)
    {
        if (!PaymentFactsForm.IsId(text))
        {
            faults.Add(new("BAD_ID", field, $"{field} has 1 to {PaymentFactsForm.IdCharsMax} letters, digits, '-', '_' or '.'."));
        }
    }
}
