using Microsoft.Extensions.Logging;
using Serverless.Durable;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments.Enrollments;
using Serverless.Payments.ProviderPayments.Lists;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments.Periods;

/// <summary>The activities of <see cref="ServicePeriodGeneration"/>; each may run again and then makes nothing twice.</summary>
public sealed class GenerationActivities(
    ITableStore tables,
    PeriodRecords periods,
    ProviderPaymentRecords records,
    EnrollmentRecords enrollments,
    AgencyDirectory directory,
    ProviderPaymentLists lists,
    ListedPayments listed,
    AttendancePaymentStart start,
    GenerationStart following,
    Settlements settlements,
    AgencyCalendar calendar,
    ILogger<GenerationActivities> logger)
{
    /// <summary>Enrolments in a page.</summary>
    public const int PageEnrollments = 200;

    /// <summary>Providers looked at for a page, so that many without a child do not make one page endless.</summary>
    private const int PageProviders = 1_000;

    /// <summary>Payments written at one time; their writes share the flushes of the disk.</summary>
    private const int AtOnce = 64;

    /// <summary>Behind every child's number.</summary>
    private const string ProviderEnd = "~";

    private const int AttemptsMax = 20;

    public async Task<GenerationPage> GenerateAsync(ActivityContext context, GenerationInput input)
    {
        var cancellation = context.CancellationToken;
        var period = ServicePeriod.Parse(input.Period);
        var (found, next) = await ReadAsync(input.After, cancellation);
        var made = new ProviderPayment?[found.Count];
        var skipped = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(Enumerable.Range(0, found.Count).Where(at => found[at].Touches(period)), options, async (at, stop) =>
        {
            made[at] = await IsActiveAsync(found[at], stop) ? await MakeAsync(found[at], input, stop) : null;
            Interlocked.Add(ref skipped, made[at] is null ? 1 : 0);
        });

        ProviderPayment[] standing = [.. made.OfType<ProviderPayment>()];
        ProviderPayment[] mine = [.. standing.Where(payment => payment.Generation == input.Number)];

        // Shown before they are started: whatever moves them shows a later version.
        await lists.ShowAsync(await Task.WhenAll(standing.Where(payment => payment.Generation == input.Number || payment.Version > 1).Select(payment => listed.OfAsync(payment, cancellation))), cancellation);
        await Parallel.ForEachAsync(mine, options, async (payment, stop) => await start.StartAsync(payment.Id, stop));
        return new(mine.Length, standing.Length - mine.Length, skipped, next);
    }

    public async Task<bool> CompleteAsync(ActivityContext context, GenerationInput input)
    {
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            var (period, etag) = await periods.FindWithETagAsync(input.Period, context.CancellationToken)
                ?? throw new InvalidOperationException($"Service period {input.Period} was never begun.");
            if (period.Number != input.Number || period.Status == GenerationStatus.Completed)
            {
                await FollowAsync(period, context.CancellationToken);
                return true;
            }

            var ended = period.IsAskedAgain
                ? period with { Number = period.Number + 1, IsAskedAgain = false, StartedAt = calendar.Now, Created = period.Created + input.Created }
                : period with { Status = GenerationStatus.Completed, Created = period.Created + input.Created, Existing = input.Existing - period.Created, Skipped = input.Skipped, CompletedAt = calendar.Now };
            if (await periods.TryWriteAsync(ended, etag, context.CancellationToken))
            {
                await FollowAsync(ended, context.CancellationToken);
                Log.ServicePeriodGenerated(logger, input.Period, input.Created, input.Existing, input.Skipped);
                settlements.Signal(ServicePeriodGeneration.Signal(input.Period));
                return true;
            }
        }

        throw new TimeoutException($"The end of the generation of {input.Period} cannot be recorded; it is tried again.");
    }

    /// <summary>Starts the one that follows; a repeated end finds it at work.</summary>
    private Task FollowAsync(GeneratedPeriod period, CancellationToken cancellation)
        => period.Status == GenerationStatus.Running ? following.StartAsync(period, cancellation) : Task.CompletedTask;

    private async Task<(IReadOnlyList<Enrollment> Enrollments, EnrollmentPlace? Next)> ReadAsync(EnrollmentPlace? after, CancellationToken cancellation)
    {
        var found = new List<Enrollment>();
        if (after is not null && await AddAsync(found, after.ProviderId, after.ClientId, cancellation))
        {
            return (found, PlaceOf(found[^1]));
        }

        var looked = 0;
        await foreach (var provider in directory.ProvidersAsync(after?.ProviderId, cancellation))
        {
            if (await AddAsync(found, provider.Id, null, cancellation))
            {
                return (found, PlaceOf(found[^1]));
            }

            if (++looked == PageProviders)
            {
                return (found, new(provider.Id, ProviderEnd));
            }
        }

        return (found, null);
    }

    /// <returns>Whether the page is full.</returns>
    private async Task<bool> AddAsync(List<Enrollment> found, string providerId, string? afterClientId, CancellationToken cancellation)
    {
        await foreach (var enrollment in enrollments.OfProviderAsync(providerId, afterClientId, cancellation))
        {
            found.Add(enrollment);
            if (found.Count == PageEnrollments)
            {
                return true;
            }
        }

        return false;
    }

    private static EnrollmentPlace PlaceOf(Enrollment enrollment) => new(enrollment.ProviderId, enrollment.ClientId);

    private async Task<bool> IsActiveAsync(Enrollment enrollment, CancellationToken cancellation)
        => await directory.FindProviderAsync(enrollment.ProviderId, cancellation) is { Active: true }
            && await directory.FindClientAsync(enrollment.ClientId, cancellation) is { Active: true };

    /// <summary>The payment, made now or before; there is one for a period, a provider and a child.</summary>
    private async Task<ProviderPayment> MakeAsync(Enrollment enrollment, GenerationInput input, CancellationToken cancellation)
    {
        var id = records.Ids.OfPayment(input.Period, enrollment.ProviderId, enrollment.ClientId);
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            if (await records.FindWithETagAsync(id, cancellation) is not var (standing, etag))
            {
                break;
            }

            if (await RenewAsync(standing, etag, enrollment, cancellation) is { } renewed)
            {
                return renewed;
            }
        }

        var now = calendar.Now;
        var payment = new ProviderPayment
        {
            Id = id,
            Period = input.Period,
            ProviderId = enrollment.ProviderId,
            ClientId = enrollment.ClientId,
            ServiceCode = enrollment.ServiceCode,
            Terms = TermsOf(enrollment),
            StatusSince = now,
            CreatedAt = now,
            Generation = input.Number,
        };
        var move = new ProviderPaymentMove(null, null, StatusPair.Of(payment), "generation", Role.Operations, now, null, null, null);
        try
        {
            TableOperation[] rows = [TableOperation.Insert(ProviderPaymentKeys.Payment(id), Rows.Write(payment)), TableOperation.Insert(ProviderPaymentKeys.History(id, payment.Version), Rows.Write(move))];
            await tables.SubmitAsync(Tables.ProviderPayments, payment.ClientId, rows, cancellation);
            return payment;
        }
        catch (TableConflictException)
        {
            return await records.FindAsync(id, cancellation) ?? throw new InvalidOperationException($"Provider payment {id} stands and cannot be read.");
        }
    }

    /// <summary>Gives a payment the terms of a corrected enrolment, while nothing is calculated by the old ones.</summary>
    /// <returns>The payment as it stands then; null where somebody else moved it meanwhile.</returns>
    private async Task<ProviderPayment?> RenewAsync(ProviderPayment payment, string etag, Enrollment enrollment, CancellationToken cancellation)
    {
        if (payment.Status is ProviderPaymentStatus.Authorized or ProviderPaymentStatus.Paid || (payment.Terms == TermsOf(enrollment) && payment.ServiceCode == enrollment.ServiceCode))
        {
            return payment;
        }

        var renewed = AttendanceRules.Moved(payment, payment with { ServiceCode = enrollment.ServiceCode, Terms = TermsOf(enrollment) }, calendar.Now);
        var place = StatusPair.Of(renewed);
        var move = new ProviderPaymentMove(null, place, place, "generation", Role.Operations, calendar.Now, $"The enrolment has changed: {enrollment.ServiceCode}, {enrollment.From:yyyy-MM-dd} to {enrollment.To:yyyy-MM-dd}.", renewed.Sheet?.Hash, null);
        try
        {
            TableOperation[] rows = [TableOperation.Update(ProviderPaymentKeys.Payment(renewed.Id), Rows.Write(renewed), etag), TableOperation.Insert(ProviderPaymentKeys.History(renewed.Id, renewed.Version), Rows.Write(move))];
            await tables.SubmitAsync(Tables.ProviderPayments, renewed.ClientId, rows, cancellation);
            return renewed;
        }
        catch (TableConflictException)
        {
            return null;
        }
    }

    private static CareTerms TermsOf(Enrollment enrollment) => new(enrollment.From, enrollment.To, enrollment.ScheduledMinutes, enrollment.Version);
}
