using Microsoft.Extensions.Configuration;
using Serverless.Payments.Approvals;
using Serverless.Web.SignIn;
using Serverless.Web.Tests.Hosting;
using Serverless.Web.Tests.Pages;

namespace Serverless.Web.Tests.SignIn;

/// <summary>How long somebody stays signed in, and what becomes of what is sent afterwards.</summary>
[Trait("Req", "ALL-4")]
public sealed class SessionTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task Who_keeps_working_stays_signed_in_for_twelve_hours_and_no_longer()
    {
        using var client = new PageClient(api);
        await client.SignInAsync("auditor");
        for (var hour = 0.75; hour < 12; hour += 0.75)
        {
            api.Clock.Advance(TimeSpan.FromMinutes(45));
            Assert.Equal((hour, 200), (hour, (await client.GetAsync("/inbox")).Status));
        }

        api.Clock.Advance(TimeSpan.FromMinutes(45));
        Assert.Equal(302, (await client.GetAsync("/inbox")).Status);
    }

    [Fact]
    public async Task Who_does_nothing_for_an_hour_is_signed_out()
    {
        using var client = new PageClient(api);
        await client.SignInAsync("auditor");
        api.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(302, (await client.GetAsync("/inbox")).Status);
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("deny")]
    public async Task A_form_that_is_sent_after_the_session_leads_back_to_its_page_and_says_that_nothing_was_changed(string act)
    {
        var payment = await api.SubmitAsync(await api.AddClientAsync());
        using var client = new PageClient(api);
        await client.SignInAsync("coordinator");
        var page = await client.GetAsync($"/payments/{payment}");
        api.Clock.Advance(TimeSpan.FromHours(2));
        var led = await client.PostAsync($"/payments/{payment}/{act}", page, ("version", "1"), ("note", "typed"));
        Assert.Equal((302, $"/sign-in?return=%2Fpayments%2F{payment}"), (led.Status, led.Location));
        Assert.Contains("what you sent was not taken", (await client.GetAsync(led.Location!)).Body, StringComparison.Ordinal);
        Assert.Equal(PaymentStatus.WaitingScApproval, (await api.Application.Records.FindAsync(payment))!.Status);

        var back = await client.PostAsync("/sign-in", await client.GetAsync(led.Location!), ("user", "coordinator"), ("return", $"/payments/{payment}"));
        Assert.Equal(200, (await client.GetAsync(back.Location!)).Status);
    }

    [Theory]
    [InlineData("/inbox/decide", "?return=%2Finbox")]
    [InlineData("/payments/new", "?return=%2Fpayments%2Fnew")]
    [InlineData("/me/delegations/1/revoke", "?return=%2Fme")]
    [InlineData("/mass-payments/M%201/tick", "?return=%2Fmass-payments%2FM%25201")]
    [InlineData("/users", "?return=%2Fusers")]
    public async Task Every_forms_page_is_found_by_its_address(string form, string expected)
    {
        using var client = new PageClient(api);
        var led = await client.PostBareAsync(form);
        Assert.Equal((302, "/sign-in" + expected), (led.Status, led.Location));
    }

    [Theory]
    [InlineData(SessionSettings.LongestKey, "0")]
    [InlineData(SessionSettings.LongestKey, "169")]
    [InlineData(SessionSettings.IdleKey, "721")]
    [InlineData(SessionSettings.IdleKey, "an hour")]
    public void A_session_of_no_length_refuses_the_start(string key, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [key] = value }).Build();
        Assert.Contains(key, Assert.Throws<InvalidOperationException>(() => SessionSettings.Read(configuration)).Message, StringComparison.Ordinal);
    }
}
