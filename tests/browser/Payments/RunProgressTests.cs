using Microsoft.Playwright;
using Serverless.Browser.Tests.Hosting;
using Serverless.Local;
using Serverless.Local.Cli;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;

namespace Serverless.Browser.Tests.Payments;

/// <summary>A run that waits for CAPS's answer, which comes as a file when the test says so.</summary>
[Trait("Req", "UPI-5")]
public sealed class RunProgressTests(RunProgressTests.FilesSite site) : IClassFixture<RunProgressTests.FilesSite>
{
    private static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 60_000 };

    [SkippableFact]
    public async Task Progress_is_told_while_a_run_waits_and_its_end_shows_by_itself()
    {
        var payment = await ApprovedAsync();
        await using var operations = await site.VisitAsync("operations");
        var page = operations.Page;
        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await operations.GoAsync("/runs");
        await page.GetByLabel("Reason").FillAsync("To look at its progress.");
        await operations.PressAsync("Run now");
        await Assertions.Expect(page.Locator("#progress [role=status]")).ToContainTextAsync("0 of 1 answered so far", Patient);
        await Assertions.Expect(page.Locator("#progress progress")).ToHaveCountAsync(1);
        await operations.IsFitForEverybodyAsync();

        var answer = Path.Combine(site.DataPath, "answer");
        await File.WriteAllTextAsync(answer, $"key,outcome,reason\n{payment.CapsKey},paid,\n");
        File.Move(answer, Path.Combine(site.DataPath, "caps", "in", "answer.csv"));
        await Assertions.Expect(page.Locator("#progress h2")).ToContainTextAsync("Completed", Patient);
        await Assertions.Expect(page.Locator("#progress progress")).ToHaveCountAsync(0);
        Assert.Equal(PaymentStatus.PaidByCaps, (await site.Application.Records.FindAsync(payment.Id))!.Status);
    }

    private async Task<Payment> ApprovedAsync()
    {
        var day = new DateOnly(2026, 7, 6);
        var facts = new PaymentFacts("P-100", "1000000002", "SLN", Units.Of(1), Money.Of(25), Money.Of(25), day, day);
        var submitted = await site.Application.Payments.SubmitAsync(new Caller("provider", new HashSet<Role> { Role.Provider }, "P-100"), facts, "progress");
        foreach (var (user, role) in new[] { ("coordinator", Role.Coordinator), ("technician", Role.Technician) })
        {
            var decided = await site.Application.Payments.DecideAsync(new Caller(user, new HashSet<Role> { role }), submitted.Payment!.Id, new DecisionRequest(PaymentAction.Approve, null, null, null), $"progress-{user}");
            Assert.Null(decided.Refusal);
        }

        var payment = (await site.Application.Records.FindAsync(submitted.Payment!.Id))!;
        Assert.Equal(PaymentStatus.SubmittedToCaps, payment.Status);
        return payment;
    }

    /// <summary>A site that reaches CAPS through files.</summary>
    public sealed class FilesSite : Site
    {
        protected override async Task<LocalSettings> SettingsAsync() => await base.SettingsAsync() with { Caps = CapsKind.Files };
    }
}
