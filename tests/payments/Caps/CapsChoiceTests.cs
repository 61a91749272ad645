using Serverless.Payments.Approvals;
using Serverless.Payments.Caps;
using Serverless.Payments.WeeklyRun;
using Serverless.Storage;
using Serverless.Storage.Memory;

namespace Serverless.Payments.Tests.Caps;

[Trait("Req", "ALL-3")]
public sealed class CapsChoiceTests
{
    private readonly MemoryTableStore tables = new();

    [Theory]
    [InlineData(CapsChoice.Simulator, CapsChoice.Files)]
    [InlineData(CapsChoice.Files, CapsChoice.Simulator)]
    [InlineData(CapsChoice.Blobs, CapsChoice.Simulator)]
    public async Task With_payments_an_installation_keeps_to_the_CAPS_that_they_began_with(string kept, string asked)
    {
        Assert.Null(await KeepAsync(kept));
        await AddPaymentAsync();

        Assert.Equal(kept, (await KeepAsync(asked))!.Kept);
        Assert.Null(await KeepAsync(kept));
    }

    [Fact]
    public async Task Without_payments_the_choice_is_free()
    {
        Assert.Null(await KeepAsync(CapsChoice.Simulator));
        Assert.Null(await KeepAsync(CapsChoice.Files));
        Assert.Null(await KeepAsync(CapsChoice.Simulator));
    }

    [Fact]
    public async Task Files_and_blobs_change_places_once_no_run_waits_for_answers()
    {
        Assert.Null(await KeepAsync(CapsChoice.Files));
        await AddPaymentAsync();
        await PutRunAsync(RunStatus.Running);

        var refusal = await KeepAsync(CapsChoice.Blobs);
        Assert.Equal(CapsChoice.Files, refusal!.Kept);
        Assert.Contains("run week-1", refusal.Reason, StringComparison.Ordinal);
        await PutRunAsync(RunStatus.Completed);
        Assert.Null(await KeepAsync(CapsChoice.Blobs));
        Assert.Equal(CapsChoice.Blobs, (await KeepAsync(CapsChoice.Simulator))!.Kept);
    }

    private Task<CapsRefusal?> KeepAsync(string asked) => CapsChoice.KeepAsync(tables, asked, CancellationToken.None);

    private async Task AddPaymentAsync()
        => await tables.SubmitAsync(Tables.PaymentIndex, PaymentIndex.StatusPartitions(PaymentStatus.PaidByCaps).First(), [TableOperation.Upsert("1|p", "")]);

    private Task PutRunAsync(RunStatus status)
        => new RunRecords(tables).PutAsync(new Run("week-1", status, DateTimeOffset.UnixEpoch, null, "test", "test", DateTimeOffset.UnixEpoch), CancellationToken.None);
}
