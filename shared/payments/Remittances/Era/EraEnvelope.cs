using System.Globalization;
using Serverless.Payments.Files;

namespace Serverless.Payments.Remittances.Era;

/// <summary>The envelopes of the file: one ISA…IEA, in it GS…GE, in them ST…SE. Their control numbers and counts must be right, so that nothing was lost or added on the way.</summary>
internal sealed class EraEnvelope(X12Reader reader, EraFaults faults)
{
    private static readonly string[] Versions = ["005010X221A1", "005010X221"];

    private readonly List<EraCheck> checks = [];
    private readonly HashSet<string> controlNumbers = new(StringComparer.Ordinal);
    private readonly HashSet<string> refNos = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Null where the structure is broken; whoever calls it looks at the faults first.</summary>
    public EraFile? Read() => reader.Next() is { } isa && ReadInterchange(isa) ? new EraFile(checks) : null;

    private bool ReadInterchange(X12Segment isa)
    {
        if (isa[15] != "P")
        {
            faults.Add(isa, 15, "NOT_PRODUCTION", $"The file is marked {FileText.Shown(isa[15])}, not P for production; a test file is not posted.");
        }

        var groupCount = 0;
        var next = reader.Next();
        for (; next?.Tag == "GS"; next = reader.Next(), groupCount++)
        {
            if (!ReadGroup(next))
            {
                return false;
            }
        }

        if (!IsExpected(next, "IEA", "GS or IEA"))
        {
            return false;
        }

        Compare(next!, 1, groupCount, "functional groups (GS)");
        Compare(next!, 2, isa[13], "ISA13");
        return IsEnd(groupCount, next!);
    }

    private bool IsEnd(int groupCount, X12Segment iea)
    {
        if (groupCount == 0)
        {
            faults.Add(iea, 0, "NO_GROUP", "The interchange holds no functional group; GS with ST 835 is expected.");
        }

        var after = reader.Next();
        if (after?.Tag == "ISA")
        {
            faults.Add(after, 0, "SECOND_INTERCHANGE", "Another interchange begins; a file holds one. Send each as a file of its own.");
        }
        else if (after is not null)
        {
            faults.Add(after, 0, "AFTER_END", "The segment stands after IEA, where the file ends. Remove it, or ask the payer for the file again.");
        }

        return after is null && faults.Count == 0;
    }

    private bool ReadGroup(X12Segment gs)
    {
        if (gs[1] != "HP")
        {
            faults.Add(gs, 1, "NOT_835", $"The group is {FileText.Shown(gs[1])}; HP, for health care claim payment, is expected.");
        }

        if (!Versions.Contains(gs[8]))
        {
            faults.Add(gs, 8, "WRONG_VERSION", $"The version is {FileText.Shown(gs[8])}; {string.Join(" or ", Versions)} is read. Ask the payer for it.");
        }

        var setCount = 0;
        var next = reader.Next();
        for (; next?.Tag == "ST" && !faults.IsFull; next = reader.Next(), setCount++)
        {
            if (!ReadSet(next))
            {
                return false;
            }
        }

        if (!IsExpected(next, "GE", "ST or GE"))
        {
            return false;
        }

        if (setCount == 0)
        {
            faults.Add(next!, 0, "NO_CHECK", "The group holds no transaction set; ST 835 is expected.");
        }

        Compare(next!, 1, setCount, "transaction sets (ST)");
        Compare(next!, 2, gs[6], "GS06");
        return true;
    }

    private bool ReadSet(X12Segment st)
    {
        if (st[1] != "835")
        {
            faults.Add(st, 1, "NOT_835", $"The transaction set is {FileText.Shown(st[1])}; 835 is expected.");
        }

        if (!controlNumbers.Add(st[2]))
        {
            faults.Add(st, 2, "DUPLICATE_SET", $"The control number {FileText.Shown(st[2])} was used before in this file; each transaction set has its own.");
        }

        var set = new EraSet(st, faults);
        var next = reader.Next();
        for (; next is not null && next.Tag is not ("SE" or "ST" or "GE" or "IEA" or "GS" or "ISA") && !faults.IsFull; next = reader.Next())
        {
            set.Take(next);
        }

        if (!IsExpected(next, "SE", "SE"))
        {
            return false;
        }

        Compare(next!, 1, next!.Position - st.Position + 1, "segments from ST to SE");
        Compare(next, 2, st[2], "ST02");
        if (set.Close() is { } check)
        {
            checks.Add(check);
            if (!refNos.Add(check.RefNo))
            {
                faults.Add(check.TraceSegment, "TRN", 2, "DUPLICATE_CHECK", $"The check or transfer {FileText.Shown(check.RefNo)} is in this file before; each is in it once.");
            }
        }

        return true;
    }

    private bool IsExpected(X12Segment? segment, string tag, string expected)
    {
        if (segment?.Tag == tag)
        {
            return true;
        }

        if (segment is not null)
        {
            faults.Add(segment, 0, "UNEXPECTED_SEGMENT", $"{expected} is expected here. The file may be cut off or put together wrongly; ask the payer for it again.");
        }
        else if (faults.Count == 0)
        {
            faults.AddFile("CUT_OFF", $"The file ends where {expected} is expected; it was cut off. Send it whole.");
        }

        return false;
    }

    private void Compare(X12Segment segment, int element, int count, string what)
    {
        if (!int.TryParse(segment[element], NumberStyles.None, CultureInfo.InvariantCulture, out var said) || said != count)
        {
            faults.Add(segment, element, "WRONG_COUNT", $"It says {FileText.Shown(segment[element])}, and there are {count} {what}. Something was lost or added on the way; ask the payer for the file again.");
        }
    }

    private void Compare(X12Segment segment, int element, string controlNumber, string where)
    {
        if (segment[element] != controlNumber || controlNumber.Length == 0)
        {
            faults.Add(segment, element, "WRONG_CONTROL_NUMBER", $"The control number is {FileText.Shown(segment[element])}, and {where} is {FileText.Shown(controlNumber)}; they must be the same. Ask the payer for the file again.");
        }
    }
}
