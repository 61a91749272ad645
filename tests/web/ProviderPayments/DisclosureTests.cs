using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.ProviderPayments;

/// <summary>What is told to whom: questions and answers, corrections and notes.</summary>
[Trait("Req", "CARE-3")]
[Trait("Req", "UPI-7")]
public sealed class DisclosureTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task The_provider_is_told_the_question_and_operations_the_answer()
    {
        var care = await CareMonth.NextAsync(api);
        await care.SignedAsync();
        (await care.PostAsync("operations", $"{care.Path}/hold", """{"question":"Was it eight hours?"}""")).Is(200);
        Assert.Contains("Was it eight hours?", Assert.Single(await NoticesAsync("provider", care)), StringComparison.Ordinal);
        Assert.Empty(await NoticesAsync("provider2", care));
        Assert.Empty(await NoticesAsync("operations", care));

        (await care.PostAsync("provider", $"{care.Path}/answer", """{"answer":"It was seven."}""")).Is(200);
        Assert.Contains("It was seven.", Assert.Single(await NoticesAsync("operations", care)), StringComparison.Ordinal);
        Assert.Single(await NoticesAsync("provider", care));
        Assert.Empty(await NoticesAsync("provider2", care));
        Assert.Empty(await NoticesAsync("parent", care));
    }

    [Fact]
    [Trait("Req", "CARE-4")]
    public async Task To_whom_an_adjustment_does_not_belong_it_is_not_there()
    {
        var care = await CareMonth.NextAsync(api);

        // Of the child that is not the parent's.
        (await care.PutAsync("operations", $"{care.OtherPath}/attendance", care.Sheet())).Is(200);
        (await care.PostAsync("operations", $"{care.OtherPath}/receive", null)).Is(200);
        (await care.PostAsync("operations", $"{care.OtherPath}/authorize", null)).Is(200);
        await care.ExportedAsync();
        var path = (await api.PostAsync("operations", $"{care.OtherPath}/adjust", """{"amount":2.50,"reason":"More hours."}""")).Is(201).Location!;
        (await care.PostAsync("manager", $"{path}/authorize", null)).Is(200);
        await care.ExportedAsync();
        foreach (var user in (string[])["provider2", "parent", "coordinator2"])
        {
            (await api.GetAsync(user, path)).IsProblem(404, "NOT_FOUND");
            (await api.GetAsync(user, $"{path}/history")).IsProblem(404, "NOT_FOUND");
            Assert.Empty(await PaidAsync(user, care));
        }

        foreach (var user in (string[])["provider", "coordinator", "operations"])
        {
            (await api.GetAsync(user, path)).Is(200);
            Assert.Equal([care.OtherPath, path], await PaidAsync(user, care));
        }
    }

    [Fact]
    public async Task A_correction_and_its_reason_are_told_when_it_is_authorised()
    {
        var care = await CareMonth.NextAsync(api);
        await care.PaidAsync();
        var path = await care.AdjustedAsync("3");
        Assert.Equal(["A day was missing."], await ReasonsAsync("operations", path));
        foreach (var user in (string[])["provider", "parent", "coordinator"])
        {
            Assert.Null(await AdjustmentsAsync(user, care));
            Assert.Empty(await ReasonsAsync(user, path));
            Assert.False((await api.GetAsync(user, path)).Is(200).Json.TryGetProperty("reason", out _));
        }

        (await care.PostAsync("manager", $"{path}/authorize", """{"note":"Checked by telephone."}""")).Is(200);
        Assert.Equal(["A day was missing.", "Checked by telephone."], await ReasonsAsync("ofo", path));
        foreach (var user in (string[])["provider", "parent", "coordinator"])
        {
            Assert.Equal(1, await AdjustmentsAsync(user, care));
            Assert.Equal(["A day was missing."], await ReasonsAsync(user, path));
            Assert.Equal("A day was missing.", (await api.GetAsync(user, path)).Is(200).Text("reason"));
        }

        (await care.PostAsync("ofo", $"{path}/withdraw", """{"reason":"It was right."}""")).Is(200);
        Assert.Equal(1, await AdjustmentsAsync("auditor", care));
        Assert.Null(await AdjustmentsAsync("provider", care));
        Assert.Empty(await ReasonsAsync("provider", path));
        Assert.Equal(["A day was missing.", "Checked by telephone.", "It was right."], await ReasonsAsync("auditor", path));
    }

    [Fact]
    public async Task What_is_noted_at_an_authorisation_is_for_staff()
    {
        var care = await CareMonth.NextAsync(api);
        await care.SignedAsync();
        (await care.PostAsync("operations", $"{care.Path}/authorize", """{"note":"Looked at the diary."}""")).Is(200);
        Assert.Equal(["Maria Lopez", "Looked at the diary."], await ReasonsAsync("auditor", care.Path));
        foreach (var user in (string[])["provider", "parent", "coordinator"])
        {
            Assert.Equal(["Maria Lopez"], await ReasonsAsync(user, care.Path));
        }
    }

    private async Task<IReadOnlyList<string>> NoticesAsync(string user, CareMonth care)
    {
        var items = (await api.GetAsync(user, "/api/notices?top=500")).Is(200).Json.GetProperty("items").EnumerateArray();
        return [.. items.Where(item => care.Path.EndsWith(item.GetProperty("about").GetString()!, StringComparison.Ordinal)).Select(item => item.GetProperty("text").GetString()!)];
    }

    /// <summary>Where the payments and adjustments of the Paid tab are, payments first.</summary>
    private async Task<IReadOnlyList<string>> PaidAsync(string user, CareMonth care)
    {
        var items = (await api.GetAsync(user, $"{CareMonth.Root}?period={care.Period}&tab=paid&sort=-amount")).Is(200).Json.GetProperty("items").EnumerateArray();
        return [.. items.Select(item => $"{CareMonth.Root}/{item.GetProperty("id").GetString()}")];
    }

    /// <summary>How many adjustments the payment shows; null where it says nothing of any.</summary>
    private async Task<int?> AdjustmentsAsync(string user, CareMonth care)
        => (await api.GetAsync(user, care.Path)).Is(200).Json.TryGetProperty("adjustments", out var adjustments) ? adjustments.GetArrayLength() : null;

    /// <summary>The notes in the history of a payment or an adjustment.</summary>
    private async Task<IReadOnlyList<string>> ReasonsAsync(string user, string path)
    {
        var notes = new List<string>();
        foreach (var entry in (await api.GetAsync(user, $"{path}/history")).Is(200).Json.EnumerateArray())
        {
            if (entry.TryGetProperty("note", out var note))
            {
                notes.Add(note.GetString()!);
            }
        }

        return notes;
    }
}
