using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Serverless.Payments.Amounts;
using Serverless.Payments.Remittances;
using Serverless.Payments.Remittances.Era;

namespace Serverless.Payments.Tests.Remittances.Era;

[Trait("Req", "SAN-5")]
public sealed class EraReaderTests
{
    private static readonly string[] Body =
    [
        "DTM*405*20261119", "N3*1 Main St", "N1*PE*Agency*XX*1999999984", "LX*1", "TS3*1999999984*11*20261231*2*300",
        "CLP*INV-1*1*200*140*15*MC*94060555410000*11", "NM1*QC*1*Begay*Ada", "CAS*CO*45*5", "MOA***MA01", "DTM*232*20261101",
        "SVC*HC:T1019*100*80**4", "DTM*472*20261103", "CAS*PR*3*15*1*2*0", "CAS*CO*45*5", "REF*6R*1", "LQ*HE*N1",
        "SVC*HC:T1019*100*65", "DTM*150*20261104", "DTM*151*20261104", "CAS*CO*45*30**97*5",
        "PLB*1999999984*20261231*WO:REF-7*10*L6*-2.5",
    ];

    private static readonly string File = EraText.Of("132.50", Body);

    [Fact]
    public void A_file_is_read_with_the_position_of_every_segment()
    {
        var check = Assert.Single(EraText.Parsed(File).Checks);
        Assert.Equal(("EFT-1001", new DateOnly(2026, 11, 20), EraMethod.Ach, Money.Of(132.50m), "Medicaid", 4, 5), (check.RefNo, check.Date, check.Method, check.Amount, check.PayerName, check.Segment, check.TraceSegment));
        var claim = Assert.Single(check.Claims);
        Assert.Equal(("INV-1", "1", Money.Of(200), Money.Of(140), Money.Of(15), 12), (claim.Invoice, claim.Status, claim.Charge, claim.Payment, claim.PatientResponsibility, claim.Segment));
        Assert.Equal([new EraAdjustment(14, 3, "CO", "45", Money.Of(5))], claim.Adjustments);
        Assert.Collection(
            claim.Services,
            first => Assert.Equal(("1", new DateOnly(2026, 11, 3), new DateOnly(2026, 11, 3), 3, 17), (first.LineRef, first.From!.Value, first.To!.Value, first.Adjustments.Count, first.Segment)),
            second =>
            {
                Assert.Equal((null, new DateOnly(2026, 11, 4), new DateOnly(2026, 11, 4), "HC:T1019", 23), (second.LineRef, second.From!.Value, second.To!.Value, second.Procedure, second.Segment));
                Assert.Equal([new EraAdjustment(26, 3, "CO", "45", Money.Of(30)), new EraAdjustment(26, 6, "CO", "97", Money.Of(5))], second.Adjustments);
            });
        Assert.Equal(
            [new EraProviderAdjustment(27, new ProviderLevelAdjustment("WO", "REF-7", Money.Of(10))), new EraProviderAdjustment(27, new ProviderLevelAdjustment("L6", "", Money.Of(-2.5m)))],
            check.ProviderAdjustments);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n")]
    [InlineData("\r\n\n")]
    public void Line_breaks_may_stand_after_terminators(string breaks)
        => Assert.Single(EraText.Parsed(EraText.Joined([EraText.Set("132.5", "EFT-1001", Body)], breaks)).Checks);

    [Theory]
    [InlineData('|', '>', '\n')]
    [InlineData('\u001D', '\u001F', '\u001C')]
    public void The_separators_are_those_that_ISA_says(char element, char component, char terminator)
        => Assert.Single(EraText.Parsed(EraText.Joined([EraText.Set("132.50", "EFT-1001", Body)], "").Replace('*', element).Replace(':', component).Replace('~', terminator)).Checks);

    [Fact]
    public void Several_transaction_sets_are_several_checks()
        => Assert.Equal(["A", "B"], EraText.Parsed(EraText.Joined([EraText.Set("0", "A"), EraText.Set("0", "B")])).Checks.Select(check => check.RefNo));

    public static TheoryData<string, string, string> Faults => new()
    {
        { "ISA*", "ISB*", "1 NOT_X12" },
        { "MEDICAID       ", "MEDICAID", "1 BAD_ISA" },
        { "*P*:", "*P**", "1 BAD_DELIMITERS" },
        { "*P*:", "*T*:", "1 ISA15 NOT_PRODUCTION" },
        { "GS*HP", "GS*HC", "2 GS01 NOT_835" },
        { "005010X221A1", "004010X091A1", "2 GS08 WRONG_VERSION" },
        { "ST*835", "ST*837", "3 ST01 NOT_835" },
        { "SE*26", "SE*25", "28 SE01 WRONG_COUNT" },
        { "SE*26*0001", "SE*26*0002", "28 SE02 WRONG_CONTROL_NUMBER" },
        { "GE*1*77", "GE*2*78", "29 GE01 WRONG_COUNT; 29 GE02 WRONG_CONTROL_NUMBER" },
        { "IEA*1*000000905", "IEA*0*000000906", "30 IEA01 WRONG_COUNT; 30 IEA02 WRONG_CONTROL_NUMBER" },
        { "IEA*1*000000905~\n", "IEA*1*000000905~\nISA*00~", "31 SECOND_INTERCHANGE" },
        { "IEA*1*000000905~\n", "IEA*1*000000905~\nZZ*00~", "31 AFTER_END" },
        { "IEA*1*000000905~\n", "IEA*1*000000905", "30 UNTERMINATED" },
        { "IEA*1*000000905~\n", "", "0 CUT_OFF" },
        { "GE*1*77~\n", "", "29 UNEXPECTED_SEGMENT" },
        { "LX*1~", "lx*1~", "10 BAD_TAG" },
        { "*Begay*Ada", "*Be\ngay*Ada", "13 BAD_CHARACTER" },
        { "LX*1~\n", "", "11 OUT_OF_ORDER; 27 SE01 WRONG_COUNT" },
        { "BPR*I*132.50*C*ACH", "BPR*I*132.50*D*ACH", "4 BPR03 DEBIT" },
        { "BPR*I*132.50*C*ACH", "BPR*I*132.50*X*ACH", "4 BPR03 BAD_FLAG" },
        { "BPR*I*132.50*C*ACH", "BPR*I*132.50*C*SWT", "4 BPR04 BAD_METHOD" },
        { "BPR*I*132.50*C*ACH", "BPR*I*132.50*C*NON", "4 BPR04 NO_METHOD" },
        { "BPR*I*132.50*", "BPR*I*132.501*", "4 BPR02 BAD_AMOUNT" },
        { "BPR*I*132.50*", "BPR*I**", "4 BPR02 REQUIRED" },
        { "*20261120~\nTRN", "*20261320~\nTRN", "4 BPR16 BAD_DATE" },
        { "TRN*1*EFT-1001*", "TRN*1**", "5 TRN02 REQUIRED" },
        { "DTM*405*20261119", "TRN*1*B*2", "7 DUPLICATE_SEGMENT" },
        { "DTM*405*20261119", "CUR*PR*CAD", "7 CUR02 WRONG_CURRENCY" },
        { "N1*PR*", "N1*XX*", "3 MISSING_SEGMENT" },
        { "CLP*INV-1*1*", "CLP**1*", "12 CLP01 REQUIRED" },
        { "CLP*INV-1*1*", "CLP*INV-1*77*", "12 CLP02 BAD_STATUS" },
        { "*200*140*15*", "*200*1e2*15*", "12 CLP04 BAD_AMOUNT" },
        { "CAS*CO*45*5~\nMOA", "CAS*CR*45*5~\nMOA", "14 CAS01 BAD_GROUP" },
        { "CAS*CO*45*30**97*5", "CAS*CO*45*30***5", "26 CAS05 REQUIRED" },
        { "DTM*472*20261103", "DTM*472*2026-11-03", "18 DTM02 BAD_DATE" },
        { "SVC*HC:T1019*100*80", "SVC*HC:T1019*100*", "17 SVC03 REQUIRED" },
        { "TRN*1*EFT-1001*", $"TRN*1*{new string('9', 51)}*", "5 TRN02 TOO_LONG" },
        { "TRN*1*EFT-1001*", "TRN*1*ÉFT*", "5 TRN02 BAD_CHARACTER" },
        { "WO:REF-7*10", "WOABCD:REF-7*10", "27 PLB03 TOO_LONG" },
        { "WO:REF-7*10", "WO:" + new string('9', 51) + "*10", "27 PLB03 TOO_LONG" },
        { "WO:REF-7*10", "WO:RÉF-7*10", "27 PLB03 BAD_CHARACTER" },
        { "WO:REF-7*10", ":REF-7*10", "27 PLB03 REQUIRED" },
        { "PLB*1999999984*20261231*WO:REF-7*10*L6*-2.5", "PLB*1999999984*20261231*WO:REF-7*10", "4 BPR02 UNBALANCED_CHECK" },
        { "BPR*I*132.50*", "BPR*I*132.51*", "4 BPR02 UNBALANCED_CHECK" },
        { "SVC*HC:T1019*100*80", "SVC*HC:T1019*100*79", "17 SVC03 UNBALANCED_SERVICE" },
        { "CAS*CO*45*5~\nMOA", "CAS*CO*45*6~\nMOA", "12 CLP04 UNBALANCED_CLAIM" },
        { "*200*140*15*", "*201*141*15*", "12 CLP03 UNBALANCED_CHARGE; 4 BPR02 UNBALANCED_CHECK" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_file_with_a_fault_is_refused_by_segment_and_element(string old, string changed, string expected)
    {
        Assert.Contains(old, File, StringComparison.Ordinal);
        var content = EraText.Read(File.Replace(old, changed, StringComparison.Ordinal));
        Assert.Null(content.File);
        Assert.StartsWith(expected, EraText.Summary(content.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_says_the_difference_and_what_to_do()
        => Assert.Equal(
            "BPR (segment 4), BPR02: 132.51 stands here, and the claims' payments (CLP04) of 140.00 less the provider's adjustments (PLB) of 7.50 give 132.50; the difference is 0.01. Ask the payer for a file that balances.",
            Assert.Single(EraText.Read(File.Replace("132.50", "132.51", StringComparison.Ordinal)).Faults).Message);

    [Fact]
    public void A_check_that_comes_twice_and_a_control_number_that_is_used_twice_are_refused()
    {
        var text = EraText.Joined([EraText.Set("0", "A"), EraText.Set("0", "A")]).Replace("0002", "0001", StringComparison.Ordinal);
        Assert.Equal("8 ST02 DUPLICATE_SET; 10 TRN02 DUPLICATE_CHECK", EraText.Summary(EraText.Read(text).Faults));
    }

    [Fact]
    public void A_file_that_is_too_large_or_empty_is_refused()
    {
        Assert.Equal("0 FILE_TOO_LARGE", EraText.Summary(EraReader.Read(new byte[EraReader.BytesMax + 1]).Faults));
        Assert.Equal("0 EMPTY_FILE", EraText.Summary(EraText.Read(" \r\n").Faults));
    }

    [Fact]
    public void A_file_that_is_not_in_UTF_8_is_read_as_Latin_1()
        => Assert.Equal("Médicaid", EraReader.Read(Encoding.Latin1.GetBytes(File.Replace("PR*Medicaid", "PR*Médicaid", StringComparison.Ordinal))).File?.Checks[0].PayerName);

    [Theory]
    [InlineData(" \r\n")]
    [InlineData("\u001A")]
    [InlineData("\t  \u001A\u001A")]
    public void What_fills_up_a_file_behind_its_last_segment_is_skipped(string after)
        => Assert.Single(EraText.Parsed(File + after).Checks);

    [Fact]
    public void Faults_beyond_the_limit_are_counted_no_further()
        => Assert.Equal("TOO_MANY_FAULTS", EraText.Read(EraText.Of("0", [.. Enumerable.Repeat("CLP*A*1*1*0", 2_000)])).Faults[^1].Code);

    [Property(MaxTest = 2_000)]
    public Property No_mutation_of_a_file_makes_the_reader_throw()
    {
        var mutation = from at in Gen.Choose(0, File.Length - 1)
                       from length in Gen.Choose(0, 12)
                       from put in Gen.Elements("", "~", "*", ":", "*~", "\n", "-", "9", "99999999999999999999", "ISA", "SE*", "CLP*", "CAS*PR*1*-1~", "PLB~", "é", "\0", "\uFFFE")
                       select (At: at, Length: Math.Min(length, File.Length - at), Put: put);
        return Prop.ForAll(mutation.ArrayOf().ToArbitrary(), changes =>
        {
            var text = changes.Aggregate(File, (mutated, change) => change.At + change.Length > mutated.Length ? mutated : mutated.Remove(change.At, change.Length).Insert(change.At, change.Put));
            var content = EraText.Read(text);
            return content.File is null == content.Faults.Count > 0;
        });
    }

    [Property(MaxTest = 500)]
    public bool No_bytes_make_the_reader_throw(byte[] bytes)
        => EraReader.Read(bytes).File is null && EraReader.Read((byte[])[.. Encoding.ASCII.GetBytes(File[..200]), .. bytes]).File is null;
}
