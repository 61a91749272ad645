using System.Text.RegularExpressions;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Pages;

/// <summary>Who goes back, corrects a form and sends it again means another act: it is no repetition of the first, and moves no money twice unnoticed.</summary>
[Trait("Req", "ALL-4")]
public sealed class SentAgainTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task A_payment_submitted_twice_is_one_and_corrected_for_other_days_another()
    {
        var clientId = await api.AddClientAsync();
        using var client = await SignedInAsync("provider");
        var page = await client.GetAsync("/payments/new");
        var first = await client.PostAsync("/payments/new", page, Claim(clientId, "10", "250.00", "2026-11-16"));
        Assert.Equal(first.Location, (await client.PostAsync("/payments/new", page, Claim(clientId, "10", "250.00", "2026-11-16"))).Location);
        var other = await client.PostAsync("/payments/new", page, Claim(clientId, "8", "200.00", "2026-11-17"));
        Assert.NotEqual(first.Location, other.Location);
        Assert.Equal(PaymentStatus.WaitingScApproval, (await FindAsync(other)).Status);
        Assert.Equal(200m, (await FindAsync(other)).Facts.Amount.Amount);
    }

    [Fact]
    [Trait("Req", "UPI-3")]
    public async Task A_payment_corrected_for_the_same_days_after_it_was_submitted_is_told_to_be_a_duplicate()
    {
        var clientId = await api.AddClientAsync();
        using var client = await SignedInAsync("provider");
        var page = await client.GetAsync("/payments/new");
        await client.PostAsync("/payments/new", page, Claim(clientId, "10", "250.00", "2026-11-16"));
        var again = await FindAsync(await client.PostAsync("/payments/new", page, Claim(clientId, "8", "200.00", "2026-11-16")));
        Assert.Equal((PaymentStatus.Error, "DUPLICATE"), (again.Status, Assert.Single(again.Validation).Code));
    }

    [Fact]
    [Trait("Req", "PS-2")]
    public async Task A_charge_and_a_payment_that_went_through_are_not_entered_again_corrected()
    {
        var participant = await api.AddClientAsync();
        using var client = await SignedInAsync("biller");
        var page = await client.GetAsync($"/participants/{participant}");
        (string, string)[] Charge(string amount) => [("version", Version(page)), ("date", "2026-11-02"), ("amount", amount), ("printPeriod", "2026-11"), ("description", "Room")];
        Assert.Equal(302, (await client.PostAsync($"/participants/{participant}/charges", page, Charge("60.00"))).Status);
        Assert.Equal(302, (await client.PostAsync($"/participants/{participant}/charges", page, Charge("60.00"))).Status);
        Assert.Equal(422, (await client.PostAsync($"/participants/{participant}/charges", page, Charge("61.00"))).Status);
        page = await client.GetAsync($"/participants/{participant}");
        (string, string)[] Pay(string amount) => [("version", Version(page)), ("step", "save"), ("paidBy", "cash"), ("amount", amount), ("postingDate", "2026-11-02")];
        Assert.Equal(302, (await client.PostAsync($"/participants/{participant}/payments", page, Pay("20.00"))).Status);
        Assert.Equal(422, (await client.PostAsync($"/participants/{participant}/payments", page, Pay("21.00"))).Status);
        var account = (await api.Application.Charges.FindAsync(new Caller("biller", new HashSet<Role> { Role.Biller }), participant))!;
        Assert.Equal((1, 1, 40m), (account.Charges.Count, account.Payments.Count, account.Owed.Amount));
    }

    [Fact]
    public async Task A_decision_that_went_through_is_not_taken_again_with_other_words()
    {
        var payment = await api.SubmitAsync(await api.AddClientAsync());
        using var client = await SignedInAsync("coordinator");
        var page = await client.GetAsync($"/payments/{payment}");
        Assert.Equal(302, (await client.PostAsync($"/payments/{payment}/approve", page, ("version", "1"))).Status);
        Assert.Equal(422, (await client.PostAsync($"/payments/{payment}/approve", page, ("version", "1"), ("note", "On second thoughts"))).Status);
        Assert.Equal(2, (await api.Application.Records.FindAsync(payment))!.Version);
    }

    private static (string, string)[] Claim(string clientId, string units, string amount, string day)
        => [("clientId", clientId), ("serviceCode", "SLN"), ("units", units), ("rate", "25.00"), ("amount", amount), ("serviceFrom", day), ("serviceTo", day)];

    private static string Version(PageReply page) => Regex.Match(page.Body, "name=\"version\" value=\"([0-9]+)\"").Groups[1].Value;

    private async Task<Payment> FindAsync(PageReply reply)
    {
        Assert.Equal(302, reply.Status);
        return (await api.Application.Records.FindAsync(reply.Location!["/payments/".Length..]))!;
    }

    private async Task<PageClient> SignedInAsync(string user)
    {
        var client = new PageClient(api);
        await client.SignInAsync(user);
        return client;
    }
}
