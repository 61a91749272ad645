using Microsoft.Playwright;
using Serverless.Browser.Tests.Hosting;
using Serverless.Payments.Remittances;

namespace Serverless.Browser.Tests.Remittances;

/// <summary>Rows are sent while people go on: what they do before the answer is there is neither lost nor done to something else.</summary>
[Trait("Req", "SAN-4")]
public sealed class AnswerTests(Site site) : IClassFixture<Site>
{
    [SkippableFact]
    public async Task What_did_not_arrive_since_the_session_ended_is_in_sight_wherever_one_types()
    {
        await using var visitor = await BeginAsync("ended", "60.00", "60.00");
        var page = visitor.Page;
        await page.Context.ClearCookiesAsync();
        await page.GetByLabel("Post to invoice ended-1").FillAsync("60");
        await page.EvaluateAsync("() => scrollTo(0, document.body.scrollHeight)");
        await page.GetByLabel("Location").EvaluateAsync("field => field.focus({ preventScroll: true })");
        await IsSaidAsync(page, "Not saved: the service answered something else");
        await visitor.IsFitForEverybodyAsync();
        var window = page.Url;
        await page.Locator("#session").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await IsSaidAsync(page, "Not saved");
        await Assertions.Expect(page.GetByLabel("Post to invoice ended-1")).ToHaveValueAsync("60");
        Assert.Equal(window, page.Url);
    }

    [SkippableFact]
    [Trait("Req", "SAN-1")]
    public async Task What_is_typed_around_the_rows_outlives_the_answer_to_a_row()
    {
        await using var visitor = await BeginAsync("around", "40.00", "60.00", "30.00");
        var page = visitor.Page;
        await page.GetByText("Edit Batch").ClickAsync();
        await page.GetByLabel("Batch total").FillAsync("75.00");
        await page.GetByLabel("Location").FillAsync("Nowhere");
        await page.GetByLabel("Include paid").CheckAsync();
        await page.GetByLabel("Post to invoice around-1").FillAsync("10");
        await page.Locator("#edit").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.Locator(".told.done")).ToContainTextAsync("The batch was changed");
        await Assertions.Expect(page.Locator("#batch dl")).ToContainTextAsync("75.00");

        await page.GetByLabel("Location").FillAsync("Nowhere");
        await page.GetByLabel("Include paid").CheckAsync();
        await page.GetByLabel("Post to invoice around-2").FillAsync("5");
        await visitor.PressAsync("Find");
        await Assertions.Expect(page.Locator("#records")).ToContainTextAsync("No such invoice");
        await Assertions.Expect(page.GetByLabel("Location")).ToHaveValueAsync("Nowhere");
        await Assertions.Expect(page.GetByLabel("Include paid")).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("#queue")).ToContainTextAsync("around-2");
    }

    [SkippableFact]
    public async Task Leaving_is_asked_about_while_rows_are_on_their_way()
    {
        await using var visitor = await BeginAsync("leaving", "40.00", "60.00", "30.00");
        var page = visitor.Page;
        var asked = new TaskCompletionSource();
        page.Dialog += (_, dialog) =>
        {
            _ = dialog.Type == DialogType.BeforeUnload ? dialog.DismissAsync() : dialog.AcceptAsync();
            asked.TrySetResult();
        };
        var answers = await HeldAnswers.OfAsync(page);
        await page.GetByLabel("Post to invoice leaving-1").FillAsync("10");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Post to invoice leaving-2").FillAsync("20");
        await page.Keyboard.PressAsync("Enter");
        await answers.IsAskedAsync();
        await page.EvaluateAsync("() => { location.href = '/remittances'; }");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await answers.ReleaseAsync();
        await Assertions.Expect(page.Locator("#queue")).ToContainTextAsync("leaving-1");
        await Assertions.Expect(page.Locator("#queue")).ToContainTextAsync("leaving-2");
    }

    [SkippableFact]
    public async Task What_is_corrected_in_a_row_before_its_answer_stays_and_is_sent_next()
    {
        await using var visitor = await BeginAsync("typed-on", "200.00", "200.00");
        var page = visitor.Page;
        var post = page.GetByLabel("Post to invoice typed-on-1");
        var answers = await HeldAnswers.OfAsync(page);
        await post.FillAsync("12");
        await post.PressAsync("Enter");
        await answers.IsAskedAsync();
        await post.FillAsync("120");
        await answers.ReleaseAsync();
        await Assertions.Expect(page.Locator("#queue tbody")).ToContainTextAsync("12.00");
        await Assertions.Expect(post).ToHaveValueAsync("120");
        await Assertions.Expect(page.Locator("#session [data-figure=batch]")).ToHaveTextAsync("80.00");
        await post.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#queue tbody")).ToContainTextAsync("120.00");
    }

    [SkippableFact]
    [Trait("Req", "SAN-5")]
    public async Task A_refused_row_that_is_listed_no_longer_is_told_of_and_what_was_pressed_behind_it_is_not_done()
    {
        await using var visitor = await BeginAsync("gone", "90.00", "60.00", "30.00");
        var page = visitor.Page;
        await Books.PayAsync(site, "gone-1", 60m);
        var saves = 0;
        page.Request += (_, request) => saves += request.Url.EndsWith("/save", StringComparison.Ordinal) ? 1 : 0;
        await page.GetByLabel("Post to invoice gone-1").FillAsync("59.99");
        await page.GetByLabel("Adjustment of invoice gone-1", new() { Exact = true }).FillAsync("0.01");
        await page.Locator("#session").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await IsSaidAsync(page, "Not saved: invoice gone-1");
        await Assertions.Expect(page.Locator("#said")).ToContainTextAsync("You had typed: post 59.99, adjustment 0.01");
        await Assertions.Expect(page.GetByLabel("Post to invoice gone-1")).ToHaveCountAsync(0);
        await ReadSomethingAsync(page);
        Assert.Equal((0, RemittanceStatus.Open), (saves, (await site.Application.Remittances.Records.FindAsync(new Uri(page.Url).Segments[^1]))!.Status));
    }

    [SkippableFact]
    public async Task A_row_is_taken_out_of_the_queue_behind_another_that_is_on_its_way()
    {
        await using var visitor = await BeginAsync("out", "90.00", "60.00", "30.00");
        var page = visitor.Page;
        await page.GetByLabel("P: pay the balance of invoice out-1").ClickAsync();
        await Assertions.Expect(page.Locator("#queue")).ToContainTextAsync("out-1");
        var answers = await HeldAnswers.OfAsync(page);
        await page.GetByLabel("Post to invoice out-2").FillAsync("30");
        await page.GetByLabel("X: take invoice out-1 out of the queue").ClickAsync();
        await answers.IsAskedAsync();
        await answers.ReleaseAsync();
        await Assertions.Expect(page.Locator("#queue")).ToContainTextAsync("out-2");
        await Assertions.Expect(page.Locator("#queue")).Not.ToContainTextAsync("out-1");
    }

    [SkippableFact]
    public async Task A_button_that_is_held_while_an_answer_comes_is_pressed_all_the_same()
    {
        await using var visitor = await BeginAsync("held", "60.00", "60.00");
        var page = visitor.Page;
        var answers = await HeldAnswers.OfAsync(page);
        await page.GetByLabel("Post to invoice held-1").FillAsync("60");
        await page.GetByRole(AriaRole.Button, new() { Name = "Next", Exact = true }).HoverAsync();
        await page.Mouse.DownAsync();
        await answers.IsAskedAsync();
        await answers.ReleaseAsync();
        await ReadSomethingAsync(page);
        await page.Mouse.UpAsync();
        await Assertions.Expect(page.Locator(".told.done")).ToContainTextAsync("fully posted");
    }

    /// <summary>A biller at the window, under a check for the whole batch, with an invoice for each amount: name-1, name-2 …</summary>
    private async Task<Visitor> BeginAsync(string name, string total, params string[] billed)
    {
        await Books.OpenAsync(site);
        foreach (var (place, amount) in billed.Index())
        {
            await Books.BillAsync(site, $"{name}-{place + 1}", $"Payer of {name}", amount);
        }

        var visitor = await site.VisitAsync("biller");
        await RemittanceWindowTests.CreateAsync(visitor, total);
        await RemittanceWindowTests.EnterCheckAsync(visitor, name);
        await RemittanceWindowTests.ShowAsync(visitor, $"Payer of {name}");
        return visitor;
    }

    private static async Task IsSaidAsync(IPage page, string text)
    {
        await Assertions.Expect(page.Locator("#said")).ToContainTextAsync(text);
        await Assertions.Expect(page.Locator("#said")).ToBeInViewportAsync();
        Assert.True((await page.Locator("#said").BoundingBoxAsync())!.Height > 20);
    }

    /// <summary>Whatever the page was about to do with an answer that came before this one, it has begun.</summary>
    private static async Task ReadSomethingAsync(IPage page) => await page.EvaluateAsync("async () => { await (await fetch(location.href)).text(); }");

    /// <summary>Answers are there, and the page gets them when they are released.</summary>
    private sealed class HeldAnswers(IPage page)
    {
        private const string Hold = """
            () => {
              const real = window.fetch;
              const held = window.held = { asked: false };
              held.released = new Promise((resolve) => { held.release = resolve; });
              window.fetch = async (...request) => { held.asked = true; const answer = await real(...request); await held.released; return answer; };
            }
            """;

        public static async Task<HeldAnswers> OfAsync(IPage page)
        {
            await page.EvaluateAsync(Hold);
            return new HeldAnswers(page);
        }

        public async Task IsAskedAsync() => await page.WaitForFunctionAsync("() => window.held.asked");

        public async Task ReleaseAsync() => await page.EvaluateAsync("() => window.held.release()");
    }
}
