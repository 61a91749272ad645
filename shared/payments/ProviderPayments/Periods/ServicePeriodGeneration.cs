using Serverless.Durable;

namespace Serverless.Payments.ProviderPayments.Periods;

/// <summary>
/// Makes the payments of a service period, one for each provider and child (CARE-2), page by page, and starts the
/// orchestration of each. What stands already stays as it is, so that it may be repeated when children have come.
/// </summary>
public static class ServicePeriodGeneration
{
    public const string Name = nameof(ServicePeriodGeneration);

    /// <summary>The activity that makes a page of payments.</summary>
    public const string GenerateActivity = "GenerateProviderPayments";

    /// <summary>The activity that records the end.</summary>
    public const string CompleteActivity = "CompleteServicePeriod";

    /// <summary>Pages after which the history is begun anew.</summary>
    internal const int PagesInHistoryMax = 50;

    /// <summary>A store that is out of reach is waited for.</summary>
    private static readonly TaskOptions Patient = new(new RetryPolicy(1_000, TimeSpan.FromMilliseconds(500), 2.0, TimeSpan.FromMinutes(15)));

    public static string InstanceId(string period, int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"generation-{period}-{number}");

    /// <summary>What a waiter for the period is woken by, whichever of its generations ends.</summary>
    public static string Signal(string period) => $"generation-{period}";

    /// <returns>Whether it has come to its end.</returns>
    public static async Task<bool> RunAsync(OrchestrationContext context, GenerationInput input)
    {
        var state = input;
        for (var pages = 0; pages < PagesInHistoryMax; pages++)
        {
            context.SetCustomStatus(state);
            var page = await context.CallActivityAsync<GenerationPage>(GenerateActivity, state, Patient);
            state = state with { After = page.Next, Created = state.Created + page.Created, Existing = state.Existing + page.Existing, Skipped = state.Skipped + page.Skipped };
            if (page.Next is null)
            {
                return await context.CallActivityAsync<bool>(CompleteActivity, state, Patient);
            }
        }

        context.ContinueAsNew(state);
        return false;
    }
}

/// <summary>How far a generation is; its input, and what queries show of it.</summary>
/// <param name="After">The enrolment that the last page ended with; null at first.</param>
public sealed record GenerationInput(string Period, int Number, EnrollmentPlace? After = null, int Created = 0, int Existing = 0, int Skipped = 0);

/// <param name="ClientId">The last child of the provider that was dealt with; null where none was, and the provider is to be gone on with behind.</param>
public sealed record EnrollmentPlace(string ProviderId, string? ClientId);

/// <param name="Next">Where to go on; null where the enrolments end.</param>
public sealed record GenerationPage(int Created, int Existing, int Skipped, EnrollmentPlace? Next);
