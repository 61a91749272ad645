using System.Text.Json;
using Serverless.Payments.Amounts;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Attendance;
using Serverless.Payments.ProviderPayments.Exports;
using Serverless.Payments.ProviderPayments.Periods;
using Serverless.Samples;

namespace Serverless.Local.Demo;

/// <summary>Payments by attendance, from the generation of a service period to the export: one sheet signed by the parent, with a question on the way, and one on paper; then a correction.</summary>
internal sealed class DemoCare(LocalStack stack, Func<string, Caller> callerOf, Func<string, Func<Task<bool>>, Task> until)
{
    private const string Period = "2026-11";
    private static readonly JsonSerializerOptions SheetJson = new(JsonSerializerDefaults.Web);
    private int acts;

    private ProviderPaymentDesk Desk => stack.Payments.ProviderPayments;

    /// <returns>How many payments were generated.</returns>
    /// <exception cref="DemoException">Something was refused; the message says why.</exception>
    public async Task<int> AuthorizeAsync(CancellationToken cancellation)
    {
        var (operations, provider, parent) = (callerOf("operations"), callerOf("provider"), callerOf("parent"));
        var (_, refusal) = await Desk.Periods.GenerateAsync(operations, Period, "demo", cancellation);
        if (refusal is not null)
        {
            throw new DemoException($"The period was not generated: {refusal.Message}");
        }

        await until("the generation", async () => await Desk.Periods.FindAsync(Period, cancellation) is { Status: GenerationStatus.Completed });
        var days = await ReadSheetAsync(cancellation);

        var digital = Desk.Records.Ids.OfPayment(Period, "P-100", "1000000001");
        await DoneAsync(provider, Desk.Commands.SubmitAsync(provider, digital, days, Request(), cancellation), cancellation);
        await DoneAsync(parent, Desk.Commands.SignAsync(parent, digital, "Maria Begay", null, Request(), cancellation), cancellation);
        await DoneAsync(operations, Desk.Commands.HoldAsync(operations, digital, "Was she there in the afternoon of the 3rd?", Request(), cancellation), cancellation);
        await DoneAsync(provider, Desk.Commands.AnswerAsync(provider, digital, "She was, from a quarter past twelve.", Request(), cancellation), cancellation);
        await DoneAsync(operations, Desk.Commands.AuthorizeAsync(operations, digital, null, Request(), cancellation), cancellation);

        var paper = Desk.Records.Ids.OfPayment(Period, "P-200", "1000000002");
        await DoneAsync(operations, Desk.Commands.EnterAsync(operations, paper, days, Request(), cancellation), cancellation);
        await DoneAsync(operations, Desk.Commands.ReceiveAsync(operations, paper, null, Request(), cancellation), cancellation);
        await DoneAsync(operations, Desk.Commands.AuthorizeAsync(operations, paper, null, Request(), cancellation), cancellation);
        return (await Desk.Periods.FindAsync(Period, cancellation))!.Created;
    }

    /// <summary>Takes 12.50 of the first payment back, by two people.</summary>
    public async Task CorrectAsync(CancellationToken cancellation)
    {
        var paid = Desk.Records.Ids.OfPayment(Period, "P-100", "1000000001");
        var made = await Desk.Adjustments.AdjustAsync(callerOf("operations"), paid, Money.Of(-12.50m), "Half an hour of the 6th was not care.", "demo-adjustment", cancellation: cancellation);
        var authorized = made.Adjustment is { } adjustment ? await Desk.Adjustments.AuthorizeAsync(callerOf("manager"), adjustment.Id, "demo-authorization", cancellation: cancellation) : made;
        if (authorized.Refusal is { } refusal)
        {
            throw new DemoException($"The correction was refused: {refusal.Message}");
        }
    }

    /// <summary>Exports what is authorised.</summary>
    public async Task<PaymentExportRecord> ExportAsync(string requestId, CancellationToken cancellation)
    {
        var started = await Desk.Exports.Commands.StartAsync(callerOf("operations"), Period, requestId, cancellation);
        var export = started.Export ?? throw new DemoException($"The export was refused: {started.Refusal?.Message}");
        await until("the export", async () => await Desk.Exports.Commands.FindAsync(export.Id, cancellation) is { Status: PaymentExportStatus.Completed });
        return (await Desk.Exports.Commands.FindAsync(export.Id, cancellation))!;
    }

    private static async Task<IReadOnlyList<AttendanceDayText>> ReadSheetAsync(CancellationToken cancellation)
    {
        await using var file = File.OpenRead(SampleAgency.AttendancePath);
        return (await JsonSerializer.DeserializeAsync<SampleSheet>(file, SheetJson, cancellation))?.Days ?? throw new DemoException("The sample sheet cannot be read.");
    }

    private AttendanceRequest Request() => new($"demo-{++acts}");

    /// <summary>An act that takes long is answered with a promise, and its outcome read when it is there.</summary>
    private async Task DoneAsync(Caller caller, Task<ProviderPaymentResult> act, CancellationToken cancellation)
    {
        var result = await act;
        if (result.Pending is { } pending)
        {
            await until($"{pending.Action} on {pending.PaymentId}", async () =>
            {
                var read = await Desk.Commands.ReadActAsync(caller, pending.PaymentId, pending.Id, cancellation);
                result = read?.Result ?? throw new DemoException($"Act {pending.Id} on provider payment {pending.PaymentId} is not there.");
                return result.Pending is null;
            });
        }

        if (result.Payment is null)
        {
            var errors = result.Refusal?.Errors.Select(error => error.Message) ?? [];
            throw new DemoException($"An act on a provider payment was not done: {result.Refusal?.Message} {string.Join(' ', errors)}");
        }
    }

    private sealed record SampleSheet(IReadOnlyList<AttendanceDayText> Days);
}
