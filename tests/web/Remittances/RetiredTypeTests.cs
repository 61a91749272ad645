using Serverless.Web.Tests.Hosting;
using Serverless.Web.Tests.Pages;
using static Serverless.Web.Tests.Remittances.RemittanceCalls;

namespace Serverless.Web.Tests.Remittances;

/// <summary>A batch type or bank that was retired is offered nowhere and taken for nothing new; a batch that has it keeps it.</summary>
[Trait("Req", "SAN-1")]
[Trait("Req", "SAN-11")]
public sealed class RetiredTypeTests(RemittanceFixture fixture) : IClassFixture<RemittanceFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task A_retired_batch_type_is_not_offered_and_not_taken()
    {
        await PutAsync("batch-types/LOCKBOX", isRetired: false);
        using var client = new PageClient(api);
        await client.SignInAsync(User);
        Assert.Contains("value=\"LOCKBOX\"", (await client.GetAsync("/remittances")).Body, StringComparison.Ordinal);
        await PutAsync("batch-types/LOCKBOX", isRetired: true);

        var page = await client.GetAsync("/remittances");
        Assert.Contains("value=\"CHECK\"", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("LOCKBOX", page.Body, StringComparison.Ordinal);
        var told = Assert.Single((await api.PostAsync(User, Address, Batch("1.00", "LOCKBOX"))).Is(422).Errors);
        Assert.Equal(("CODE_RETIRED", "batchType"), (told.Code, told.Field));
        var refused = await client.PostAsync("/remittances", page, ("applyAs", "Cash"), ("batchType", "LOCKBOX"), ("batchTotal", "1.00"), ("batchDate", "2026-11-20"), ("bankId", "BANK-1"));
        Assert.Equal(422, refused.Status);
        Assert.Contains("LOCKBOX of batch-types is retired", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_keeps_the_type_and_the_bank_that_were_retired_since()
    {
        await PutAsync("batch-types/COURIER", isRetired: false);
        await PutAsync("banks/OLD", isRetired: false);
        var batch = Batch("100.00", "COURIER").Replace("BANK-1", "OLD", StringComparison.Ordinal);
        var path = (await api.PostAsync(User, Address, batch)).Is(201).Location!;
        await PutAsync("batch-types/COURIER", isRetired: true);
        await PutAsync("banks/OLD", isRetired: true);
        using var client = new PageClient(api);
        await client.SignInAsync(User);
        var window = path["/api".Length..];

        var page = await client.GetAsync(window);
        var chosen = page.Body.Split("<option value=\"COURIER\" selected>");
        Assert.Equal(3, chosen.Length);
        Assert.Contains("<option value=\"OLD\" selected>", page.Body, StringComparison.Ordinal);
        Assert.Contains("retired since", chosen[1], StringComparison.Ordinal);
        var edited = await client.PostAsync($"{window}/batch", page, ("version", "1"), ("applyAs", "Cash"), ("batchType", "COURIER"), ("batchTotal", "150.00"), ("batchDate", "2026-11-20"), ("bankId", "OLD"));
        Assert.Equal(302, edited.Status);
        Assert.Equal("COURIER OLD 150.00", (await api.GetAsync(User, path)).Is(200).Json.Words("batchType", "bankId", "batchTotal"));
    }

    private async Task PutAsync(string code, bool isRetired)
    {
        var applyAs = code.StartsWith("batch-types/", StringComparison.Ordinal) ? ",\"applyAs\":[\"Cash\"]" : "";
        (await api.PutAsync("admin", $"/api/codes/{code}", $$"""{"name":"{{code.Split('/')[1]}}","retired":{{(isRetired ? "true" : "false")}}{{applyAs}}}""")).Is(200);
    }
}
