using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Serverless.Payments.Amounts;
using Serverless.Payments.Directory;
using Serverless.Payments.MassPayments;
using Serverless.Payments.People;

namespace Serverless.Payments.Tests.MassPayments;

public sealed class MassPaymentRulesTests
{
    private static readonly DateOnly Day = new(2026, 11, 1);
    private static readonly Person Ada = new("1000000001", "Ada", "Lopez", new DateOnly(1990, 2, 3), null, [new("C-1", "Work Programs", Open: true), new("C-2", "FAET", Open: false)]);

    [Fact]
    [Trait("Req", "KEES-1")]
    public void Only_a_Smart_Vendor_service_of_an_active_provider_offers_mass_payment()
    {
        var provider = new Provider("P-200", "Wasatch Works", "480 Center St", Active: true) { Services = [new("S-1", "Work support", "Smart Vendor"), new("S-2", "Supported living", "Contract Service")] };
        Assert.Null(MassPaymentRules.CheckService(provider, "S-1"));
        Assert.Equal("NOT_SMART_VENDOR", MassPaymentRules.CheckService(provider, "S-2")!.Code);
        Assert.Equal("UNKNOWN_SERVICE", MassPaymentRules.CheckService(provider, "S-3")!.Code);
        Assert.Equal("PROVIDER_INACTIVE", MassPaymentRules.CheckService(provider with { Active = false }, "S-1")!.Code);
    }

    [Theory]
    [InlineData("C-1", null)]
    [InlineData("C-2", "CASE_CLOSED")]
    [InlineData("C-3", "CASE_OF_OTHER_PERSON")]
    [Trait("Req", "KEES-3")]
    public void An_entry_is_for_an_open_case_of_its_own_person(string caseNumber, string? code)
    {
        var entry = new MassEntry(1, caseNumber, Ada.ClientId, "Transportation", "Bus Pass", "25.00", "2026-11-02", "2026-11-08", Checked: false);
        Assert.Equal(code is null ? [] : [code], MassPaymentRules.CheckPerson(entry, Ada).Select(fault => fault.Code));
        Assert.Equal(["UNKNOWN_PERSON"], MassPaymentRules.CheckPerson(entry, null).Select(fault => fault.Code));
    }

    [Property]
    [Trait("Req", "KEES-7")]
    public Property Entries_without_a_repeated_one_share_no_day_and_with_one_some_do()
    {
        var spans = Gen.Choose(0, 30).Two().Select(pair => (From: Math.Min(pair.Item1, pair.Item2), To: Math.Max(pair.Item1, pair.Item2))).ArrayOf();
        return Prop.ForAll(spans.ToArbitrary(), some =>
        {
            var entries = some.Select((span, index) => Entry(index + 1, span.From, span.To)).ToList();
            var repeated = MassPaymentRules.FindRepeated(entries).Select(fault => fault.N).ToHashSet();
            var share = entries.Any(one => entries.Any(other => one.N < other.N && one.Repeats(other)));
            var left = entries.Where(entry => !repeated.Contains(entry.N)).ToList();
            return share == repeated.Count > 0 && !left.Any(one => left.Any(other => one.N < other.N && one.Repeats(other)));
        });
    }

    [Fact]
    [Trait("Req", "KEES-7")]
    public void Other_people_and_other_needs_are_no_repetition()
        => Assert.Empty(MassPaymentRules.FindRepeated([Entry(1, 0, 5), Entry(2, 0, 5) with { ClientId = "1000000002" }, Entry(3, 0, 5) with { NeedType = "Mileage" }, Entry(4, 6, 7)]));

    private static MassEntryFacts Entry(int n, int from, int to) => new(n, "C-1", Ada.ClientId, "Transportation", "Bus Pass", Money.Of(10), Day.AddDays(from), Day.AddDays(to));
}
