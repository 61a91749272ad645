using Microsoft.Extensions.Logging;
using Serverless.Durable;
using Serverless.Payments.Approvals;
using Serverless.Payments.Files;

namespace Serverless.Payments.Invoices;

/// <summary>The activities of <see cref="InvoiceIntake"/>. A line's payment id derives from the content and the line, so repeating a step makes nothing twice.</summary>
public sealed class InvoiceIntakeActivities(IntakeRecords intake, PaymentRecords records, PaymentCommands commands, ILogger<InvoiceIntakeActivities> logger)
{
    /// <summary>Lines on their way at one time.</summary>
    private const int LinesAtOnce = 64;

    public async Task<int> SubmitLinesAsync(ActivityContext context, IntakeStep input)
    {
        var (record, lines) = await ReadAsync(input.ContentHash, context.CancellationToken);
        var step = lines.Skip(input.Skip).Take(InvoiceIntake.StepLines).ToList();
        var options = new ParallelOptions { MaxDegreeOfParallelism = LinesAtOnce, CancellationToken = context.CancellationToken };
        await Parallel.ForEachAsync(step, options, async (line, cancellation) =>
        {
            var submission = commands.Prepare(line.Facts, SubmissionId(input.ContentHash, line), record.By, record.Role, line.InvoiceNumber);
            if (await records.FindAsync(submission.PaymentId, cancellation) is null)
            {
                var made = await commands.SubmitAsync(submission, PaymentCommands.SubmissionWait, cancellation);
                if (made.Payment is null)
                {
                    throw new TimeoutException($"The payment of line {line.Line} is still to come; the step is tried again.");
                }
            }
        });
        return step.Count;
    }

    public async Task<bool> WriteReportAsync(ActivityContext context, string contentHash)
    {
        var (record, lines) = await ReadAsync(contentHash, context.CancellationToken);
        var payments = new List<string>(lines.Count);
        var errors = new List<FileFault>();
        foreach (var line in lines)
        {
            var paymentId = records.Ids.Create(line.Facts.ClientId, SubmissionId(contentHash, line));
            var history = await records.HistoryAsync(
                await records.FindAsync(paymentId, context.CancellationToken) ?? throw new InvalidOperationException($"The payment of line {line.Line} is not there."),
                context.CancellationToken);
            payments.Add(paymentId);
            errors.AddRange(history[0].Validation.Select(message => new FileFault(line.Line, message.Field, message.Code, message.Message)));
        }

        var report = new InvoiceReport(lines.Select(line => line.InvoiceNumber).Distinct(StringComparer.Ordinal).Count(), lines.Count, payments, errors) { File = record.Name };
        await intake.PutReportAsync(contentHash, report, context.CancellationToken);
        Log.InvoiceTaken(logger, contentHash, lines.Count, payments.Count);
        return true;
    }

    private static string SubmissionId(string contentHash, InvoiceLine line) => $"invoice|{contentHash}|{line.Line}";

    private async Task<(IntakeRecord Record, IReadOnlyList<InvoiceLine> Lines)> ReadAsync(string contentHash, CancellationToken cancellation)
    {
        var record = await intake.FindAsync(contentHash, cancellation) ?? throw new InvalidOperationException($"The intake of {contentHash} is not recorded.");
        var content = await intake.ReadContentAsync(contentHash, cancellation) ?? throw new InvalidOperationException($"The content of {contentHash} is not stored.");
        return (record, InvoiceFile.Read(content, record.Format).Lines);
    }
}
