using Microsoft.Playwright;
using Serverless.Browser.Tests.Hosting;

namespace Serverless.Browser.Tests.Payments;

[Collection(SharedSite.Name)]
[Trait("Req", "ALL-2")]
public sealed class UploadTests(Site site)
{
    private const string Header = "invoice_number,provider_id,client_id,service_code,service_from,service_to,units,rate,amount\n";

    [SkippableFact]
    public async Task A_file_is_taken_in_and_a_bad_one_refused_with_its_faults()
    {
        await using var provider = await site.VisitAsync("provider");
        await provider.GoAsync("/invoices/new");
        await provider.IsFitForEverybodyAsync();
        await UploadAsync(provider, Header + "UP-1,P-100,1000000002,SLN,2026-06-01,2026-06-01,x,25.00,25.00\n");
        Assert.Contains("Line 2, units", await provider.ToldAsync(), StringComparison.Ordinal);
        await UploadAsync(provider, Header + "UP-1,P-100,1000000002,SLN,2026-06-01,2026-06-01,1,25.00,25.00\n");
        Assert.Contains("1 invoices with 1 lines", await provider.ToldAsync(), StringComparison.Ordinal);
        await UploadAsync(provider, Header + "UP-1,P-100,1000000002,SLN,2026-06-01,2026-06-01,1,25.00,25.00\n");
        Assert.Contains("taken in before", await provider.ToldAsync(), StringComparison.Ordinal);
    }

    private static async Task UploadAsync(Visitor provider, string content)
    {
        await provider.Page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "invoices.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(content) });
        await provider.PressAsync("Upload");
    }
}
