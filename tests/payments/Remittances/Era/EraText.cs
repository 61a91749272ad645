using System.Globalization;
using System.Text;
using Serverless.Payments.Remittances.Era;

namespace Serverless.Payments.Tests.Remittances.Era;

/// <summary>Writes an 835 around the segments of its transaction sets, with the counts and control numbers that they need.</summary>
internal static class EraText
{
    public const string Payer = "N1*PR*Medicaid*XV*12345";

    public static string Isa => "ISA*00*          *00*          *ZZ*MEDICAID       *ZZ*AGENCY         *261120*1200*^*00501*000000905*0*P*:";

    public static string Bpr(string amount, string method = "ACH") => $"BPR*I*{amount}*C*{method}*CCP*01*999999992*DA*123456*1512345678**01*999988880*DA*98765*20261120";

    /// <summary>A file of one set: the segments that stand between TRN and SE.</summary>
    public static string Of(string amount, params string[] segments) => Joined([Set(amount, "EFT-1001", segments)]);

    public static string[] Set(string amount, string refNo, params string[] segments) => [Bpr(amount), $"TRN*1*{refNo}*1512345678", Payer, .. segments];

    public static string Joined(IReadOnlyList<string[]> sets, string separator = "\n")
    {
        var segments = new List<string> { Isa, "GS*HP*MEDICAID*AGENCY*20261120*1200*77*X*005010X221A1" };
        for (var set = 0; set < sets.Count; set++)
        {
            var number = (set + 1).ToString("D4", CultureInfo.InvariantCulture);
            segments.AddRange([$"ST*835*{number}", .. sets[set], string.Create(CultureInfo.InvariantCulture, $"SE*{sets[set].Length + 2}*{number}")]);
        }

        segments.AddRange([string.Create(CultureInfo.InvariantCulture, $"GE*{sets.Count}*77"), "IEA*1*000000905"]);
        return string.Concat(segments.Select(segment => $"{segment}~{separator}"));
    }

    public static EraContent Read(string text) => EraReader.Read(Encoding.UTF8.GetBytes(text));

    public static EraFile Parsed(string text)
    {
        var content = Read(text);
        Assert.Empty(content.Faults);
        return content.File!;
    }

    /// <summary>Each fault as its segment, its element and its code.</summary>
    public static string Summary(IReadOnlyList<Payments.Files.FileFault> faults)
        => string.Join("; ", faults.Select(fault => string.Join(' ', new[] { fault.Line.ToString(CultureInfo.InvariantCulture), fault.Field, fault.Code }.Where(part => part.Length > 0))));
}
