using System.Text.RegularExpressions;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Pages;

/// <summary>What the account's page proposes for a payment, without scripts.</summary>
[Trait("Req", "PS-2")]
public sealed class OldestFirstTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task A_payment_that_goes_further_than_the_charges_that_are_shown_is_proposed_to_none_and_saved_to_the_oldest()
    {
        var path = $"/participants/{await api.AddClientAsync()}";
        for (var number = 1; number <= 101; number++)
        {
            (await api.PostAsync("biller", $"/api{path}/charges", """{"date":"2026-11-02","amount":10,"printPeriod":"2026-11","description":"Room"}""")).Is(201);
        }

        using var client = new PageClient(api);
        await client.SignInAsync("biller");
        var page = await client.GetAsync(path);
        (string, string)[] Payment(string amount) => [("version", "101"), ("paidBy", "cash"), ("amount", amount), ("postingDate", "2026-11-02")];
        Assert.Equal(Enumerable.Repeat("10.00", 100), Proposed(await client.PostAsync($"{path}/payments", page, [.. Payment("1000"), ("step", "propose")])));
        var further = await client.PostAsync($"{path}/payments", page, [.. Payment("1005"), ("step", "propose")]);
        Assert.Equal(Enumerable.Repeat("", 100), Proposed(further));

        // Sent as it is shown it is saved, and reaches the charge that is not shown.
        var saved = await client.PostAsync($"{path}/payments", further, [.. Payment("1005"), ("step", "save"), .. Enumerable.Range(1, 100).Select(charge => ($"allocation-{charge}", ""))]);
        Assert.Equal(302, saved.Status);
        Assert.Contains("1,005.00 is applied to charges, 0.00 is open credit", (await client.GetAsync(path)).Body, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Proposed(PageReply reply)
    {
        Assert.Equal(200, reply.Status);
        return Regex.Matches(reply.Body, "name=\"allocation-[0-9]+\" class=\"amount tight\" value=\"([^\"]*)\"").Select(match => match.Groups[1].Value);
    }
}
