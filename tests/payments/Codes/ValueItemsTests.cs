using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Codes;
using Serverless.Payments.Identity;
using Serverless.Storage;
using Serverless.Storage.Memory;
using Microsoft.Extensions.Time.Testing;

namespace Serverless.Payments.Tests.Codes;

/// <summary>The code tables that an admin edits.</summary>
[Trait("Req", "SAN-11")]
public sealed class ValueItemsTests
{
    private static readonly Caller Admin = new("admin", new HashSet<Role> { Role.Admin });
    private static readonly Caller Biller = new("biller", new HashSet<Role> { Role.Biller });
    private readonly MemoryTableStore tables = new();
    private readonly ValueItems values;
    private int requests;

    public ValueItemsTests() => values = new ValueItems(tables, new AgencyCalendar(new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 18, 0, 0, TimeSpan.Zero))));

    [Fact]
    public async Task Built_in_entries_are_there_from_the_start()
    {
        Assert.Equal(["CHECK", "EFT", "TB", "DENIAL", "ADJ", "WO"], await CodesAsync(ValueTables.BatchTypes));
        Assert.Equal(["CO", "OA", "PI", "WO"], await CodesAsync(ValueTables.AdjustmentTypes));
        Assert.Empty(await CodesAsync(ValueTables.Banks));
        Assert.Empty(await CodesAsync(ValueTables.PaymentCodes));
        var takeback = (await values.FindAsync(ValueTables.BatchTypes, "TB"))!;
        Assert.True(takeback.IsTakeback);
        Assert.Equal(["Cash"], takeback.ApplyAs);
    }

    [Theory]
    [InlineData("TB")]
    [InlineData("tb")]
    [InlineData("Take Back")]
    [InlineData("takeback")]
    [InlineData(" TAKE  back ")]
    public async Task An_entry_is_found_by_code_or_name_whatever_the_case_and_spaces(string text)
        => Assert.Equal("TB", (await values.FindAsync(ValueTables.BatchTypes, text))?.Code);

    [Fact]
    public async Task An_adjustment_is_found_among_the_types_before_the_payment_codes_and_an_offered_one_before_a_retired_one()
    {
        await PutAsync(new(ValueTables.PaymentCodes, "HHO", "Home Health Overhead") { Kind = AdjustmentKind.Overhead, AllowsNegative = true });
        await PutAsync(new(ValueTables.PaymentCodes, "OA", "Overhead of another kind"));
        Assert.Equal(AdjustmentKind.Overhead, (await values.FindAdjustmentAsync("home health overhead"))?.Kind);
        Assert.Equal(AdjustmentKind.WriteOff, (await values.FindAdjustmentAsync("write off"))?.Kind);
        Assert.Equal(ValueTables.AdjustmentTypes, (await values.FindAdjustmentAsync("OA"))?.Table);
        await PutAsync(new(ValueTables.AdjustmentTypes, "OA", "Other adjustment") { IsRetired = true });
        Assert.Equal(ValueTables.PaymentCodes, (await values.FindAdjustmentAsync("OA"))?.Table);
        await PutAsync(new(ValueTables.PaymentCodes, "OA", "Overhead of another kind") { IsRetired = true });
        Assert.Equal(ValueTables.AdjustmentTypes, (await values.FindAdjustmentAsync("OA"))?.Table);
        Assert.Null(await values.FindAdjustmentAsync("nothing"));
    }

    [Fact]
    public async Task A_change_counts_the_version_keeps_what_is_left_out_and_is_kept_in_the_history()
    {
        var made = await PutAsync(new(ValueTables.PaymentCodes, "hho", "Home Health Overhead") { Kind = AdjustmentKind.Overhead, AllowsNegative = true });
        Assert.Equal(("HHO", 1), (made.Code, made.Version));
        var renamed = await PutAsync(new(ValueTables.PaymentCodes, "HHO", "Overhead"));
        Assert.Equal((2, AdjustmentKind.Overhead, true), (renamed.Version, renamed.Kind, renamed.AllowsNegative));
        var changed = await PutAsync(new(ValueTables.BatchTypes, "CHECK", "Paper check"));
        Assert.Equal(2, changed.Version);
        var history = await values.HistoryAsync(ValueTables.PaymentCodes, "hho");
        Assert.Equal([(null, "Home Health Overhead"), ("Home Health Overhead", "Overhead")], history.Select(change => (change.From?.Name, change.To?.Name)));
        Assert.All(history, change => Assert.Equal("admin", change.By));
        Assert.Equal("Check", Assert.Single(await values.HistoryAsync(ValueTables.BatchTypes, "CHECK")).From?.Name);
    }

    [Fact]
    public async Task A_repeated_request_has_one_effect_and_is_answered_as_it_was()
    {
        var first = await values.PutAsync(Admin, new(ValueTables.Banks, "B1", "First"), "same");
        await PutAsync(new(ValueTables.Banks, "B1", "Second"));
        var again = await values.PutAsync(Admin, new(ValueTables.Banks, "B1", "First"), "same");
        Assert.Equal(Rows.Write(first.Item), Rows.Write(again.Item));
        Assert.Equal("Second", (await values.FindAsync(ValueTables.Banks, "B1"))?.Name);
    }

    [Fact]
    public async Task An_entry_in_use_is_retired_and_not_removed()
    {
        await PutAsync(new(ValueTables.Banks, "B1", "First"));
        Assert.True((await values.UseAsync(ValueTables.Banks, "b1")).Item?.IsInUse);
        Refused(await RemoveAsync(ValueTables.Banks, "B1"), RefusalKind.Conflict, "CODE_IN_USE");
        Assert.Equal(2, (await PutAsync(new(ValueTables.Banks, "B1", "First") { IsRetired = true })).Version);
        Assert.Empty(await CodesAsync(ValueTables.Banks));
        Assert.Single(await values.ListAsync(ValueTables.Banks, includeRetired: true));
        Refused(await values.UseAsync(ValueTables.Banks, "B1"), RefusalKind.Invalid, "CODE_RETIRED");
        Assert.True((await PutAsync(new(ValueTables.Banks, "B1", "First") { IsRetired = false })).IsInUse);
    }

    [Fact]
    public async Task An_entry_in_use_keeps_what_it_means_and_changes_in_all_else()
    {
        await PutAsync(new(ValueTables.PaymentCodes, "HHO", "Overhead") { Kind = AdjustmentKind.Contractual });
        Assert.Equal(AdjustmentKind.Overhead, (await PutAsync(new(ValueTables.PaymentCodes, "HHO", "Overhead") { Kind = AdjustmentKind.Overhead })).Kind);
        await values.UseAsync(ValueTables.PaymentCodes, "HHO");
        await values.UseAsync(ValueTables.BatchTypes, "EFT");
        await values.UseAsync(ValueTables.BatchTypes, "WO");
        foreach (var edit in new ValueEdit[]
        {
            new(ValueTables.PaymentCodes, "hho", "Overhead") { Kind = AdjustmentKind.Other },
            new(ValueTables.BatchTypes, "EFT", "Transfer") { ApplyAs = ["Cash"] },
            new(ValueTables.BatchTypes, "EFT", "Transfer") { ApplyAs = ["Cash", "Account Cash", "Adjustment"] },
            new(ValueTables.BatchTypes, "EFT", "Transfer") { ApplyAs = ["Cash"], IsTakeback = true },
            new(ValueTables.BatchTypes, "EFT", "Transfer") { IsTakeback = true },
            new(ValueTables.BatchTypes, "WO", "Write-off") { ApplyAs = ["Cash", "Adjustment", "Account Cash"] },
        })
        {
            Refused(await TryAsync(edit), RefusalKind.Conflict, "CODE_IN_USE");
        }

        var changed = await PutAsync(new(ValueTables.PaymentCodes, "HHO", "Home overhead") { AllowsNegative = true, IsRetired = true, Kind = AdjustmentKind.Overhead });
        Assert.Equal(("Home overhead", true, true, AdjustmentKind.Overhead, true), (changed.Name, changed.AllowsNegative, changed.IsRetired, changed.Kind, changed.IsInUse));
        Assert.Equal("Transfer", (await PutAsync(new(ValueTables.BatchTypes, "EFT", "Transfer") { ApplyAs = ["Account Cash", "Cash"] })).Name);
    }

    [Fact]
    public async Task An_entry_is_removed_and_made_again_with_its_history()
    {
        await PutAsync(new(ValueTables.Banks, "B1", "First"));
        await RemoveAsync(ValueTables.Banks, "b1");
        Assert.Null(await values.FindAsync(ValueTables.Banks, "B1"));
        Refused(await values.UseAsync(ValueTables.Banks, "B1"), RefusalKind.Invalid, "UNKNOWN_CODE");
        Refused(await RemoveAsync(ValueTables.Banks, "B1"), RefusalKind.NotFound, "NOT_FOUND");
        Assert.Equal(3, (await PutAsync(new(ValueTables.Banks, "B1", "Anew"))).Version);
        Assert.Equal([(null, "First"), ("First", null), (null, "Anew")], (await values.HistoryAsync(ValueTables.Banks, "B1")).Select(change => (change.From?.Name, change.To?.Name)));
        await RemoveAsync(ValueTables.BatchTypes, "EFT");
        Assert.DoesNotContain("EFT", await CodesAsync(ValueTables.BatchTypes));
    }

    [Fact]
    public async Task Use_costs_one_read_once_the_entry_is_in_use_and_writes_before_that()
    {
        var counted = new CountingTables(tables);
        var others = new ValueItems(counted, new AgencyCalendar(TimeProvider.System));
        Assert.True((await others.UseAsync(ValueTables.BatchTypes, "CHECK")).Item?.IsInUse);
        Assert.Equal((1, 1), (counted.Reads, counted.Writes));
        await others.UseAsync(ValueTables.BatchTypes, "CHECK");
        Assert.Equal((2, 1), (counted.Reads, counted.Writes));
    }

    [Fact]
    public async Task Use_and_removal_at_one_moment_do_not_both_win()
    {
        for (var round = 0; round < 50; round++)
        {
            var code = $"B{round}";
            await PutAsync(new(ValueTables.Banks, code, $"Bank {round}"));
            var use = Task.Run(() => values.UseAsync(ValueTables.Banks, code));
            var removal = Task.Run(() => RemoveAsync(ValueTables.Banks, code));
            var (used, removed) = (await use, await removal);
            Assert.True(used.Refusal is null != removed.Refusal is null, $"{used} {removed}");
            Assert.Equal(used.Refusal is null, await values.FindAsync(ValueTables.Banks, code) is { IsInUse: true });
        }
    }

    [Fact]
    public async Task Two_entries_at_one_moment_do_not_both_take_a_name()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => values.PutAsync(Admin, new(ValueTables.Banks, $"B{n}", "The bank"), $"race-{n}"))));
        Assert.Single(results, result => result.Item is not null);
        Assert.All(results.Where(result => result.Item is null), result => Refused(result, RefusalKind.Invalid, "NAME_TAKEN"));
        Assert.Single(await CodesAsync(ValueTables.Banks));
    }

    [Theory]
    [InlineData("X", "Take Back")]
    [InlineData("X", "takeBACK")]
    [InlineData("X", "eft")]
    [InlineData("TAKEBACK", "Something")]
    public async Task A_name_or_code_of_another_entry_is_refused(string code, string name)
        => Refused(await TryAsync(new(ValueTables.BatchTypes, code, name) { ApplyAs = ["Cash"] }), RefusalKind.Invalid, "NAME_TAKEN");

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("=SUM(A1)")]
    [InlineData("@bank")]
    [InlineData("<b>Bank</b>")]
    [InlineData("Bank\u001b[31m")]
    [InlineData("Bank\u202e")]
    [InlineData("a\nb")]
    public async Task A_name_that_would_break_what_shows_it_is_refused(string name)
        => Refused(await TryAsync(new(ValueTables.Banks, "B1", name)), RefusalKind.Invalid, "BAD_NAME");

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("é")]
    public async Task A_code_that_fits_no_address_is_refused(string code)
        => Refused(await TryAsync(new(ValueTables.Banks, code, "Bank")), RefusalKind.Malformed, "BAD_CODE");

    [Fact]
    public async Task Fields_of_other_tables_and_forms_that_there_are_not_are_refused()
    {
        Refused(await TryAsync(new(ValueTables.Banks, "B1", "Bank") { ApplyAs = ["Cash"] }), RefusalKind.Invalid, "NOT_OF_TABLE");
        Refused(await TryAsync(new(ValueTables.Banks, "B1", "Bank") { AllowsNegative = true }), RefusalKind.Invalid, "NOT_OF_TABLE");
        Refused(await TryAsync(new(ValueTables.PaymentCodes, "P1", "Code") { IsTakeback = false }), RefusalKind.Invalid, "NOT_OF_TABLE");
        Refused(await TryAsync(new(ValueTables.BatchTypes, "T1", "Type") { Kind = AdjustmentKind.Other }), RefusalKind.Invalid, "NOT_OF_TABLE");
        Refused(await TryAsync(new(ValueTables.BatchTypes, "T1", "Type")), RefusalKind.Invalid, "BAD_APPLY_AS");
        Refused(await TryAsync(new(ValueTables.BatchTypes, "T1", "Type") { ApplyAs = ["cash"] }), RefusalKind.Invalid, "BAD_APPLY_AS");
        Refused(await TryAsync(new(ValueTables.BatchTypes, "T1", "Type") { ApplyAs = ["Cash", "Adjustment"], IsTakeback = true }), RefusalKind.Invalid, "BAD_APPLY_AS");
    }

    [Fact]
    public async Task Take_back_and_write_off_keep_their_meaning()
    {
        foreach (var edit in new ValueEdit[]
        {
            new(ValueTables.BatchTypes, "TB", "Take Back") { IsRetired = true },
            new(ValueTables.BatchTypes, "tb", "Take Back") { IsTakeback = false },
            new(ValueTables.BatchTypes, "WO", "Write-off") { ApplyAs = ["Cash"] },
            new(ValueTables.AdjustmentTypes, "WO", "Write Off") { Kind = AdjustmentKind.Other },
            new(ValueTables.AdjustmentTypes, "WO", "Write Off") { IsRetired = true },
        })
        {
            Refused(await TryAsync(edit), RefusalKind.Invalid, "CODE_PROTECTED");
        }

        Refused(await RemoveAsync(ValueTables.BatchTypes, "TB"), RefusalKind.Conflict, "CODE_PROTECTED");
        Refused(await RemoveAsync(ValueTables.AdjustmentTypes, "wo"), RefusalKind.Conflict, "CODE_PROTECTED");
        Assert.Equal("Retraction", (await PutAsync(new(ValueTables.BatchTypes, "TB", "Retraction"))).Name);
        Assert.Equal("TB", (await values.FindAsync(ValueTables.BatchTypes, "retraction"))?.Code);
    }

    [Fact]
    public async Task Only_admins_edit_and_an_old_version_is_refused()
    {
        Refused(await values.PutAsync(Biller, new(ValueTables.Banks, "B1", "Bank"), "r1"), RefusalKind.Forbidden, "WRONG_ROLE");
        Refused(await values.RemoveAsync(Biller, ValueTables.BatchTypes, "EFT", "r2"), RefusalKind.Forbidden, "WRONG_ROLE");
        await PutAsync(new(ValueTables.Banks, "B1", "Bank"));
        await PutAsync(new(ValueTables.Banks, "B1", "Bank two"));
        Refused(await values.PutAsync(Admin, new(ValueTables.Banks, "B1", "Bank"), "r3", version => version == 1), RefusalKind.Stale, "STALE");
        Refused(await values.RemoveAsync(Admin, ValueTables.Banks, "B1", "r4", version => version == 1), RefusalKind.Stale, "STALE");
        Assert.NotNull((await values.RemoveAsync(Admin, ValueTables.Banks, "B1", "r5", version => version == 2)).Item);
    }

    [Fact]
    public async Task A_code_of_no_table_is_unknown_and_a_table_that_is_not_edited_is_a_fault_of_the_program()
    {
        Refused(await values.UseAsync(ValueTables.Banks, "no such"), RefusalKind.Invalid, "UNKNOWN_CODE");
        await Assert.ThrowsAsync<ArgumentException>(() => values.ListAsync("aid-codes"));
    }

    private static void Refused(ValueResult result, RefusalKind kind, string code)
    {
        Assert.Null(result.Item);
        Assert.Equal((kind, code), (result.Refusal!.Kind, result.Refusal.Code));
        Assert.NotEmpty(result.Refusal.Message);
    }

    private async Task<IEnumerable<string>> CodesAsync(string table) => (await values.ListAsync(table)).Select(item => item.Code);

    private Task<ValueResult> TryAsync(ValueEdit edit) => values.PutAsync(Admin, edit, $"r-{Interlocked.Increment(ref requests)}");

    private Task<ValueResult> RemoveAsync(string table, string code) => values.RemoveAsync(Admin, table, code, $"r-{Interlocked.Increment(ref requests)}");

    private async Task<ValueItem> PutAsync(ValueEdit edit)
    {
        var result = await TryAsync(edit);
        return result.Item ?? throw new InvalidOperationException($"{edit.Code} was refused: {result.Refusal}");
    }

    private sealed class CountingTables(ITableStore inner) : ITableStore
    {
        public int Reads { get; private set; }

        public int Writes { get; private set; }

        public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellation = default)
        {
            Reads++;
            return inner.GetAsync(table, partitionKey, rowKey, cancellation);
        }

        public Task<TablePage> QueryAsync(string table, string partitionKey, RowRange range, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
        {
            Reads++;
            return inner.QueryAsync(table, partitionKey, range, top, continuation, cancellation);
        }

        public Task<TablePage> QueryTableAsync(string table, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
            => inner.QueryTableAsync(table, top, continuation, cancellation);

        public Task<IReadOnlyList<string?>> SubmitAsync(string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellation = default)
        {
            Writes++;
            return inner.SubmitAsync(table, partitionKey, operations, cancellation);
        }
    }
}
