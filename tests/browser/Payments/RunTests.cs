using Serverless.Browser.Tests.Hosting;
using Serverless.Testing;

namespace Serverless.Browser.Tests.Payments;

/// <summary>Runs and plots, on a site of their own, because a run takes what others look at.</summary>
public sealed class RunTests(Site site) : IClassFixture<Site>
{
    [SkippableFact]
    [Trait("Req", "UPI-5")]
    public async Task A_run_off_the_cycle_asks_why_shows_its_progress_and_ends()
    {
        await using var operations = await site.VisitAsync("operations");
        await operations.GoAsync("/runs");
        await operations.IsFitForEverybodyAsync();
        operations.Page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await operations.PressAsync("Run now");
        Assert.Contains("Say why", await operations.ReadAsync(), StringComparison.Ordinal);
        await operations.Page.GetByLabel("Reason").FillAsync("The bank was closed on Wednesday.");
        await operations.PressAsync("Run now");
        await Until.TrueAsync(async () => (await operations.ReadAsync()).Contains("Completed", StringComparison.Ordinal));
        Assert.Contains("Nothing was in Submitted to CAPS", await operations.ReadAsync(), StringComparison.Ordinal);
        await operations.IsFitForEverybodyAsync();
        await operations.GoAsync("/runs");
        Assert.Contains("The bank was closed", await operations.ReadAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_overview_draws_statuses_ages_and_budgets()
    {
        await using var auditor = await site.VisitAsync("auditor");
        await Until.TrueAsync(async () =>
        {
            await auditor.GoAsync("/overview");
            return (await auditor.ReadAsync()).Contains("Budget used per client", StringComparison.Ordinal);
        });
        Assert.Equal(2, await auditor.Page.Locator("svg.plot").CountAsync());
        Assert.NotEqual(0, await auditor.Page.Locator("svg.bar").CountAsync());
        await auditor.IsFitForEverybodyAsync();
        await auditor.Page.GetByText("As a table").First.ClickAsync();
        Assert.Contains("Waits for the SC", await auditor.ReadAsync(), StringComparison.Ordinal);
    }
}
