using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Approvers;

[Trait("Req", "UPI-7")]
public sealed class UsersTests : IAsyncLifetime
{
    private const string Carla = """{"fullName":"Carla Mendez","roles":["coordinator"],"email":"carla@agency.example","superior":"manager"}""";
    private Api api = null!;

    public async Task InitializeAsync()
    {
        api = await Api.StartAsync();
        (await api.PutAsync("admin", "/api/users/manager", """{"fullName":"Maya Lindgren","roles":["manager"]}""")).Is(200);
    }

    public async Task DisposeAsync() => await api.DisposeAsync();

    [Fact]
    public async Task The_admin_keeps_users_and_everybody_reads_the_own_record_alone()
    {
        var made = (await api.PutAsync("admin", "/api/users/coordinator", Carla)).Is(200);
        Assert.Equal(("\"1\"", "each", true), (made.ETag, made.Text("mail"), made.Json.GetProperty("active").GetBoolean()));
        (await api.PutAsync("admin", "/api/users/coordinator", Carla, ("If-Match", "\"2\""))).IsProblem(412, "STALE");

        Assert.Equal(made.Body, (await api.GetAsync("coordinator", "/api/users/coordinator")).Is(200).Body);
        Assert.Equal(made.Body, (await api.GetAsync("coordinator", "/api/users/me")).Is(200).Body);
        Assert.Equal(made.Body, (await api.GetAsync("auditor", "/api/users/coordinator")).Is(200).Body);
        (await api.GetAsync("technician", "/api/users/coordinator")).IsProblem(404, "NOT_FOUND");
        (await api.GetAsync("technician", "/api/users/me")).IsProblem(404, "NOT_FOUND");
        Assert.Equal(["coordinator", "manager"], (await api.GetAsync("admin", "/api/users")).Is(200).Json.GetProperty("items").EnumerateArray().Select(user => user.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task A_person_chooses_the_own_mails_and_the_choice_outlives_what_an_admin_changes()
    {
        (await api.PutAsync("admin", "/api/users/coordinator", Carla)).Is(200);
        Assert.Equal("digest", (await api.PutAsync("coordinator", "/api/users/me/mail", """{"mail":"digest"}""")).Is(200).Text("mail"));
        Assert.Equal("digest", (await api.PutAsync("admin", "/api/users/coordinator", Carla)).Is(200).Text("mail"));
        (await api.PutAsync("coordinator", "/api/users/me/mail", """{"mail":"sometimes"}""")).Is(400);
        (await api.PutAsync("technician", "/api/users/me/mail", """{"mail":"none"}""")).IsProblem(404, "NOT_FOUND");
    }

    [Theory]
    [InlineData("coordinator", """{"fullName":"","roles":[],"email":"a@b@c","superior":"coordinator"}""", 422, "email fullName superior")]
    [InlineData("coordinator", """{"fullName":"Carla","roles":[],"email":"carla@agency.example\r\nBcc: all@agency.example"}""", 422, "email")]
    [InlineData("coordinator", """{"fullName":"Carla\r\nX-Header: 1","roles":[]}""", 422, "fullName")]
    [InlineData("coordinator", """{"fullName":"Carla","roles":["caps"],"superior":"nobody"}""", 422, "roles")]
    [InlineData("coordinator", """{"fullName":"Carla","roles":[],"superior":"nobody"}""", 422, "superior")]
    [InlineData("inbox", """{"fullName":"Carla","roles":[]}""", 422, "name")]
    [InlineData("coordinator", """{"fullName":"Carla","roles":["king"],"version":3}""", 400, "roles version")]
    public async Task A_record_that_is_not_in_order_is_refused_with_every_fault(string name, string body, int status, string fields)
    {
        var reply = (await api.PutAsync("admin", $"/api/users/{name}", body)).Is(status);
        Assert.Equal(fields.Split(' ').Order(StringComparer.Ordinal), reply.Errors.Select(error => error.Field).Order(StringComparer.Ordinal));
    }
}
