using Microsoft.Extensions.Logging;
using Serverless.Durable;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.MassPayments.Needs;
using Serverless.Payments.MassPayments.Requests;

namespace Serverless.Payments.MassPayments;

/// <summary>The activities of <see cref="MassPaymentOrchestration"/>; each may run again, even late, and then changes nothing further.</summary>
public sealed class MassPaymentActivities(
    MassPaymentRecords records,
    MassPaymentApproval approval,
    MassPaymentValidation validation,
    MassPaymentStarts starts,
    NeedRecords needs,
    RequestRecords requests,
    RequestIndex index,
    Settlements settlements,
    ILogger<MassPaymentActivities> logger)
{
    /// <summary>Clients dealt with at one time in one activity.</summary>
    private const int ClientsAtOnce = 64;

    public async Task<ApprovalPlan> ValidateAsync(ActivityContext context, MassPaymentInput input)
    {
        var cancellation = context.CancellationToken;
        if (await approval.FindAtWorkAsync(input, cancellation) is not { } page)
        {
            await approval.CloseAsync(input, cancellation);
            var ended = await records.FindAsync(input.Id, cancellation);
            return new ApprovalPlan(0, 0, [], IsOver: true, IsApproved: ended is { Status: MassPaymentStatus.Approved } && ended.Asked == input.Asked);
        }

        var (entries, faults) = await validation.CheckAsync(page, cancellation);
        if (faults.Count > 0)
        {
            await approval.PutFaultsAsync(page.Id, page.Attempt, faults, cancellation);
            return new ApprovalPlan(page.Attempt, faults.Count, []);
        }

        return new ApprovalPlan(page.Attempt, 0, [.. entries.Chunk(MassPaymentOrchestration.PartEntries).Select(part => new EntryRange(part[0].N, part[^1].N))]);
    }

    public async Task<ClaimResult> ClaimAsync(ActivityContext context, ApprovalStep input)
    {
        var page = await ReadAsync(input, context.CancellationToken);
        var takings = new System.Collections.Concurrent.ConcurrentBag<NeedTaking>();
        await ForEachNeedAsync(page, input.Part, async (entries, stop) => takings.Add(await needs.TakeAsync(page, entries, stop)), context.CancellationToken);
        var duplicates = takings.SelectMany(taking => taking.Duplicates).OrderBy(fault => fault.N).ToList();
        await approval.PutFaultsAsync(page.Id, input.Attempt, duplicates, context.CancellationToken);
        var holders = takings.Select(taking => taking.Holder).OfType<MassPayment>().OrderBy(holder => holder.AskedAt).ThenBy(holder => holder.Id, StringComparer.Ordinal);
        var holder = holders.FirstOrDefault();
        return new ClaimResult(duplicates.Count, holder?.Id, holder is not null && IsOlder(holder, page), takings.Any(taking => taking.IsPast));
    }

    public async Task<int> GiveWayAsync(ActivityContext context, GiveWay input)
    {
        Log.GivesWay(logger, input.Input.Id, input.HolderId);
        if (await records.FindAsync(input.HolderId, context.CancellationToken) is { Status: MassPaymentStatus.Approving } holder)
        {
            // Whose orchestration is lost would hold everybody up for ever.
            await starts.StartAsync(holder, context.CancellationToken);
        }

        return input.IsRestart ? await approval.BeginAnewAsync(input.Input, input.Attempt, context.CancellationToken) : input.Attempt;
    }

    public async Task<WrittenRequests> WriteRequestsAsync(ActivityContext context, ApprovalStep input)
    {
        var cancellation = context.CancellationToken;
        var page = await ReadAsync(input, cancellation);
        PaymentRequest[] made = [.. (await FactsAsync(page, input.Part, cancellation)).Select(entry => PaymentRequest.Of(page, entry))];
        if (page.Status == MassPaymentStatus.Approving)
        {
            // Listed before they exist, so that no run misses one; after the approval the lists are others' to keep.
            await index.AddAsync(made, cancellation);
            await requests.WriteAsync(page, made, cancellation);
        }

        return new WrittenRequests(made.Length, made.Aggregate(Money.Zero, (sum, request) => sum + request.Order.Amount));
    }

    public async Task<ApprovalOutcome> ApproveAsync(ActivityContext context, ApprovalEnd input)
    {
        var outcome = await approval.ApproveAsync(input, context.CancellationToken);
        if (outcome == ApprovalOutcome.Approved)
        {
            await approval.CloseAsync(input.Input, context.CancellationToken);
            Log.MassPaymentApproved(logger, input.Input.Id, input.Requests);
            settlements.Signal(input.Input.Id);
        }

        return outcome;
    }

    public async Task<int> RemoveAsync(ActivityContext context, ApprovalStep input)
    {
        var page = await ReadAsync(input, context.CancellationToken);
        if (page.Status == MassPaymentStatus.Approved)
        {
            // A late run of an orchestration that was lost has approved it; its needs stand.
            return 0;
        }

        var removed = 0;
        await ForEachNeedAsync(page, input.Part, async (entries, stop) =>
        {
            await needs.RemoveAsync(page, entries[0], stop);
            Interlocked.Increment(ref removed);
        }, context.CancellationToken);
        return removed;
    }

    public async Task<bool> RefuseAsync(ActivityContext context, ApprovalRefusal input)
    {
        await approval.RefuseAsync(input, context.CancellationToken);
        await approval.CloseAsync(input.Input, context.CancellationToken);
        Log.MassPaymentRefused(logger, input.Input.Id);
        settlements.Signal(input.Input.Id);
        return true;
    }

    /// <summary>Of two approvals at one time the one that was asked for first goes on; at the same instant, the one of the lesser id.</summary>
    private static bool IsOlder(MassPayment holder, MassPayment page)
        => holder.AskedAt < page.AskedAt || (holder.AskedAt == page.AskedAt && string.CompareOrdinal(holder.Id, page.Id) < 0);

    /// <summary>The page under the number that the step was given, whatever has become of it: what is written under a number that is past is void.</summary>
    private async Task<MassPayment> ReadAsync(ApprovalStep step, CancellationToken cancellation)
        => (await records.FindAsync(step.Id, cancellation) ?? throw new InvalidOperationException($"Mass payment {step.Id} is gone.")) with { Attempt = step.Attempt };

    private async Task<IReadOnlyList<MassEntryFacts>> FactsAsync(MassPayment page, EntryRange part, CancellationToken cancellation)
    {
        var facts = new List<MassEntryFacts>(MassPaymentOrchestration.PartEntries);
        await foreach (var entry in records.EntriesAsync(page with { NextN = part.Last + 1 }, part.First - 1, cancellation))
        {
            facts.Add(MassEntryForm.Read(entry, page.AidCode).Facts ?? throw new InvalidOperationException($"Entry {entry.N} of mass payment {page.Id} passed the validation and cannot be read now."));
        }

        return facts;
    }

    /// <summary>Entries of one client and need type come together, because they share a claim.</summary>
    private async Task ForEachNeedAsync(MassPayment page, EntryRange part, Func<IReadOnlyList<MassEntryFacts>, CancellationToken, Task> act, CancellationToken cancellation)
    {
        var groups = (await FactsAsync(page, part, cancellation)).GroupBy(entry => (entry.ClientId, entry.NeedType));
        var options = new ParallelOptions { MaxDegreeOfParallelism = ClientsAtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(groups, options, async (group, stop) => await act([.. group], stop));
    }
}
