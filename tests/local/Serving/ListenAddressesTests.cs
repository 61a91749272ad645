using Microsoft.Extensions.Configuration;
using Serverless.Local.Serving;

namespace Serverless.Local.Tests.Serving;

/// <summary>Development listens on this machine alone.</summary>
public class ListenAddressesTests
{
    private static readonly IConfiguration Nothing = new ConfigurationBuilder().Build();

    [Theory]
    [InlineData("http://localhost:7071")]
    [InlineData("http://LOCALHOST:80")]
    [InlineData("https://127.0.0.1:0")]
    [InlineData("http://127.5.5.5:1")]
    [InlineData("http://[::1]:7071")]
    [InlineData("http://[::ffff:127.0.0.1]:7071")]
    public void Loopback_address_is_taken_in_Development(string address)
        => Assert.Null(Record.Exception(() => ListenAddresses.Check([address], Nothing, loopbackAlone: true)));

    [Theory]
    [InlineData("http://*:7071")]
    [InlineData("http://+:7071")]
    [InlineData("http://0.0.0.0:7071")]
    [InlineData("http://[::]:7071")]
    [InlineData("http://10.0.0.1:7071")]
    [InlineData("http://example.org:7071")]
    [InlineData("http://localhost.example.org:7071")]
    [InlineData("http://127.0.0.1.example.org:7071")]
    [InlineData("http://unix:/tmp/socket")]
    public void Other_address_is_refused_in_Development_and_taken_in_Production(string address)
    {
        var refused = Assert.Throws<StartupException>(() => ListenAddresses.Check(["http://localhost:1", address], Nothing, loopbackAlone: true));

        Assert.Contains(address, refused.Message, StringComparison.Ordinal);
        Assert.Null(Record.Exception(() => ListenAddresses.Check([address], Nothing, loopbackAlone: false)));
    }

    [Theory]
    [InlineData("localhost:7071")]
    [InlineData("7071")]
    [InlineData("ftp://localhost:7071")]
    [InlineData("http://localhost:port")]
    [InlineData("http://localhost:7071/path")]
    public void Malformed_address_is_refused_everywhere(string address)
        => Assert.Throws<StartupException>(() => ListenAddresses.Check([address], Nothing, loopbackAlone: false));

    [Fact]
    public void Endpoint_of_the_servers_own_configuration_is_refused_alike()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Kestrel:Endpoints:Open:Url"] = "http://*:9999" })
            .Build();

        Assert.Throws<StartupException>(() => ListenAddresses.Check(["http://localhost:7071"], configuration, loopbackAlone: true));
    }
}
