using System.Text.Json;
using Serverless.Payments.Amounts;

namespace Serverless.Payments.Tests.Amounts;

[Trait("Req", "UPI-3")]
public class UnitsTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.00", "0")]
    [InlineData("40.50", "40.5")]
    [InlineData("0.25", "0.25")]
    [InlineData("-3", "-3")]
    [InlineData("999999.99", "999999.99")]
    public void Units_are_read_and_written_exactly(string text, string expected)
    {
        Assert.True(Units.TryParse(text, out var units));

        Assert.Equal(expected, units.ToString());
        Assert.Equal(expected, JsonSerializer.Serialize(units));
        Assert.Equal(units, JsonSerializer.Deserialize<Units>(expected));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("0.001")]
    [InlineData("1000000")]
    [InlineData("1e2")]
    [InlineData("ten")]
    public void Units_are_not_read_when_they_have_more_than_two_decimals_or_pass_the_range(string? text)
        => Assert.False(Units.TryParse(text, out _));

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("0.001")]
    [InlineData("1e9")]
    public void Units_in_json_are_refused_when_they_are_no_number_of_hundredths(string json)
        => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Units>(json));

    [Fact]
    public void Units_add_and_compare()
    {
        Assert.Equal(Units.Of(40.25m), Units.Of(40) + Units.Of(0.25m));
        Assert.True(Units.Of(40.01m) > Units.Of(40));
        Assert.Throws<ArgumentOutOfRangeException>(() => Units.Of(Units.AbsoluteMax) + Units.Of(0.01m));
    }
}
