using System.Net.Http.Headers;
using Serverless.Testing;
using Serverless.Web.SignIn;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.SignIn;

public sealed class SignInTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task A_development_user_gets_a_token_that_opens_the_inbox()
    {
        var reply = (await api.PostAsync(null, "/dev/sign-in", """{"user":"coordinator"}""")).Is(200);
        using var client = api.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", reply.Text("token"));
        using var response = await client.GetAsync(new Uri("/api/inbox", UriKind.Relative));
        Assert.True(response.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("""{"user":"nobody"}""", 422)]
    [InlineData("""{"user":null}""", 400)]
    [InlineData("""{"name":"admin"}""", 400)]
    [InlineData("[]", 400)]
    [InlineData("", 400)]
    public async Task What_names_no_user_is_refused(string body, int status) => (await api.PostAsync(null, "/dev/sign-in", body)).Is(status);

    [Fact]
    public void The_key_is_made_once_and_only_its_owner_reads_it()
    {
        using var folder = new TempFolder();
        var path = folder.Combine("keys", "dev-signing-key");
        var made = DevelopmentSigningKey.OpenOrCreate(path);
        Assert.Equal(made.Key.Key, DevelopmentSigningKey.OpenOrCreate(path).Key.Key);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        File.WriteAllText(path, "something else");
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => DevelopmentSigningKey.OpenOrCreate(path)).Message, StringComparison.Ordinal);
    }
}
