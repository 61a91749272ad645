using System.Globalization;
using System.Text;

namespace Serverless.Local.Tests;

/// <summary>An electronic remittance (X12 835, 005010X221A1) of one check, which pays invoices as a whole.</summary>
internal static class ElectronicRemittance
{
    /// <param name="refNo">The check's.</param>
    /// <param name="claims">What the payer says of each invoice.</param>
    public static string Of(string refNo, IReadOnlyList<PaidClaim> claims)
    {
        List<string> set =
        [
            "ST*835*0001",
            Segment($"BPR*I*{claims.Sum(claim => claim.Paid)}*C*CHK************20261125"),
            $"TRN*1*{refNo}*1876000545",
            "N1*PR*Medicaid",
            "N1*PE*Serverless*XX*1999999984",
            "LX*1",
        ];
        foreach (var claim in claims)
        {
            set.Add(Segment($"CLP*{claim.Invoice}*1*{claim.Billed}*{claim.Paid}*{claim.Left}*MC*{claim.Invoice}*12*1"));
            if (claim.Contracted != 0)
            {
                set.Add(Segment($"CAS*CO*45*{claim.Contracted}"));
            }

            if (claim.Left != 0)
            {
                set.Add(Segment($"CAS*PR*3*{claim.Left}"));
            }
        }

        var text = new StringBuilder("ISA*00*          *00*          *ZZ*MEDICAID       *ZZ*SERVERLESS     *261125*0900*^*00501*000001125*0*P*:~\nGS*HP*MEDICAID*SERVERLESS*20261125*0900*1125*X*005010X221A1~\n");
        foreach (var segment in set)
        {
            text.Append(segment).Append("~\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"SE*{set.Count + 1}*0001~\nGE*1*1125~\nIEA*1*000001125~\n").ToString();
    }

    private static string Segment(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <param name="Paid">Dollars.</param>
/// <param name="Contracted">What is adjusted as contractual.</param>
/// <param name="Left">The patient's part, which stays on the balance.</param>
internal sealed record PaidClaim(string Invoice, decimal Paid, decimal Contracted, decimal Left)
{
    public decimal Billed => Paid + Contracted + Left;
}
