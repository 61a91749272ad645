using Serverless.Payments.Amounts;
using Serverless.Payments.MassPayments;

namespace Serverless.Payments.Tests.MassPayments;

[Trait("Req", "KEES-4")]
public sealed class MassEntryFormTests
{
    private static readonly MassEntry Good = new(1, "C-100", "1000000001", "Transportation", "Bus Pass", "45.00", "11/02/2026", "2026-11-30", Checked: true);

    [Fact]
    public void An_entry_in_form_is_read_with_dates_in_either_way()
    {
        var (facts, faults) = MassEntryForm.Read(Good, "ET");
        Assert.Empty(faults);
        Assert.Equal(new MassEntryFacts(1, "C-100", "1000000001", "Transportation", "Bus Pass", Money.Of(45), new DateOnly(2026, 11, 2), new DateOnly(2026, 11, 30)), facts);
    }

    [Theory]
    [InlineData("1/2/2026", true)]
    [InlineData("02/29/2028", true)]
    [InlineData("13/45/2026", false)]
    [InlineData("02/29/2026", false)]
    [InlineData("11/02/26", false)]
    [InlineData("2026-1-2", false)]
    [InlineData("2026-11-31", false)]
    [InlineData("", false)]
    public void A_date_is_a_day_of_the_calendar(string text, bool isOne) => Assert.Equal(isOne, EntryDate.TryRead(text, out _));

    public static TheoryData<MassEntry, string, string> Wrong => new()
    {
        { Good with { ClientId = "100000001" }, "BAD_CLIENT_ID", "clientId" },
        { Good with { CaseNumber = "C 100" }, "BAD_CASE_NUMBER", "caseNumber" },
        { Good with { NeedCategory = "Transport" }, "UNKNOWN_NEED_CATEGORY", "needCategory" },
        { Good with { NeedType = "Taxi" }, "UNKNOWN_NEED_TYPE", "needType" },
        { Good with { NeedType = "Job Search" }, "TYPE_OF_OTHER_CATEGORY", "needType" },
        { Good with { Amount = "12.345" }, "BAD_AMOUNT", "amount" },
        { Good with { Amount = "1,200.00" }, "BAD_AMOUNT", "amount" },
        { Good with { Amount = "0.00" }, "AMOUNT_NOT_POSITIVE", "amount" },
        { Good with { Amount = "-5" }, "AMOUNT_NOT_POSITIVE", "amount" },
        { Good with { Begin = "13/45/2026" }, "BAD_DATE", "begin" },
        { Good with { End = "soon" }, "BAD_DATE", "end" },
        { Good with { End = "11/01/2026" }, "END_BEFORE_BEGIN", "end" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Each_fault_has_its_own_code_and_field(MassEntry entry, string code, string field)
    {
        var (facts, faults) = MassEntryForm.Read(entry, "ET");
        Assert.Null(facts);
        var fault = Assert.Single(faults);
        Assert.Equal((code, field), (fault.Code, fault.Field));
    }

    [Fact]
    [Trait("Req", "KEES-3")]
    public void A_Social_Security_number_in_any_field_is_a_fault_and_kept_and_shown_masked()
    {
        const string Number = "123-45-6789";
        var entry = new MassEntryTexts(Number, "123456789", Number, $"for {Number}", Number, Number, Number, Checked: true, Number).ToEntry(1, new DateOnly(2026, 11, 25));
        var faults = MassEntryForm.Read(entry, "ET").Faults;
        Assert.Equal(["aidCode", "caseNumber", "clientId", "needCategory", "needType", "amount", "begin", "end"], faults.Select(fault => fault.Field));
        var typed = MassEntryForm.Read(Good with { Amount = Number, NeedType = $"for {Number}" }, "ET").Faults;
        Assert.All(faults.Concat(typed).Select(fault => fault.Message).Append($"{entry}"), text => Assert.DoesNotContain("45-", text, StringComparison.Ordinal));
        Assert.DoesNotContain("123456789", $"{entry}", StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "KEES-5")]
    public void An_unticked_entry_is_at_fault() => Assert.Equal("UNTICKED", Assert.Single(MassEntryForm.Read(Good with { Checked = false }, "ET").Faults).Code);

    [Fact]
    [Trait("Req", "KEES-2")]
    public void A_second_aid_code_on_one_page_is_at_fault()
    {
        Assert.Empty(MassEntryForm.Read(Good with { AidCode = "ET" }, "ET").Faults);
        Assert.Equal("SECOND_AID_CODE", Assert.Single(MassEntryForm.Read(Good with { AidCode = "TAF Employment Svs" }, "ET").Faults).Code);
    }

    [Fact]
    [Trait("Req", "KEES-6")]
    public void All_that_is_wrong_with_an_entry_is_told_at_once()
    {
        var entry = new MassEntry(1, "", "9", "x", "y", "z", "13/45/2026", "", Checked: false, AidCode: "TAF Employment Svs");
        Assert.Equal(
            ["UNTICKED", "SECOND_AID_CODE", "BAD_CASE_NUMBER", "BAD_CLIENT_ID", "UNKNOWN_NEED_CATEGORY", "UNKNOWN_NEED_TYPE", "BAD_AMOUNT", "BAD_DATE", "BAD_DATE"],
            MassEntryForm.Read(entry, "ET").Faults.Select(fault => fault.Code));
    }
}
