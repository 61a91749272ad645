using System.Globalization;
using Serverless.Payments.Approvals;

namespace Serverless.Payments.Charges;

/// <summary>Finds the payment that is meant: by its id, or by its sequence, where one posting date alone has it or the date is given.</summary>
internal static class PaymentAddress
{
    /// <summary>Posting dates that are named where several have the sequence.</summary>
    private const int NamedMax = 20;

    public static (ParticipantPayment? Payment, Refusal? Refusal) Find(ChargeAccount account, string text, DateOnly? postingDate)
    {
        var isSeq = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seq);
        var found = account.OldestPayments
            .Where(payment => (isSeq ? payment.Entry.Seq == seq : payment.Id == text) && (postingDate is null || payment.Entry.PostingDate == postingDate))
            .ToList();
        return found switch
        {
            [] => (null, Refusal.NotFound("payment")),
            [var one] => (one, null),
            _ => (null, Ambiguous(seq, found)),
        };
    }

    private static Refusal Ambiguous(int seq, List<ParticipantPayment> found)
    {
        var named = string.Join(", ", found.Take(NamedMax).Select(payment => payment.Entry.PostingDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        return new(RefusalKind.Conflict, "AMBIGUOUS", string.Create(CultureInfo.InvariantCulture, $"{found.Count} posting dates have a payment {seq}: {named}{(found.Count > NamedMax ? ", …" : "")}. Add ?postingDate={found[^1].Entry.PostingDate:yyyy-MM-dd}, or name the payment by its id, such as {found[^1].Id}."));
    }
}
