using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using static Serverless.Payments.Tests.Approvals.Facts;

namespace Serverless.Payments.Tests.Approvals;

[Trait("Req", "UPI-3")]
public sealed class PaymentValidationTests
{
    [Fact]
    public void A_claim_within_every_rule_passes() => Assert.Empty(PaymentValidation.Validate(Valid, Basis));

    [Fact]
    public void An_unknown_provider_fails() => AssertOnly("PROVIDER_UNKNOWN", "providerId", Valid, Basis with { Provider = null });

    [Fact]
    public void An_inactive_provider_fails() => AssertOnly("PROVIDER_INACTIVE", "providerId", Valid, Basis with { Provider = Basis.Provider! with { Active = false } });

    [Fact]
    public void A_missing_contract_fails() => AssertOnly("CONTRACT_MISSING", "serviceCode", Valid, Basis with { Contract = null });

    [Fact]
    public void An_inactive_contract_fails() => AssertOnly("CONTRACT_INACTIVE", "serviceCode", Valid, Basis with { Contract = Basis.Contract! with { Active = false } });

    [Fact]
    public void A_service_before_the_contract_fails() => AssertOnly("CONTRACT_DATES", "serviceFrom", Valid, Basis with { Contract = Basis.Contract! with { From = Valid.ServiceFrom.AddDays(1) } });

    [Fact]
    public void A_service_after_the_contract_fails() => AssertOnly("CONTRACT_DATES", "serviceFrom", Valid, Basis with { Contract = Basis.Contract! with { To = Valid.ServiceTo.AddDays(-1) } });

    [Fact]
    public void A_service_on_the_contracts_first_and_last_day_passes()
        => Assert.Empty(PaymentValidation.Validate(Valid, Basis with { Contract = Basis.Contract! with { From = Valid.ServiceFrom, To = Valid.ServiceTo } }));

    [Fact]
    public void A_rate_above_the_contract_fails()
        => AssertOnly("RATE_ABOVE_CONTRACT", "rate", Valid with { Rate = Money.Of(25.01m), Amount = Money.Of(250.10m) }, Basis);

    [Fact]
    public void A_rate_below_the_contract_passes()
        => Assert.Empty(PaymentValidation.Validate(Valid with { Rate = Money.Of(24.99m), Amount = Money.Of(249.90m) }, Basis));

    [Fact]
    public void An_unknown_client_fails() => AssertOnly("CLIENT_UNKNOWN", "clientId", Valid, Basis with { Client = null, Budget = null });

    [Fact]
    public void An_inactive_client_fails() => AssertOnly("CLIENT_INACTIVE", "clientId", Valid, Basis with { Client = Client with { Active = false } });

    [Fact]
    public void A_client_without_the_service_code_fails() => AssertOnly("NOT_AUTHORISED", "serviceCode", Valid, Basis with { Budget = null });

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Units_that_are_not_above_zero_fail(int units)
        => AssertOnly("UNITS_NOT_POSITIVE", "units", Valid with { Units = Units.Of(units), Amount = Money.Of(25m * units) }, Basis);

    [Fact]
    public void A_rate_of_zero_fails() => AssertOnly("RATE_NOT_POSITIVE", "rate", Valid with { Rate = Money.Zero, Amount = Money.Zero }, Basis);

    [Fact]
    public void Units_at_the_Monthly_Max_pass_and_above_it_fail()
    {
        var at = Valid with { Units = Units.Of(40), Amount = Money.Of(1000) };
        var above = Valid with { Units = Units.Of(40.01m), Amount = Money.Of(1000.25m) };

        Assert.Empty(PaymentValidation.Validate(at, Basis));
        AssertOnly("MONTHLY_MAX", "units", above, Basis);
    }

    [Fact]
    public void The_months_other_live_payments_count_against_the_Monthly_Max()
    {
        Assert.Empty(PaymentValidation.Validate(Valid, Basis with { Others = [Other(30)] }));
        AssertOnly("MONTHLY_MAX", "units", Valid, Basis with { Others = [Other(30.01m)] });
    }

    [Fact]
    public void Payments_of_another_month_do_not_count()
        => Assert.Empty(PaymentValidation.Validate(Valid, Basis with { Others = [Other(40) with { ServiceFrom = new(2026, 10, 1), ServiceTo = new(2026, 10, 2) }] }));

    [Fact]
    public void Service_in_the_future_fails_and_today_passes()
    {
        Assert.Empty(PaymentValidation.Validate(Valid with { ServiceTo = Today }, Basis));
        AssertOnly("FUTURE_DATES", "serviceTo", Valid with { ServiceTo = Today.AddDays(1) }, Basis);
    }

    [Fact]
    public void A_service_that_ends_before_it_begins_fails()
        => AssertOnly("DATES_REVERSED", "serviceTo", Valid with { ServiceTo = Valid.ServiceFrom.AddDays(-1) }, Basis);

    [Fact]
    public void Dates_in_two_months_fail() => AssertOnly("SPANS_MONTHS", "serviceTo", Valid with { ServiceFrom = new(2026, 10, 31) }, Basis);

    [Theory]
    [InlineData("249.99")]
    [InlineData("250.01")]
    public void An_amount_that_is_not_units_times_rate_fails(string amount)
    {
        Assert.True(Money.TryParse(amount, out var money));
        AssertOnly("AMOUNT_MISMATCH", "amount", Valid with { Amount = money }, Basis);
    }

    [Theory]
    [InlineData("0.5", "0.01", "0.01")]
    [InlineData("0.25", "0.10", "0.03")]
    [InlineData("1.5", "12.33", "18.50")]
    public void The_product_rounds_half_away_from_zero(string units, string rate, string amount)
    {
        Assert.True(Units.TryParse(units, out var count) & Money.TryParse(rate, out var perUnit) & Money.TryParse(amount, out var money));
        Assert.Empty(PaymentValidation.Validate(Valid with { Units = count, Rate = perUnit, Amount = money }, Basis));
    }

    [Fact]
    public void A_live_payment_of_the_same_provider_on_an_overlapping_day_is_a_duplicate()
        => AssertOnly("DUPLICATE", "serviceFrom", Valid, Basis with { Others = [Other(5, "P-100", 6, 9)] });

    [Fact]
    public void Adjoining_days_and_other_providers_are_no_duplicates()
        => Assert.Empty(PaymentValidation.Validate(Valid, Basis with { Others = [Other(5, "P-100", 7, 9), Other(5, "P-200", 2, 6)] }));

    [Fact]
    public void What_CAPS_objects_to_is_reported_too()
        => AssertOnly("CAPS_RATE", "rate", Valid, Basis with { FromCaps = [new("CAPS_RATE", "rate", "CAPS's rate is lower.")] });

    [Fact]
    public void All_failures_are_reported_together_each_with_a_code_a_field_and_a_sentence()
    {
        var messages = PaymentValidation.Validate(
            Valid with { Units = Units.Of(50), Rate = Money.Of(30), Amount = Money.Of(1), ServiceTo = Today.AddDays(2) },
            Basis with { Provider = null, Client = Client with { Active = false } });

        Assert.Equal(
            ["AMOUNT_MISMATCH", "CLIENT_INACTIVE", "FUTURE_DATES", "MONTHLY_MAX", "PROVIDER_UNKNOWN", "RATE_ABOVE_CONTRACT"],
            messages.Select(message => message.Code).Order(StringComparer.Ordinal));
        Assert.All(messages, message =>
        {
            Assert.NotEmpty(message.Field);
            Assert.EndsWith(".", message.Message, StringComparison.Ordinal);
        });
    }

    private static void AssertOnly(string code, string field, PaymentFacts facts, ValidationBasis basis)
    {
        var message = Assert.Single(PaymentValidation.Validate(facts, basis));
        Assert.Equal((code, field), (message.Code, message.Field));
    }
}
