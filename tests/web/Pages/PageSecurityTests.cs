using System.Net.Http.Headers;
using Serverless.Payments.Approvals;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Pages;

[Trait("Req", "ALL-4")]
public sealed class PageSecurityTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task Who_is_not_signed_in_is_led_to_the_sign_in_and_back_to_our_own_pages_alone()
    {
        using var client = new PageClient(api);
        var led = await client.GetAsync("/payments?status=Error");
        Assert.Equal(302, led.Status);
        Assert.EndsWith("/sign-in?return=%2Fpayments%3Fstatus%3DError", led.Location, StringComparison.Ordinal);
        foreach (var (wanted, expected) in (ValueTuple<string, string>[])[("/payments?status=Error", "/payments?status=Error"), ("https://evil.example", "/"), ("//evil.example", "/"), ("/\\evil.example", "/"), ("", "/")])
        {
            var reply = await client.PostAsync("/sign-in", await client.GetAsync("/sign-in"), ("user", "auditor"), ("return", wanted));
            Assert.Equal((302, expected), (reply.Status, reply.Location));
        }
    }

    [Fact]
    public async Task A_form_that_is_not_ours_changes_nothing()
    {
        var payment = await api.SubmitAsync(await api.AddClientAsync());
        using var client = new PageClient(api);
        await client.SignInAsync("coordinator");
        var refused = await client.PostBareAsync($"/payments/{payment}/approve", ("version", "1"), ("request", new string('a', 32)));
        Assert.Equal(400, refused.Status);
        Assert.Contains("nothing was changed", refused.Body, StringComparison.Ordinal);
        Assert.Equal(PaymentStatus.WaitingScApproval, (await api.Application.Records.FindAsync(payment))!.Status);
    }

    [Fact]
    public async Task A_form_sent_twice_acts_once()
    {
        var payment = await api.SubmitAsync(await api.AddClientAsync());
        using var client = new PageClient(api);
        await client.SignInAsync("coordinator");
        var page = await client.GetAsync($"/payments/{payment}");
        Assert.Equal(302, (await client.PostAsync($"/payments/{payment}/approve", page, ("version", "1"))).Status);
        Assert.Equal(302, (await client.PostAsync($"/payments/{payment}/approve", page, ("version", "1"))).Status);
        Assert.Contains("is now Waiting DSPD Approval", (await client.GetAsync($"/payments/{payment}")).Body, StringComparison.Ordinal);
        Assert.Equal(2, (await api.Application.Records.FindAsync(payment))!.Version);
    }

    [Fact]
    public async Task The_cookie_does_not_count_on_the_API_nor_the_token_on_pages()
    {
        using var client = new PageClient(api);
        await client.SignInAsync("auditor");
        Assert.Equal(200, (await client.GetAsync("/payments")).Status);
        Assert.Equal(401, (await client.GetAsync("/api/payments")).Status);
        using var stranger = new PageClient(api);
        var request = new HttpRequestMessage(HttpMethod.Get, "/payments");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", api.TokenOf("auditor"));
        Assert.Equal(302, (await stranger.SendAsync(request)).Status);
    }

    [Fact]
    public async Task Pages_say_what_a_browser_may_do_with_them()
    {
        using var client = new PageClient(api);
        foreach (var path in (string[])["/sign-in", "/links", "/links/none", "/nowhere"])
        {
            var reply = await client.GetAsync(path);
            Assert.Equal("no-referrer", reply.Headers["Referrer-Policy"]);
            Assert.Contains("script-src 'self'", reply.Headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", reply.Headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.Contains("no-store", reply.Headers["Cache-Control"], StringComparison.Ordinal);
            Assert.DoesNotContain(" style=\"", reply.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_signed_out_is_out_and_another_role_is_told_so_on_a_page()
    {
        using var client = new PageClient(api);
        await client.SignInAsync("parent");
        var page = await client.GetAsync("/runs");
        Assert.Equal(403, page.Status);
        Assert.Contains("This is not for you", page.Body, StringComparison.Ordinal);
        Assert.Equal(302, (await client.PostAsync("/sign-out", await client.GetAsync("/inbox"))).Status);
        Assert.Equal(302, (await client.GetAsync("/inbox")).Status);
    }

    [Fact]
    public async Task Odd_addresses_are_pages_too()
    {
        using var client = new PageClient(api);
        await client.SignInAsync("auditor");
        foreach (var (path, status) in (ValueTuple<string, int>[])[("/payments/x", 404), ("/clients/1", 404), ("/payments?period=2026-13", 400), ("/payments?top=9", 400), ("/runs/none", 404), ("/overview?month=x", 400), ("/users/nobody", 404)])
        {
            var reply = await client.GetAsync(path);
            Assert.Equal((path, status), (path, reply.Status));
            Assert.StartsWith("<!DOCTYPE html>", reply.Body, StringComparison.Ordinal);
        }
    }
}
