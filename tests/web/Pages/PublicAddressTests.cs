using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Serverless.Payments.Mails;
using Serverless.Web.SignIn;
using Serverless.Web.Tests.Hosting;
using Serverless.Web.Tests.SignIn;

namespace Serverless.Web.Tests.Pages;

/// <summary>One setting says where people reach the pages; whoever reads it takes the same and refuses the same.</summary>
[Trait("Req", "ALL-4")]
public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("payments.agency.example")]
    [InlineData("/payments")]
    [InlineData("ftp://payments.agency.example")]
    [InlineData("http://payments.agency.example")]
    [InlineData("https://payments.agency.example/payments")]
    [InlineData("https://payments.agency.example/?from=mail")]
    [InlineData("https://payments.agency.example/#top")]
    [InlineData("https://somebody@payments.agency.example")]
    public void An_address_that_is_none_is_refused_in_the_same_words_by_all_who_read_it(string address)
    {
        var settings = SettingsWith(address);
        var told = Assert.Throws<InvalidOperationException>(() => PublicAddress.Read(address, isDevelopment: false)).Message;
        Assert.StartsWith("Serverless:PublicAddress must be an absolute https address without a path, such as https://", told, StringComparison.Ordinal);
        Assert.Contains($"'{address}'", told, StringComparison.Ordinal);
        Assert.Equal(told, Assert.Throws<InvalidOperationException>(() => OpenIdSettings.Read(settings)).Message);
        Assert.Equal(told, Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddServerlessWeb(settings, new HostingEnvironment { EnvironmentName = "Production" })).Message);
    }

    [Fact]
    public async Task Links_in_mails_and_the_way_back_from_the_authority_begin_alike()
    {
        const string address = "https://agency.example:8443/";
        using var authority = new FakeAuthority();
        await using var api = await Api.StartAsync(new ApiOptions { Environment = "Production", Settings = new(FakeAuthority.Settings) { [PublicAddress.Key] = address }, Services = authority.Join });
        authority.Time = api.Clock;
        using var client = new PageClient(api, new Uri("https://payments.agency.example"));

        var asked = QueryHelpers.ParseQuery(new Uri((await client.GetAsync("/sign-in/start")).Location!).Query);
        Assert.Equal(PublicAddress.Read(address, isDevelopment: false).Page("signin-oidc")!.AbsoluteUri, asked["redirect_uri"].ToString());
    }

    [Fact]
    public void In_Development_it_may_be_http_and_is_where_the_host_listens_unless_it_is_set()
    {
        var known = PublicAddress.Read("http://localhost:7071", isDevelopment: true);
        known.Default(new Uri("http://localhost:9"));
        Assert.Equal((false, "http://localhost:7071/inbox"), (known.IsHttps, known.Page("inbox")!.AbsoluteUri));

        var unknown = PublicAddress.Read(" ", isDevelopment: true);
        Assert.Null(unknown.Page("inbox"));
        unknown.Default(new Uri("http://localhost:9"));
        Assert.Equal("http://localhost:9/inbox", unknown.Page("inbox")!.AbsoluteUri);
    }

    private static IConfiguration SettingsWith(string address)
        => new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(FakeAuthority.Settings) { [PublicAddress.Key] = address }).Build();
}
