using Serverless.Durable;
using Serverless.Payments.Approvals.Policies;
using Serverless.Payments.Calendar;
using Serverless.Payments.Mails.Asking;
using Serverless.Payments.Users;

namespace Serverless.Payments.Mails.Digests;

/// <summary>The activities of <see cref="DigestSchedule"/>, and its start.</summary>
public sealed class DigestActivities(UserRecords users, ApprovalPolicies policies, MailOutbox outbox, TurnHandovers handovers, MailRetention retention, IOrchestrationClient orchestrations, AgencyCalendar calendar)
{
    /// <summary>When the digests go out, in America/Denver.</summary>
    private static readonly TimeOnly Morning = new(7, 0);

    /// <summary>Of the days that are looked at, some is a working day: the holidays are fewer.</summary>
    private const int DaysMax = (ApprovalPolicyRules.HolidaysMax * 2) + 7;

    /// <summary>The next working morning after an instant.</summary>
    public async Task<DateTimeOffset> NextAsync(ActivityContext context, DateTimeOffset after)
    {
        var holidays = (await policies.ReadAsync(context.CancellationToken)).Holidays;
        var day = AgencyCalendar.DayOf(after);
        for (var step = 0; step <= DaysMax; step++)
        {
            var morning = AgencyCalendar.At(day.AddDays(step), Morning);
            if (morning > after && AgencyCalendar.AfterWorkingDays(morning, 0, holidays) == morning)
            {
                return morning;
            }
        }

        throw new InvalidOperationException($"No working morning follows {after:O}.");
    }

    /// <summary>
    /// Records a mail to everybody who wants a digest, once a day; who has nothing waiting is found when it is written. The same morning
    /// asks those whose turn it has become, takes up deliveries that were lost, and lets go of what was kept long enough.
    /// </summary>
    /// <returns>Up to when mornings are over.</returns>
    public async Task<DateTimeOffset> SendAsync(ActivityContext context, DateTimeOffset morning)
    {
        var now = calendar.Now;
        var day = calendar.Today > AgencyCalendar.DayOf(morning) ? calendar.Today : AgencyCalendar.DayOf(morning);
        await foreach (var user in users.ListAsync(context.CancellationToken))
        {
            if (user is { Active: true, Email: not null, Mail: MailPreference.Digest })
            {
                await outbox.RecordAsync(new MailCause(MailKind.Digest, user.Name, Day: day), context.CancellationToken);
            }
        }

        await handovers.RunAsync(context.CancellationToken);
        await outbox.ResumeAsync(context.CancellationToken);
        await retention.RunAsync(context.CancellationToken);
        return now > morning ? now : morning;
    }

    /// <summary>Sees to it that the schedule runs.</summary>
    public async Task EnsureScheduleAsync(CancellationToken cancellation = default)
    {
        try
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(DigestSchedule.Name, new DigestState(calendar.Now), new StartOrchestrationOptions(DigestSchedule.InstanceId), cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // It runs, which is all that is wanted.
        }
    }
}
