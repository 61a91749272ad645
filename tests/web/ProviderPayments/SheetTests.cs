using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.ProviderPayments;

/// <summary>No sheet is lost when another one takes its place.</summary>
[Trait("Req", "CARE-2")]
public sealed class SheetTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task Every_sheet_is_read_by_its_number_also_when_another_one_stands()
    {
        var care = await CareMonth.NextAsync(api);
        (await api.GetAsync("operations", $"{care.Path}/sheets/1")).IsProblem(404, "NOT_FOUND");
        (await care.SubmitAsync(care.Sheet("8:30"))).Is(200);
        (await care.SubmitAsync(CareMonth.SheetOf(care.Absent("ill", 2)))).Is(200);
        foreach (var user in (string[])["provider", "parent", "coordinator", "auditor"])
        {
            Assert.Equal($$"""{"number":1,"days":[{"date":"{{care.Period}}-02","in":"08:30","out":"16:00"}]}""", (await api.GetAsync(user, $"{care.Path}/sheets/1")).Is(200).Body);
            Assert.Equal($$"""{"number":2,"days":[{"date":"{{care.Period}}-02","absence":"ill"}]}""", (await api.GetAsync(user, $"{care.Path}/sheets/2")).Is(200).Body);
        }

        foreach (var number in (string[])["0", "3", "-1", "x", "1.0", "99999999999", "%20"])
        {
            (await api.GetAsync("operations", $"{care.Path}/sheets/{number}")).IsProblem(404, "NOT_FOUND");
        }
    }

    [Fact]
    [Trait("Req", "UPI-7")]
    public async Task To_whom_a_payment_does_not_belong_its_sheets_are_not_there()
    {
        var care = await CareMonth.NextAsync(api);
        (await care.SubmitAsync()).Is(200);
        (await care.PutAsync("operations", $"{care.OtherPath}/attendance", care.Sheet())).Is(200);
        foreach (var user in (string[])["provider2", "coordinator2"])
        {
            (await api.GetAsync(user, $"{care.Path}/sheets/1")).IsProblem(404, "NOT_FOUND");
        }

        (await api.GetAsync("parent", $"{care.OtherPath}/sheets/1")).IsProblem(404, "NOT_FOUND");
    }
}
