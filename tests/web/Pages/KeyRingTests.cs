using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Pages;

/// <summary>
/// What cookies and forms are sealed with stands in the store, so that whoever is signed in does not notice which process
/// answers. Each host is put together as the Functions app is: started before the store is opened, with one delegate for all
/// requests, and an application of its own.
/// </summary>
[Trait("Req", "ALL-4")]
public sealed class KeyRingTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_is_signed_in_stays_so_over_a_restart_and_an_open_form_counts(bool isOpenBeforeTheStart)
    {
        var payment = await api.SubmitAsync(await api.AddClientAsync());
        using var client = new PageClient(api);
        var before = await StartAsync(isOpenBeforeTheStart);
        client.GoOnAt(before.GetTestClient());
        await client.SignInAsync("coordinator");
        var page = await client.GetAsync($"/payments/{payment}");
        before.Dispose();

        using var after = await StartAsync(isOpenBeforeTheStart);
        client.GoOnAt(after.GetTestClient());
        await ApproveAsync(client, page, payment);
        Assert.Contains("is now Waiting DSPD Approval", (await client.GetAsync($"/payments/{payment}")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hosts_over_one_store_understand_each_other()
    {
        var payment = await api.SubmitAsync(await api.AddClientAsync());
        using var client = new PageClient(api);
        using var first = await StartAsync(isOpen: false);
        using var second = await StartAsync(isOpen: true);
        client.GoOnAt(first.GetTestClient());
        await client.SignInAsync("coordinator");
        client.GoOnAt(second.GetTestClient());
        var page = await client.GetAsync($"/payments/{payment}");
        client.GoOnAt(first.GetTestClient());
        await ApproveAsync(client, page, payment);
        client.GoOnAt(second.GetTestClient());

        // What was done is told by a cookie that the other one sealed.
        Assert.Contains("is now Waiting DSPD Approval", (await client.GetAsync($"/payments/{payment}")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_over_another_store_knows_nobody()
    {
        await using var other = await Api.StartAsync();
        using var client = new PageClient(api);
        await client.SignInAsync("coordinator");
        Assert.Equal(200, (await client.GetAsync("/inbox")).Status);
        client.GoOnAt(other.Anonymous());
        Assert.Equal(302, (await client.GetAsync("/inbox")).Status);
    }

    private async Task ApproveAsync(PageClient client, PageReply page, string payment)
    {
        Assert.Equal((200, null), (page.Status, page.Location));
        Assert.Equal(302, (await client.PostAsync($"/payments/{payment}/approve", page, ("version", "1"))).Status);
        Assert.Equal(PaymentStatus.WaitingDspdApproval, (await api.Application.Records.FindAsync(payment))!.Status);
    }

    /// <param name="isOpen">Whether the store was opened before the framework's own services start, which ask for the keys.</param>
    private async Task<IHost> StartAsync(bool isOpen)
    {
        var host = new HostBuilder().UseEnvironment("Development").ConfigureWebHost(web => web.UseTestServer()
            .ConfigureServices((context, services) => AddServices(services, context))
            .Configure(app => app.Run(context => context.RequestServices.GetRequiredService<ServerlessFront>().RunAsync(context)))).Build();
        if (isOpen)
        {
            await host.Services.GetRequiredService<PaymentsOpening>().OpenAsync();
        }

        await host.StartAsync();
        return host;
    }

    private void AddServices(IServiceCollection services, WebHostBuilderContext context)
    {
        services.AddSingleton(_ => new PaymentsOpening(() => PaymentsApplication.OpenAsync(api.Application.Ports)));
        services.AddSingleton(provider => provider.GetRequiredService<PaymentsOpening>().Opened.Application);
        services.AddSingleton(api.Key);
        services.AddSingleton(Agency.Users);
        services.AddServerlessWeb(context.Configuration, context.HostingEnvironment);
        services.AddSingleton<ServerlessFront>();
    }
}
