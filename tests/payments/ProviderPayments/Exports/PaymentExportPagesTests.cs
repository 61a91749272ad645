using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Durable;
using Serverless.Durable.Embedded;
using Serverless.Payments.ProviderPayments.Exports;
using Serverless.Sqlite;
using Serverless.Testing;

namespace Serverless.Payments.Tests.ProviderPayments.Exports;

[Trait("Req", "CARE-5")]
public sealed class PaymentExportPagesTests
{
    private const int Pages = 45;

    [Fact]
    public async Task An_export_of_many_pages_begins_its_history_anew_and_does_each_page_once_and_the_file_between_them()
    {
        using var folder = new TempFolder();
        await using var database = SqliteDatabase.Open(new SqliteDatabaseOptions(folder.Combine("engine.db")));
        var done = new ConcurrentQueue<string>();
        var registry = new TaskRegistry();
        registry
            .AddOrchestrator<PaymentExportInput, bool>(PaymentExport.Name, PaymentExport.RunAsync)
            .AddActivity<ExportStep, ExportPlace>(PaymentExport.TakeActivity, (_, step) => Page("take", step))
            .AddActivity<string, bool>(PaymentExport.FileActivity, (_, id) => Note($"file {id}"))
            .AddActivity<ExportStep, ExportPlace>(PaymentExport.PayActivity, (_, step) => Page("pay", step))
            .AddActivity<string, bool>(PaymentExport.CompleteActivity, (_, id) => Note($"complete {id}"));
        await using var engine = new EmbeddedEngine(database, registry, TimeProvider.System, NullLoggerFactory.Instance);
        await engine.StartAsync();

        await engine.ScheduleNewOrchestrationInstanceAsync(PaymentExport.Name, new PaymentExportInput("ex-1"), new StartOrchestrationOptions("one"));
        var ended = await engine.WaitForInstanceCompletionAsync("one", getInputsAndOutputs: true).WaitAsync(PaymentsWorld.Patience);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        var steps = (string what) => Enumerable.Range(1, Pages).SelectMany(page => Enumerable.Range(0, ExportPart.Parts).Select(part => $"{what} {part} {page}")).Order();
        var all = done.ToList();
        Assert.Equal(steps("take"), all.Take(Pages * ExportPart.Parts).Order());
        Assert.Equal("file ex-1", all[Pages * ExportPart.Parts]);
        Assert.Equal(steps("pay"), all.Skip((Pages * ExportPart.Parts) + 1).SkipLast(1).Order());
        Assert.Equal("complete ex-1", all[^1]);
        Assert.NotNull(ended.ReadInputAs<PaymentExportInput>()?.Progress);

        Task<ExportPlace> Page(string what, ExportStep step)
        {
            var page = step.After is null ? 1 : int.Parse(step.After, CultureInfo.InvariantCulture) + 1;
            done.Enqueue($"{what} {step.Part} {page}");
            return Task.FromResult(new ExportPlace(page.ToString(CultureInfo.InvariantCulture), page == Pages));
        }

        Task<bool> Note(string what)
        {
            done.Enqueue(what);
            return Task.FromResult(true);
        }
    }
}
