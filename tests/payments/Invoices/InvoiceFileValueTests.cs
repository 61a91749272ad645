using static Serverless.Payments.Tests.Invoices.InvoiceFileSamples;

namespace Serverless.Payments.Tests.Invoices;

/// <summary>Each kind of value, through a CSV file of one line.</summary>
[Trait("Req", "ALL-2")]
public class InvoiceFileValueTests
{
    [Theory]
    [InlineData("abc")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e5")]
    [InlineData("\"1,000\"")]
    [InlineData("1 000")]
    [InlineData("$10")]
    [InlineData("+10")]
    [InlineData("(10)")]
    [InlineData("10.")]
    [InlineData(".5")]
    [InlineData("-")]
    [InlineData("1.2.3")]
    [InlineData("１０")]
    [InlineData("0x10")]
    public void Number_is_refused_when_it_is_not_written_plainly(string text)
        => Assert.Equal("2 units NOT_A_NUMBER", Summary(ReadCsv(With(units: text))));

    [Theory]
    [Trait("Req", "ALL-1")]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("-3.5", "-3.5")]
    [InlineData("007.50", "7.5")]
    [InlineData("999999.99", "999999.99")]
    [InlineData("-999999.990000000000000000000000000000000000", "-999999.99")]
    public void Number_is_read_exactly_when_it_is_in_range(string text, string expected)
        => Assert.Equal(expected, Assert.Single(ReadCsv(With(units: text)).Lines).Facts.Units.ToString());

    [Theory]
    [InlineData("1000000", "2 units TOO_LARGE")]
    [InlineData("-1000000.00", "2 units TOO_LARGE")]
    [InlineData("1000000000000000000", "2 units TOO_LARGE")]
    [InlineData("99999999999999999999999999999999999999999999999999", "2 units TOO_LARGE")]
    [InlineData("0.001", "2 units TOO_MANY_DECIMALS")]
    [InlineData("0.00000000000000000000000000000000000000000000001", "2 units TOO_MANY_DECIMALS")]
    public void Number_is_refused_when_it_has_too_many_digits(string text, string expected)
        => Assert.Equal(expected, Summary(ReadCsv(With(units: text))));

    [Theory]
    [Trait("Req", "ALL-1")]
    [InlineData("999999999.99")]
    [InlineData("-0.01")]
    public void Amount_is_read_to_the_cent_when_it_is_in_range(string text)
        => Assert.Equal(text, Assert.Single(ReadCsv(With(amount: text)).Lines).Facts.Amount.ToString());

    [Fact]
    public void Amount_is_refused_when_it_passes_the_range()
        => Assert.Equal("2 amount TOO_LARGE", Summary(ReadCsv(With(amount: "1000000000.00"))));

    [Theory]
    [InlineData("2026-02-30")]
    [InlineData("13/45/2026")]
    [InlineData("11/25/2026")]
    [InlineData("2026-1-05")]
    [InlineData("20261105")]
    [InlineData("2026-11-05T00:00:00")]
    [InlineData("0000-01-01")]
    [InlineData("46331")]
    public void Date_is_refused_when_it_is_no_iso_day(string text)
        => Assert.Equal("2 service_from NOT_A_DATE", Summary(ReadCsv(With(from: text))));

    [Fact]
    public void Dates_are_read_when_the_end_is_before_the_beginning()
        => Assert.Equal(new DateOnly(2028, 2, 29), Assert.Single(ReadCsv(With(from: "2028-02-29")).Lines).Facts.ServiceFrom);

    [Theory]
    [InlineData("100000001")]
    [InlineData("10000000011")]
    [InlineData("1000000001a")]
    [InlineData("１０００００００００")]
    public void Client_id_is_refused_when_it_is_not_ten_digits(string text)
        => Assert.Equal("2 client_id BAD_CLIENT_ID", Summary(ReadCsv(With(client: text))));

    [Theory]
    [InlineData("P 100", "BAD_ID")]
    [InlineData("P/100", "BAD_ID")]
    [InlineData("=cmd", "BAD_ID")]
    [InlineData("Pé", "BAD_ID")]
    [InlineData("P\0", "BAD_ID")]
    [InlineData("P1234567890123456789012345678901234567890", "TOO_LONG")]
    public void Id_is_refused_when_it_holds_more_than_an_id_may(string text, string code)
        => Assert.Equal($"2 provider_id {code}", Summary(ReadCsv(With(provider: text))));

    [Fact]
    public void Message_shows_the_value_clipped_and_harmless_when_it_is_long_or_holds_control_characters()
    {
        var message = Assert.Single(ReadCsv(With(units: "\u001b[31m\u202E" + new string('9', 100))).Faults).Message;

        Assert.StartsWith($"units is \"\\u001B[31m\\u202E{new string('9', 34)}…\"; a number", message, StringComparison.Ordinal);
    }

    private static string With(string provider = "P-100", string client = "1000000001", string from = "2026-11-02", string units = "10", string amount = "250.00")
        => $"{Header}\nINV-1,{provider},{client},SLN,{from},2026-11-06,{units},25.00,{amount}\n";
}
