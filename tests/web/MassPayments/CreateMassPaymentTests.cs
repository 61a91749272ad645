using Serverless.Payments.Directory;
using Serverless.Web.Tests.Hosting;
using static Serverless.Web.Tests.MassPayments.MassCalls;

namespace Serverless.Web.Tests.MassPayments;

public sealed class CreateMassPaymentTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    [Trait("Req", "KEES-2")]
    public async Task A_draft_has_one_aid_code_and_is_read_where_its_Location_says()
    {
        var made = (await api.PostAsync(User, Address, Choice)).Is(201);
        Assert.Equal($"{Address}/{made.Text("id")}", made.Location);
        Assert.Equal("\"1\"", made.ETag);
        Assert.Equal(("Draft", "ET", "P-200", "S-200", "Basin Care", User), (made.Text("status"), made.Text("aidCode"), made.Text("providerId"), made.Text("serviceId"), made.Text("providerName"), made.Text("createdBy")));
        Assert.Equal((1, 0, 0), (made.Number("version"), made.Number("count"), made.Json.GetProperty("entries").GetArrayLength()));
        Assert.Equal(made.Body, (await api.GetAsync(User, made.Location!)).Is(200).Body);
    }

    [Theory]
    [InlineData("P-999", "S-200", "ET", "UNKNOWN_PROVIDER providerId")]
    [InlineData("P-200", "S-201", "ET", "NOT_SMART_VENDOR serviceId")]
    [InlineData("P-200", "S-999", "ET", "UNKNOWN_SERVICE serviceId")]
    [InlineData("P-200", "S-200", "TANF", "UNKNOWN_AID_CODE aidCode")]
    [InlineData("P-100", "S-200", "", "UNKNOWN_AID_CODE aidCode; UNKNOWN_SERVICE serviceId")]
    [InlineData("P-901", "S-1", "et", "UNKNOWN_AID_CODE aidCode; PROVIDER_INACTIVE providerId")]
    [Trait("Req", "KEES-2")]
    [Trait("Req", "KEES-1")]
    public async Task A_draft_is_refused_with_everything_that_stands_against_it(string provider, string service, string aidCode, string faults)
    {
        await api.Application.Directory.PutProviderAsync(new Provider("P-901", "Closed House", "9 Main Street", Active: false) { Services = [new("S-1", "Work support", "Smart Vendor")] });
        var refused = (await api.PostAsync(User, Address, $$"""{"providerId":"{{provider}}","serviceId":"{{service}}","aidCode":"{{aidCode}}"}""")).IsProblem(422, faults.Split(' ')[0]);
        Assert.Equal(faults, string.Join("; ", refused.Errors.Select(error => $"{error.Code} {error.Field}")));
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_is_400_by_field()
        => Assert.Equal([("UNKNOWN_FIELD", "aid"), ("MISSING_FIELD", "aidCode")], (await api.PostAsync(User, Address, """{"providerId":"P-200","serviceId":"S-200","aid":"ET"}""")).IsProblem(400, "BAD_BODY").Errors);

    [Fact]
    public async Task The_same_key_makes_one_draft()
    {
        var first = (await api.PostAsync(User, Address, Choice, ("Idempotency-Key", "begin-1"))).Is(201);
        var again = (await api.PostAsync(User, Address, Choice, ("Idempotency-Key", "begin-1"))).Is(201);
        Assert.Equal((first.Body, first.Location), (again.Body, again.Location));
    }
}
