using Serverless.Payments.Amounts;
using Serverless.Web.Pages.Forms;

namespace Serverless.Web.Tests.Pages;

public sealed class AmountTextTests
{
    [Theory]
    [Trait("Req", "ALL-1")]
    [InlineData("1,234.50", "1234.50")]
    [InlineData("$1234.5", "1234.5")]
    [InlineData("-20", "-20")]
    [InlineData("−20.00", "-20")]
    [InlineData("1,000,000", "1000000")]
    [InlineData("0.01", "0.01")]
    public void Amounts_are_read_as_people_write_them(string text, string amount)
        => Assert.Equal((true, decimal.Parse(amount)), (AmountText.TryRead(text, out var read), read.Amount));

    [Theory]
    [InlineData("12,50")]
    [InlineData("1,2345.00")]
    [InlineData(",100")]
    [InlineData("1.005")]
    [InlineData("ten")]
    [InlineData("")]
    [InlineData("1e3")]
    [InlineData("1,000,000,000.00")]
    public void Nothing_is_guessed(string text) => Assert.False(AmountText.TryRead(text, out _));

    [Fact]
    public void Amounts_are_shown_with_thousands_and_a_true_minus()
        => Assert.Equal(("1,234.50", "−20.00", "0.00"), (AmountText.Show(Money.Of(1234.5m)), AmountText.Show(Money.Of(-20m)), AmountText.Show(Money.Zero)));
}
