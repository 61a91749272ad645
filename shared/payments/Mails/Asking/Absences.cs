using Serverless.Durable;
using Serverless.Payments.Calendar;
using Serverless.Payments.Identity;
using Serverless.Payments.Users.Delegations;

namespace Serverless.Payments.Mails.Asking;

/// <summary>
/// Records and ends delegations (UPI-7) so that what waits is asked for anew at once. The inbox of the delegate has it in any case;
/// where the process ends between the record and the start, the same request again starts it, or the next working morning asks.
/// </summary>
public sealed class Absences(DelegationRecords delegations, IOrchestrationClient orchestrations, AgencyCalendar calendar)
{
    /// <inheritdoc cref="DelegationRecords.RecordAsync"/>
    public async Task<DelegationResult> RecordAsync(Caller caller, string from, string to, DateOnly begin, DateOnly end, string requestId, CancellationToken cancellation = default)
    {
        var result = await delegations.RecordAsync(caller, from, to, begin, end, requestId, cancellation);
        await HandOverAsync(result.Delegation);
        return result;
    }

    /// <inheritdoc cref="DelegationRecords.RevokeAsync"/>
    public async Task<DelegationResult> RevokeAsync(Caller caller, string id, CancellationToken cancellation = default)
    {
        var result = await delegations.RevokeAsync(caller, id, cancellation);
        await HandOverAsync(result.Delegation);
        return result;
    }

    /// <summary>An absence that begins later is the affair of its first morning, and one that is over of nobody.</summary>
    private async Task HandOverAsync(Delegation? delegation)
    {
        if (delegation is null || delegation.Begin > calendar.Today || delegation.End < calendar.Today)
        {
            return;
        }

        var instance = TurnHandover.InstanceId(delegation.Id, delegation.RevokedAt is not null);
        try
        {
            // It is recorded: whatever ends the caller's patience from here on must not keep the mails from it.
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(TurnHandover.Name, new TurnHandoverInput(delegation.From), new StartOrchestrationOptions(instance), CancellationToken.None);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // The same request came before.
        }
    }
}
