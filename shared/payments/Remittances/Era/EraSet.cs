using Serverless.Payments.Amounts;
using Serverless.Payments.Files;

namespace Serverless.Payments.Remittances.Era;

/// <summary>Reads the segments of one transaction set; what it does not know, it skips.</summary>
internal sealed class EraSet(X12Segment st, EraFaults faults)
{
    private const int PairsMax = 6;
    private const int ReasonCharsMax = 5;
    private const int ReferenceCharsMax = 50;

    private readonly List<EraClaim> claims = [];
    private readonly List<EraProviderAdjustment> provider = [];
    private readonly EraHeader header = new(st, faults);
    private EraClaimDraft? claim;
    private bool isInDetail;
    private bool isInSummary;

    public void Take(X12Segment segment)
    {
        switch (segment.Tag)
        {
            case "LX":
                isInDetail = true;
                break;
            case "CLP":
                TakeClaim(segment);
                break;
            case "PLB":
                CloseClaim();
                isInSummary = true;
                TakeProvider(segment);
                break;
            case "CAS" or "SVC" when claim is null:
                faults.Add(segment, 0, "OUT_OF_ORDER", "The segment belongs to a claim, and no CLP stands before it. Ask the payer for the file again.");
                break;
            case "CAS" or "SVC" or "REF" or "DTM" when claim is not null:
                claim.Take(segment);
                break;
            default:
                if (!isInDetail && !isInSummary)
                {
                    header.Take(segment);
                }
                else if (segment.Tag is "BPR" or "TRN")
                {
                    faults.Add(segment, 0, "OUT_OF_ORDER", "The segment stands before the first LX. Ask the payer for the file again.");
                }

                break;
        }
    }

    /// <summary>The check; null, with faults, where it is not right.</summary>
    public EraCheck? Close()
    {
        CloseClaim();
        var check = header.Close(claims, provider);
        if (check is not null)
        {
            EraBalance.Verify(check, faults);
        }

        return check;
    }

    private void TakeClaim(X12Segment segment)
    {
        CloseClaim();
        if (!isInDetail || isInSummary)
        {
            faults.Add(segment, 0, "OUT_OF_ORDER", "A claim stands after an LX and before any PLB. Ask the payer for the file again.");
        }

        claim = new EraClaimDraft(segment, faults);
    }

    private void CloseClaim()
    {
        if (claim?.Close() is { } closed)
        {
            claims.Add(closed);
        }

        claim = null;
    }

    private void TakeProvider(X12Segment segment)
    {
        for (var pair = 0; pair < PairsMax; pair++)
        {
            var (reason, amount) = (3 + (2 * pair), 4 + (2 * pair));
            if (segment[reason].Length == 0 && segment[amount].Length == 0)
            {
                if (pair == 0)
                {
                    faults.Add(segment, reason, "REQUIRED", "The reason and the amount of the adjustment are missing.");
                }

                continue;
            }

            TakePair(segment, reason, amount);
        }

        segment.RefuseAfter(2 + (2 * PairsMax), faults);
    }

    private void TakePair(X12Segment segment, int reason, int amount)
    {
        var components = segment.Components(reason);
        var (code, reference) = (components[0], components.Length > 1 ? components[1] : "");
        var money = segment.Require(amount, faults);
        if (code.Length == 0)
        {
            faults.Add(segment, reason, "REQUIRED", "The reason of the adjustment is missing.");
        }
        else if (code.Length > ReasonCharsMax || reference.Length > ReferenceCharsMax)
        {
            faults.Add(segment, reason, "TOO_LONG", $"A reason of at most {ReasonCharsMax} characters and a reference of at most {ReferenceCharsMax} are expected, and {FileText.Shown(segment[reason])} is there. Ask the payer for the file again.");
        }
        else if (!EraElements.IsPrintableAscii(code) || !EraElements.IsPrintableAscii(reference))
        {
            faults.Add(segment, reason, "BAD_CHARACTER", $"Printable characters of ASCII are expected, and {FileText.Shown(segment[reason])} is there. Ask the payer for the file again.");
        }
        else if (money is { } value)
        {
            provider.Add(new EraProviderAdjustment(segment.Position, new ProviderLevelAdjustment(code, reference, value)));
        }
    }
}

/// <summary>What every segment with amounts is read with.</summary>
internal static class EraElements
{
    /// <summary>The amount of an element; null, and a fault, where it is none.</summary>
    public static Money? Require(this X12Segment segment, int element, EraFaults faults)
    {
        if (segment.Amount(element) is { } amount)
        {
            return amount;
        }

        faults.Add(segment, element, segment[element].Length == 0 ? "REQUIRED" : "BAD_AMOUNT", $"An amount with at most nine digits, a point and two decimals is expected, and {FileText.Shown(segment[element])} is there.");
        return null;
    }

    /// <summary>The date of an element; null, and a fault, where it is none.</summary>
    public static DateOnly? RequireDate(this X12Segment segment, int element, EraFaults faults)
    {
        if (segment.Date(element) is { } date)
        {
            return date;
        }

        faults.Add(segment, element, segment[element].Length == 0 ? "REQUIRED" : "BAD_DATE", $"A date as YYYYMMDD is expected, and {FileText.Shown(segment[element])} is there.");
        return null;
    }

    /// <summary>The text of an element; null, and a fault, where it is empty or longer than the standard has it.</summary>
    public static string? RequireText(this X12Segment segment, int element, int charsMax, EraFaults faults)
    {
        var text = segment[element].Trim();
        if (text.Length > 0 && text.Length <= charsMax)
        {
            return text;
        }

        faults.Add(segment, element, text.Length == 0 ? "REQUIRED" : "TOO_LONG", $"1 to {charsMax} characters are expected, and {FileText.Shown(text)} is there.");
        return null;
    }

    /// <summary>Likewise, and of characters that may stand wherever people read the number of a check.</summary>
    public static string? RequireAscii(this X12Segment segment, int element, int charsMax, EraFaults faults)
    {
        if (segment.RequireText(element, charsMax, faults) is not { } text)
        {
            return null;
        }

        if (!IsPrintableAscii(text))
        {
            faults.Add(segment, element, "BAD_CHARACTER", $"Printable characters of ASCII are expected, and {FileText.Shown(text)} is there. Ask the payer for the file again.");
            return null;
        }

        return text;
    }

    public static bool IsPrintableAscii(string text) => text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0;

    /// <summary>More elements than the standard has: an amount there would be lost.</summary>
    public static void RefuseAfter(this X12Segment segment, int element, EraFaults faults)
    {
        if (segment.Count > element)
        {
            faults.Add(segment, element + 1, "TOO_MANY_ELEMENTS", $"{segment.Tag} has at most {element} elements, and this one has {segment.Count}. Ask the payer for the file again.");
        }
    }
}
