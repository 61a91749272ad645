using System.Text.Json;
using FsCheck.Xunit;
using Serverless.Payments.Amounts;

namespace Serverless.Payments.Tests.Amounts;

[Trait("Req", "ALL-1")]
public class MoneyTests
{
    [Theory]
    [InlineData("0", "0.00")]
    [InlineData("-0", "0.00")]
    [InlineData("2020.16", "2020.16")]
    [InlineData("70.1", "70.10")]
    [InlineData("-1000.00", "-1000.00")]
    [InlineData("999999999.99", "999999999.99")]
    [InlineData("12.500", "12.50")]
    public void Money_is_read_and_written_to_the_cent(string text, string expected)
    {
        Assert.True(Money.TryParse(text, out var money));

        Assert.Equal(expected, money.ToString());
        Assert.Equal(expected, JsonSerializer.Serialize(money));
        Assert.Equal(money, JsonSerializer.Deserialize<Money>(expected));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("1.005")]
    [InlineData("1000000000.00")]
    [InlineData("-1000000000.00")]
    [InlineData("1,000.00")]
    [InlineData("1e2")]
    [InlineData("$1")]
    [InlineData(" 1")]
    [InlineData("NaN")]
    public void Money_is_not_read_when_it_is_no_amount_in_cents(string? text)
    {
        Assert.False(Money.TryParse(text, out var money));
        Assert.Equal(Money.Zero, money);
    }

    [Theory]
    [InlineData("\"1.00\"")]
    [InlineData("1.001")]
    [InlineData("1000000000")]
    [InlineData("1e30")]
    [InlineData("null")]
    public void Money_in_json_is_refused_when_it_is_no_number_of_cents(string json)
        => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Money>(json));

    [Theory]
    [Trait("Req", "UPI-3")]
    [InlineData("0.01", "0.50", "0.01")]
    [InlineData("-0.01", "0.50", "-0.01")]
    [InlineData("0.3", "0.05", "0.02")]
    [InlineData("2.5", "0.01", "0.03")]
    [InlineData("33.33", "33.33", "1110.89")]
    [InlineData("40", "25.00", "1000.00")]
    public void Product_rounds_half_away_from_zero(string units, string rate, string expected)
    {
        Assert.True(Units.TryParse(units, out var count));
        Assert.True(Money.TryParse(rate, out var unitRate));

        Assert.Equal(expected, Money.Product(count, unitRate)?.ToString());
    }

    [Fact]
    public void Product_is_none_when_it_passes_the_range()
        => Assert.Null(Money.Product(Units.Of(999_999m), Money.Of(999_999m)));

    [Property]
    public void Sum_is_exact_and_difference_undoes_it(int leftCents, int rightCents)
    {
        var (left, right) = (Money.Of(leftCents / 100m), Money.Of(rightCents / 100m));

        Assert.Equal(leftCents + (decimal)rightCents, (left + right).Amount * 100);
        Assert.Equal(left, left + right - right);
        Assert.Equal(Money.Zero, left + -left);
        Assert.Equal(leftCents.CompareTo(rightCents), left.CompareTo(right));
    }

    [Property]
    public void Money_survives_json_when_it_is_any_amount(int cents)
    {
        var money = Money.Of(cents / 100m);

        var json = JsonSerializer.Serialize(money);

        Assert.Equal(money, JsonSerializer.Deserialize<Money>(json));
        Assert.Equal('.', json[^3]);
    }

    [Fact]
    public void Sum_may_pass_the_range_of_a_single_amount_and_stays_exact()
        => Assert.Equal("1000000000.00", (Money.Of(Money.AbsoluteMax) + Money.Of(0.01m)).ToString());
}
