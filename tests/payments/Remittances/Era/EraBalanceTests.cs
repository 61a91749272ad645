using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Serverless.Payments.Tests.Remittances.Era;

[Trait("Req", "SAN-5")]
public sealed partial class EraBalanceTests
{
    /// <summary>In cents.</summary>
    private sealed record Service(int Charge, int[] Adjustments)
    {
        public int Payment => Charge - Adjustments.Sum();
    }

    private sealed record Claim(Service[] Services, int WholeCharge, int[] Adjustments)
    {
        public int Charge => Services.Length == 0 ? WholeCharge : Services.Sum(service => service.Charge);

        public int Payment => Charge - Services.Sum(service => service.Adjustments.Sum()) - Adjustments.Sum();
    }

    private static Gen<int[]> Amounts => Gen.Choose(-5_000, 20_000).ArrayOf(3);

    private static Gen<string[]> Sets => from claims in (from services in (from charge in Gen.Choose(0, 1_000_000) from adjustments in Amounts select new Service(charge, adjustments)).ArrayOf()
                                                         from charge in Gen.Choose(0, 1_000_000)
                                                         from adjustments in Amounts
                                                         select new Claim([.. services.Take(4)], charge, adjustments)).ArrayOf()
                                         from provider in Amounts
                                         select Set(claims, provider);

    [Property(MaxTest = 300)]
    public Property A_file_that_balances_is_read_and_a_cent_more_anywhere_is_refused()
        => Prop.ForAll(Sets.ToArbitrary(), Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (set, pick) =>
        {
            var text = EraText.Joined([set]);
            Assert.Empty(EraText.Read(text).Faults);
            var amounts = Amount().Matches(text);
            var amount = amounts[pick % amounts.Count];
            var changed = (decimal.Parse(amount.Value, CultureInfo.InvariantCulture) + 0.01m).ToString(CultureInfo.InvariantCulture);
            var content = EraText.Read(text.Remove(amount.Index, amount.Length).Insert(amount.Index, changed));
            Assert.Null(content.File);
            Assert.Contains(content.Faults, fault => fault.Code.StartsWith("UNBALANCED_", StringComparison.Ordinal) && fault.Message.Contains("0.01", StringComparison.Ordinal));
        });

    private static string[] Set(Claim[] claims, int[] provider)
    {
        var segments = new List<string>();
        foreach (var (claim, index) in claims.Select((claim, index) => (claim, index)))
        {
            segments.AddRange(["LX*1", $"CLP*INV-{index}*1*{Text(claim.Charge)}*{Text(claim.Payment)}**MC", Cas("CO", claim.Adjustments)]);
            segments.AddRange(claim.Services.SelectMany(service => new[] { $"SVC*HC:T1019*{Text(service.Charge)}*{Text(service.Payment)}", Cas("PR", service.Adjustments) }));
        }

        segments.Add($"PLB*1999999984*20261231*WO:A*{Text(provider[0])}*FB:B*{Text(provider[1])}*L6*{Text(provider[2])}");
        return EraText.Set(Text(claims.Sum(claim => claim.Payment) - provider.Sum()), "EFT-1", [.. segments]);
    }

    private static string Cas(string group, int[] amounts) => $"CAS*{group}*45*{Text(amounts[0])}**97*{Text(amounts[1])}**2*{Text(amounts[2])}";

    private static string Text(int cents) => (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<=\*)-?\d+\.\d\d(?=[*~])")]
    private static partial Regex Amount();
}
