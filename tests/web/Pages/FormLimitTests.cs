using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Payments.Approvals;
using Serverless.Payments.Invoices;
using Serverless.Web.Pages;
using Serverless.Web.Requests;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Pages;

/// <summary>Whatever can be typed into a form or chosen in it is taken; more is told on a page.</summary>
[Trait("Req", "ALL-4")]
public sealed class FormLimitTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task A_form_with_a_long_text_and_thousands_of_fields_is_taken()
    {
        var payment = await api.SubmitAsync(await api.AddClientAsync());
        using var client = await SignedInAsync("coordinator");

        // A letter of another alphabet travels as nine bytes.
        var fields = Enumerable.Range(0, 5_000).Select(number => ($"allocation-{number}", "1.50")).Prepend(("note", new string('語', ApprovalRules.NoteCharsMax))).Prepend(("version", "1"));
        var reply = await client.PostAsync($"/payments/{payment}/deny", await client.GetAsync($"/payments/{payment}"), [.. fields]);

        Assert.Equal(302, reply.Status);
        Assert.Equal(PaymentStatus.DeniedBySc, (await api.Application.Records.FindAsync(payment))!.Status);
    }

    [Fact]
    public async Task A_form_that_is_too_large_is_told_on_a_page_what_to_do_and_changes_nothing()
    {
        var payment = await api.SubmitAsync(await api.AddClientAsync());
        using var client = await SignedInAsync("coordinator");
        var reply = await client.PostAsync($"/payments/{payment}/deny", await client.GetAsync($"/payments/{payment}"), ("version", "1"), ("note", new string('a', BodyLimit.Form.BytesMax)));

        Assert.Equal(413, reply.Status);
        Assert.StartsWith("<!DOCTYPE html>", reply.Body, StringComparison.Ordinal);
        Assert.Contains("That is too large", reply.Body, StringComparison.Ordinal);
        Assert.Contains("takes at most 256 KiB", reply.Body, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", reply.Body, StringComparison.Ordinal);
        Assert.Equal(PaymentStatus.WaitingScApproval, (await api.Application.Records.FindAsync(payment))!.Status);
    }

    [Fact]
    public async Task A_form_takes_a_file_as_large_as_the_API_does()
    {
        using var client = await SignedInAsync("provider");
        Assert.Equal(422, (await UploadAsync(client, InvoiceCommands.ContentBytesMax)).Status);
        var refused = await UploadAsync(client, InvoiceCommands.ContentBytesMax + BodyLimit.Form.BytesMax);
        Assert.Equal(413, refused.Status);
        Assert.Contains("at most 16 MiB", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void The_server_in_front_lets_everything_through_that_an_address_takes()
    {
        var server = new KestrelServerOptions();
        server.UseServerlessLimits();
        var limits = api.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.Select(BodyLimit.Of).ToList();

        Assert.Contains(limits, limit => limit.BytesMax > InvoiceCommands.ContentBytesMax);
        Assert.All(limits, limit => Assert.True(limit.BytesMax < server.Limits.MaxRequestBodySize));
    }

    [Fact]
    public void Every_page_with_a_form_has_the_same_limit_and_only_a_file_adds_to_it()
    {
        var pages = api.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<PageEndpoint>() is not null).ToList();

        Assert.NotEmpty(pages);
        Assert.All(pages, page => Assert.Equal(0, (BodyLimit.Of(page).BytesMax - BodyLimit.Form.BytesMax) % (1024 * 1024)));
    }

    /// <summary>Bytes that are no text, so that the file is refused whole, once it was read.</summary>
    private static async Task<PageReply> UploadAsync(PageClient client, int bytes)
    {
        var content = new byte[bytes];
        Array.Fill(content, byte.MaxValue);
        return await client.UploadAsync("/invoices/new", await client.GetAsync("/invoices/new"), "invoices.csv", content);
    }

    private async Task<PageClient> SignedInAsync(string user)
    {
        var client = new PageClient(api);
        await client.SignInAsync(user);
        return client;
    }
}
