using System.Globalization;
using Microsoft.Playwright;
using Serverless.Browser.Tests.Hosting;
using Serverless.Durable;
using Serverless.Payments.MassPayments;
using Serverless.Payments.People;
using Serverless.Testing;

namespace Serverless.Browser.Tests.MassPayments;

[Collection(SharedSite.Name)]
public sealed class MassProgressTests(Site site)
{
    private const string Client = "3000000501";
    private const string Case = "C-30501-1";

    [SkippableFact]
    [Trait("Req", "KEES-6")]
    public async Task An_approval_half_way_says_how_many_entries_are_done_and_the_page_follows_it_to_its_end()
    {
        await site.Application.People.PutAsync(new Person(Client, "Half", "Waydone", new DateOnly(1990, 1, 1), null, [new(Case, "Work Programs", Open: true)]), null);
        var large = await AskAsync([.. Enumerable.Range(0, 500).Select(day => Entry("Bus Pass", new DateOnly(2020, 1, 1).AddDays(day))), Entry("Mileage", new DateOnly(2020, 1, 1))]);
        var holder = await HoldAsync();
        await site.Application.MassPaymentCommands.ResumeAsync();

        await using var visitor = await site.VisitAsync("operations");
        await visitor.GoAsync($"/mass-payments/{large}");
        var main = visitor.Page.Locator("main");
        await Assertions.Expect(main).ToContainTextAsync("500 of 501 entries");
        await Assertions.Expect(main).ToContainTextAsync("Another approval is at work on some of the same needs");
        await Assertions.Expect(visitor.Page.Locator("progress")).ToHaveAttributeAsync("value", "500");
        await visitor.IsFitForEverybodyAsync();

        // The count is in what is sent, so that who has no scripts reads it, too.
        var sent = await visitor.Page.Context.APIRequest.GetAsync($"/mass-payments/{large}");
        Assert.Contains("500 of 501 entries", await sent.TextAsync(), StringComparison.Ordinal);

        Assert.NotNull((await site.Application.MassPaymentCommands.RecallAsync(PaymentsWorld.Operations, holder)).Page);
        await Assertions.Expect(main).ToContainTextAsync("Payment request", new() { Timeout = 90_000 });
        Assert.Equal(MassPaymentStatus.Approved, (await site.Application.MassPayments.FindAsync(large))!.Status);
    }

    /// <summary>Another approval that has claimed the last need, and whose orchestration is not to begin before tomorrow.</summary>
    private async Task<string> HoldAsync()
    {
        var id = await AskAsync(Entry("Mileage", new DateOnly(2020, 1, 1)));
        var page = (await site.Application.MassPayments.FindAsync(id))!;
        var wanted = MassEntryForm.Read(await site.Application.MassPayments.EntriesAsync(page).FirstAsync(), page.AidCode).Facts!;
        Assert.True((await site.Application.Needs.TakeAsync(page, [wanted], CancellationToken.None)).IsTaken);
        await site.Application.Ports.Orchestrations.ScheduleNewOrchestrationInstanceAsync(
            MassPaymentOrchestration.Name,
            new MassPaymentInput(id, page.Asked),
            new StartOrchestrationOptions(MassPaymentOrchestration.InstanceId(id, page.Asked), TimeProvider.System.GetUtcNow().AddDays(1)));
        return id;
    }

    /// <summary>A mass payment whose approval was asked for, and is at work once somebody starts it.</summary>
    private async Task<string> AskAsync(params MassEntryTexts[] entries)
    {
        var draft = await site.Application.MassPaymentDrafts.CreateAsync(new MassPaymentDraft("P-200", "P-200-SV", "ET"), entries, "operations", Guid.NewGuid().ToString("N"));
        var asked = await new MassPaymentApproval(site.Application.Ports.Tables, site.Application.MassPayments, site.Application.Calendar).AskAsync(draft.Page!.Id, "operations", null, CancellationToken.None);
        return asked.Page!.Id;
    }

    private static MassEntryTexts Entry(string type, DateOnly day)
    {
        var text = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new(Case, Client, "Transportation", type, "5", text, text, Checked: true);
    }
}
