using System.Diagnostics.CodeAnalysis;
using Serverless.Payments.Amounts;
using Serverless.Payments.Files;

namespace Serverless.Payments.Remittances.Era;

/// <summary>What stands before the first LX: how much is paid (BPR), by which check (TRN), and by whom (N1*PR).</summary>
internal sealed class EraHeader(X12Segment st, EraFaults faults)
{
    private const int NameCharsMax = 60;

    private X12Segment? payment;
    private X12Segment? trace;
    private X12Segment? payer;

    public void Take(X12Segment segment)
    {
        switch (segment.Tag)
        {
            case "BPR":
                Keep(ref payment, segment);
                break;
            case "TRN":
                Keep(ref trace, segment);
                break;
            case "N1" when segment[1] == "PR":
                Keep(ref payer, segment);
                break;
            case "CUR" when segment[2] != "USD":
                faults.Add(segment, 2, "WRONG_CURRENCY", $"The currency is {FileText.Shown(segment[2])}; US dollars (USD) are posted. Enter this remittance by hand.");
                break;
            default:
                break;
        }
    }

    public EraCheck? Close(IReadOnlyList<EraClaim> claims, IReadOnlyList<EraProviderAdjustment> provider)
    {
        if (Missing(payment, "BPR") || Missing(trace, "TRN") || Missing(payer, "N1*PR"))
        {
            return null;
        }

        var amount = payment.Require(2, faults);
        var method = MethodOf(payment);
        var date = payment.RequireDate(16, faults);
        var refNo = trace.RequireAscii(2, RemittanceRules.RefNoCharsMax, faults);
        var name = payer.RequireText(2, NameCharsMax, faults);
        return amount is { } && method is { } && date is { } && refNo is { } && name is { } && IsCredit(payment, amount.Value, method.Value)
            ? new EraCheck(payment.Position, trace.Position, refNo, date.Value, method.Value, amount.Value, trace[3].Trim() is { Length: > 0 } payerId ? payerId : name, name, claims, provider)
            : null;
    }

    private EraMethod? MethodOf(X12Segment bpr)
    {
        EraMethod? method = bpr[4] switch
        {
            "CHK" => EraMethod.Check,
            "ACH" => EraMethod.Ach,
            "FWT" => EraMethod.Wire,
            "BOP" => EraMethod.BankOption,
            "NON" => EraMethod.None,
            _ => null,
        };
        if (method is null)
        {
            faults.Add(bpr, 4, "BAD_METHOD", $"The payment method is {FileText.Shown(bpr[4])}; CHK, ACH, FWT, BOP or NON is expected.");
        }

        return method;
    }

    private bool IsCredit(X12Segment bpr, Money amount, EraMethod method)
    {
        var before = faults.Count;
        if (bpr[3] is not ("C" or "D"))
        {
            faults.Add(bpr, 3, "BAD_FLAG", $"The flag is {FileText.Shown(bpr[3])}; C for credit or D for debit is expected.");
        }
        else if (bpr[3] == "D" && amount > Money.Zero)
        {
            faults.Add(bpr, 3, "DEBIT", $"The payment of {amount} is a debit (D), which the agency would have to draw itself; credits (C) are posted. Ask the payer, or enter it by hand.");
        }

        if (method == EraMethod.None && amount != Money.Zero)
        {
            faults.Add(bpr, 4, "NO_METHOD", $"The method is NON, by which no money moves, and the amount is {amount}. Ask the payer how it is paid.");
        }

        return faults.Count == before;
    }

    private void Keep(ref X12Segment? kept, X12Segment segment)
    {
        if (kept is not null)
        {
            faults.Add(segment, 0, "DUPLICATE_SEGMENT", $"The transaction set has {segment.Tag} before, as segment {kept.Position}; it is expected once.");
        }

        kept ??= segment;
    }

    private bool Missing([NotNullWhen(false)] X12Segment? segment, string name)
    {
        if (segment is null)
        {
            faults.Add(st, 0, "MISSING_SEGMENT", $"The transaction set has no {name} before its first LX. Ask the payer for the file again.");
        }

        return segment is null;
    }
}
