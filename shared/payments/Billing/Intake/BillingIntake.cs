using System.Globalization;
using Serverless.Durable;
using Serverless.Payments.Files;

namespace Serverless.Payments.Billing.Intake;

/// <summary>
/// Makes the invoices of an accepted file of billing invoices, all of them or none: their numbers are claimed first, and where
/// one is taken the file is refused. Interrupted, it goes on, and no invoice is made twice.
/// </summary>
public static class BillingIntake
{
    public const string Name = nameof(BillingIntake);
    public const string ClaimActivity = "ClaimInvoiceNumbers";
    public const string RefuseActivity = "RefuseBillingIntake";
    public const string WriteActivity = "WriteBillingInvoices";
    public const string ReportActivity = "ReportBillingIntake";

    /// <summary>Invoices in one step, so that an interruption repeats few.</summary>
    public const int StepInvoices = 500;

    /// <summary>The most taken numbers that are told; one more says that there are others.</summary>
    public const int FaultsMax = 500;

    private static readonly TaskOptions Patient = new(new RetryPolicy(20, TimeSpan.FromMilliseconds(250), 2.0, TimeSpan.FromMinutes(5)));

    public static string InstanceId(string contentHash, int attempt) => string.Create(CultureInfo.InvariantCulture, $"billing-{contentHash}-{attempt}");

    public static async Task<bool> RunAsync(OrchestrationContext context, BillingIntakeInput input)
    {
        var faults = new List<FileFault>();
        for (var skip = 0; skip < input.Invoices && faults.Count <= FaultsMax; skip += StepInvoices)
        {
            var claimed = await context.CallActivityAsync<ClaimedNumbers>(ClaimActivity, new NumbersStep(input.ContentHash, input.Attempt, skip, faults.Count > 0), Patient);
            faults.AddRange(claimed.Faults);
            if (claimed.IsRefused)
            {
                break;
            }
        }

        if (faults.Count > 0)
        {
            await context.CallActivityAsync(RefuseActivity, new BillingRefusal(input.ContentHash, input.Attempt, faults), Patient);
            return false;
        }

        for (var skip = 0; skip < input.Invoices; skip += StepInvoices)
        {
            await context.CallActivityAsync(WriteActivity, new InvoicesStep(input.ContentHash, input.Attempt, skip), Patient);
        }

        await context.CallActivityAsync(ReportActivity, new BillingReportStep(input.ContentHash, input.Attempt), Patient);
        return true;
    }
}

/// <param name="ContentHash">The file's content, by which it is stored.</param>
/// <param name="Attempt">Which of the attempts at it.</param>
/// <param name="Invoices">How many it holds.</param>
public sealed record BillingIntakeInput(string ContentHash, int Attempt, int Invoices);

/// <param name="Skip">Invoices, by number, of the steps before.</param>
/// <param name="IsLost">A number of a step before is taken: the others are looked at only, so that no other file is kept from them.</param>
public sealed record NumbersStep(string ContentHash, int Attempt, int Skip, bool IsLost);

/// <param name="Faults">The invoices whose numbers are taken.</param>
/// <param name="IsRefused">The attempt was refused before, for these faults.</param>
public sealed record ClaimedNumbers(IReadOnlyList<FileFault> Faults, bool IsRefused = false);

public sealed record BillingRefusal(string ContentHash, int Attempt, IReadOnlyList<FileFault> Faults);

/// <param name="Skip">Invoices, by number, of the steps before.</param>
public sealed record InvoicesStep(string ContentHash, int Attempt, int Skip);

public sealed record BillingReportStep(string ContentHash, int Attempt);
