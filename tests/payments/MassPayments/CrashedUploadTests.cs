using Microsoft.Extensions.Time.Testing;
using Serverless.Payments.Calendar;
using Serverless.Payments.Directory;
using Serverless.Payments.MassPayments;
using Serverless.Storage;
using Serverless.Storage.Memory;
using static Serverless.Payments.Tests.MassPayments.MassWorld;

namespace Serverless.Payments.Tests.MassPayments;

/// <summary>An upload, and entries added in several parts, that the process ends in the middle of.</summary>
[Trait("Req", "KEES-4")]
[Trait("Req", "ALL-3")]
public sealed class CrashedUploadTests : IDisposable
{
    private const int Lines = 450;
    private const int WritesMax = 50;
    private static readonly MassPaymentDraft Page = new(MassWorld.Provider, Service, "ET");
    private readonly ClientGate gate = new();
    private readonly MemoryTableStore store = new();
    private readonly AgencyCalendar calendar = new(new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 18, 0, 0, TimeSpan.Zero)));
    private readonly MassEntryTexts[] entries = [.. Enumerable.Range(1, Lines).Select(person => Entry(person))];

    public void Dispose() => gate.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upload_that_is_interrupted_at_any_write_is_there_with_all_entries_or_not_at_all(bool isLastWritten)
    {
        await PutProviderAsync();
        var isInterrupted = true;
        for (var write = 1; isInterrupted; write++)
        {
            var request = $"upload-{write}";
            isInterrupted = await IsInterruptedAsync(write, isLastWritten, drafts => drafts.CreateAsync(Page, entries, "operations", request));
            if (await FindAsync(request) is { } page)
            {
                Assert.Equal(Lines, (await EntriesAsync(page)).Count);
            }

            var again = (await Drafts().CreateAsync(Page, entries, "operations", request)).Page!;
            Assert.Equal((MassPaymentKeys.IdOf(request), Lines), (again.Id, again.Entries));
            Assert.Equal(entries.Select(entry => entry.ClientId), (await EntriesAsync(again)).Select(entry => entry.ClientId));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Entries_whose_adding_is_interrupted_at_any_write_are_added_once_by_the_same_request(bool isLastWritten)
    {
        await PutProviderAsync();
        var isInterrupted = true;
        for (var write = 1; isInterrupted; write++)
        {
            var page = (await Drafts().CreateAsync(Page, [Entry(Lines + 1)], "operations", $"add-{write}")).Page!;
            isInterrupted = await IsInterruptedAsync(write, isLastWritten, drafts => drafts.AddAsync(page.Id, entries, "typed"));
            await Drafts().AddAsync(page.Id, [Entry(Lines + 2)], "by another");

            var added = await Drafts().AddAsync(page.Id, entries, "typed");

            Assert.Equal(entries.Select(entry => entry.ClientId), added.Added.Select(entry => entry.ClientId));
            var all = await EntriesAsync((await FindAsync($"add-{write}"))!);
            Assert.Equal(Lines + 2, all.Count);
            Assert.Equal(entries.Append(Entry(Lines + 1)).Append(Entry(Lines + 2)).Select(entry => entry.ClientId).Order(), all.Select(entry => entry.ClientId).Order());
        }
    }

    [Fact]
    public async Task An_upload_that_goes_on_after_its_repetition_got_through_leaves_what_was_changed_since()
    {
        await PutProviderAsync();
        var held = new HeldUpTables(store, Tables.MassPayments)
        {
            Others = async () =>
            {
                var made = (await Drafts().CreateAsync(Page, entries[..2], "operations", "upload")).Page!;
                Assert.Null((await Drafts().RemoveAsync(made.Id, 1, "remove")).Refusal);
                Assert.Null((await Drafts().ReplaceAsync(made.Id, 2, Entry(7), "replace")).Refusal);
            },
        };

        var page = (await Drafts(held).CreateAsync(Page, entries[..2], "operations", "upload")).Page!;

        Assert.Equal((1, 3), (page.Entries, page.Version));
        Assert.Equal([Client(7)], (await EntriesAsync(page)).Select(entry => entry.ClientId));
    }

    private Task PutProviderAsync()
        => new AgencyDirectory(store, gate).PutProviderAsync(new Provider(MassWorld.Provider, "Wasatch Works", "2 Main St", Active: true) { Services = [new(Service, "Work support", "Smart Vendor")] });

    private async Task<bool> IsInterruptedAsync(int write, bool isLastWritten, Func<MassPaymentDrafts, Task<MassPaymentResult>> act)
    {
        Assert.True(write < WritesMax, "Every round was interrupted.");
        var trap = new TrappedTables(store);
        trap.Set(write, isLastWritten);
        var thrown = await Record.ExceptionAsync(() => act(Drafts(trap)));
        Assert.Equal(trap.Sprung.IsCompleted, thrown is not null);
        return trap.Sprung.IsCompleted;
    }

    private MassPaymentDrafts Drafts(ITableStore? between = null)
    {
        var tables = between ?? store;
        return new MassPaymentDrafts(tables, new MassPaymentRecords(tables), new AgencyDirectory(tables, gate), calendar);
    }

    private Task<MassPayment?> FindAsync(string request) => new MassPaymentRecords(store).FindAsync(MassPaymentKeys.IdOf(request));

    private async Task<IReadOnlyList<MassEntry>> EntriesAsync(MassPayment page) => await new MassPaymentRecords(store).EntriesAsync(page).ToListAsync();
}
