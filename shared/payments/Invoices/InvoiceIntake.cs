using Serverless.Durable;

namespace Serverless.Payments.Invoices;

/// <summary>Makes the payments of an accepted invoice file; interrupted, it goes on, and no line is taken twice.</summary>
public static class InvoiceIntake
{
    public const string Name = nameof(InvoiceIntake);
    public const string SubmitLinesActivity = "SubmitInvoiceLines";
    public const string ReportActivity = "WriteInvoiceReport";

    /// <summary>Lines in one step, so that an interruption repeats few.</summary>
    public const int StepLines = 500;

    private static readonly TaskOptions Patient = new(new RetryPolicy(20, TimeSpan.FromMilliseconds(250), 2.0, TimeSpan.FromMinutes(5)));

    public static string InstanceId(string contentHash) => $"invoice-{contentHash}";

    public static async Task<bool> RunAsync(OrchestrationContext context, IntakeInput input)
    {
        for (var skip = 0; skip < input.Lines; skip += StepLines)
        {
            await context.CallActivityAsync(SubmitLinesActivity, new IntakeStep(input.ContentHash, skip), Patient);
        }

        await context.CallActivityAsync(ReportActivity, input.ContentHash, Patient);
        return true;
    }
}

/// <param name="ContentHash">The file's content, by which it is stored.</param>
public sealed record IntakeInput(string ContentHash, int Lines);

/// <param name="Skip">Lines done by the steps before.</param>
public sealed record IntakeStep(string ContentHash, int Skip);
