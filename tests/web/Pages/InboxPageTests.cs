using Serverless.Payments.Approvals;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Pages;

/// <summary>What the inbox says of decisions.</summary>
[Trait("Req", "ALL-4")]
public sealed class InboxPageTests
{
    [Fact]
    public async Task A_decision_that_is_not_carried_out_yet_is_said_to_be_on_its_way_and_not_done()
    {
        HeldBack? engine = null;
        await using var api = await Api.StartAsync(new ApiOptions { Orchestrations = inner => engine = new HeldBack(inner) });
        var (first, second) = (await api.SubmitAsync(await api.AddClientAsync()), await api.SubmitAsync(await api.AddClientAsync()));
        using var client = new PageClient(api);
        await client.SignInAsync("coordinator");
        var page = await client.GetAsync("/inbox");
        engine!.IsHeld = true;
        Assert.Equal("/inbox", (await client.PostAsync("/inbox/decide", page, ("action", "approve"), ("payment", $"{first}@1"))).Location);
        var told = await client.GetAsync("/inbox");
        Assert.Contains("1 payment on its way", told.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("1 payment approved", told.Body, StringComparison.Ordinal);

        // What was seen before is refused, and what is on its way is no less said.
        await client.PostAsync("/inbox/decide", page, ("action", "deny"), ("reason", "Twice"), ("payment", $"{first}@7"), ("payment", $"{second}@1"));
        told = await client.GetAsync("/inbox");
        Assert.Contains("1 payment on its way, 1 not:", told.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("denied", told.Body, StringComparison.Ordinal);
        Assert.Equal(PaymentStatus.WaitingScApproval, (await api.Application.Records.FindAsync(first))!.Status);
    }
}
