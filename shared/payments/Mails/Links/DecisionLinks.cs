using System.Globalization;
using Serverless.Payments.Approvals;
using Serverless.Payments.Approvals.Policies;
using Serverless.Payments.Calendar;
using Serverless.Payments.Identity;
using Serverless.Payments.Users;
using Serverless.Storage;

namespace Serverless.Payments.Mails.Links;

/// <summary>
/// Links in mails that decide (ALL-4). A row by the token's hash says what each is for; a link is marked as used before the
/// decision is stored, under an id that is made of it, so that it decides once however often it is sent.
/// </summary>
public sealed class DecisionLinks(ITableStore tables, LinkKey key, UserRecords users, ApprovalPolicies policies, PaymentRecords records, PaymentCommands payments, AgencyCalendar calendar)
{
    /// <summary>Attempts at marking a link that others keep getting ahead of.</summary>
    private const int AttemptsMax = 5;

    /// <summary>By the first two digits of their tokens' hashes.</summary>
    private const int Partitions = 256;

    /// <summary>Links that are deleted of a partition at one time; what is left is found the next time.</summary>
    private const int ForgottenMax = 5_000;

    /// <summary>No decision is on its way longer than this between the mark and the store.</summary>
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(1);

    /// <summary>Makes a link for the payment as it stands.</summary>
    /// <param name="payment">What is decided.</param>
    /// <param name="user">By whom.</param>
    /// <param name="action">Approve or deny.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<LinkToken> IssueAsync(Payment payment, string user, PaymentAction action, CancellationToken cancellation = default)
    {
        var policy = await StagePolicy.OfAsync(policies, payment, cancellation);
        var token = LinkToken.Create(key);
        var link = new DecisionLink(payment.Id, payment.Status, payment.Version, user, action, calendar.Now + TimeSpan.FromHours(policy.LinkHours));
        await tables.SubmitAsync(Tables.Mails, PartitionOf(token), [TableOperation.Insert(token.Hash, Rows.Write(link))], cancellation);
        return token;
    }

    /// <summary>What the link leads to. It changes nothing, so whoever looks at links in mails before people do may look.</summary>
    public async Task<LinkReading> ReadAsync(string? token, CancellationToken cancellation = default)
        => LinkToken.Parse(key, token) is { } parsed && await FindAsync(parsed, cancellation) is { } row ? await ReadAsync(Rows.Read<DecisionLink>(row), parsed, cancellation) : LinkReading.Forged;

    /// <summary>Decides by the link. Everything that stands against a decision otherwise stands against this one.</summary>
    /// <param name="token">What the link carries.</param>
    /// <param name="note">The note, or the reason of a denial.</param>
    /// <param name="requestId">What makes the request itself; repeated, it gets the same answer, and another one finds the link used.</param>
    /// <param name="signedIn">Who is signed in; null for nobody.</param>
    /// <param name="cancellation">Gives up waiting; a decision that is stored stands.</param>
    public async Task<LinkDecision> DecideAsync(string? token, string? note, string requestId, Caller? signedIn, CancellationToken cancellation = default)
    {
        if (LinkToken.Parse(key, token) is not { } parsed || await FindAsync(parsed, cancellation) is not { } row)
        {
            return new LinkDecision(LinkDecisionKind.NotValid, LinkReading.Forged, null);
        }

        var link = Rows.Read<DecisionLink>(row);
        var reading = await ReadAsync(link, parsed, cancellation);
        var isRepetition = reading.State == LinkState.Used && link.UsedBy == requestId;
        if (reading.State != LinkState.Valid && !isRepetition)
        {
            return new LinkDecision(LinkDecisionKind.NotValid, reading, null);
        }

        if (signedIn is not null && signedIn.User != link.User)
        {
            return new LinkDecision(LinkDecisionKind.OtherPerson, reading, null);
        }

        if (reading.NeedsSignIn && signedIn is null)
        {
            return new LinkDecision(LinkDecisionKind.NeedsSignIn, reading, null);
        }

        if ((link.Action == PaymentAction.Deny && string.IsNullOrWhiteSpace(note)) || note?.Length > ApprovalRules.NoteCharsMax)
        {
            return new LinkDecision(LinkDecisionKind.NeedsReason, reading, null);
        }

        if (!isRepetition && !await MarkAsync(parsed, requestId, cancellation))
        {
            return new LinkDecision(LinkDecisionKind.NotValid, reading with { State = LinkState.Used }, null);
        }

        var user = await users.FindAsync(link.User, cancellation) ?? throw new InvalidOperationException($"User {link.User} is gone.");
        var request = new DecisionRequest(link.Action, string.IsNullOrWhiteSpace(note) ? null : note, IfVersion: link.Version, ByLink: signedIn is null);

        // The link is spent: whether the person still waits for the answer or not, what they pressed is carried out.
        var result = await payments.DecideAsync(signedIn ?? user.AsCaller(), link.PaymentId, request, DecisionIdOf(parsed), CancellationToken.None);
        if (result.Refusal is not null)
        {
            await SpendAsync(parsed);
        }

        return new LinkDecision(LinkDecisionKind.HandedIn, reading, result);
    }

    /// <summary>Deletes links that expired before an instant, in a part of the partitions. What was decided by them stands in the payments' histories.</summary>
    /// <param name="expiredBefore">The instant.</param>
    /// <param name="part">Which part, from 0 on.</param>
    /// <param name="parts">Of how many.</param>
    /// <param name="cancellation">Gives up; what is deleted is.</param>
    /// <returns>How many.</returns>
    public async Task<int> ForgetAsync(DateTimeOffset expiredBefore, int part, int parts, CancellationToken cancellation = default)
    {
        var forgotten = 0;
        for (var partition = part; partition < Partitions; partition += parts)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"links-{partition:x2}");
            var old = new List<TableOperation>();
            var found = 0;
            await foreach (var row in tables.ScanAsync(Tables.Mails, name, RowRange.All, cancellation))
            {
                if (found == ForgottenMax)
                {
                    break;
                }

                if (Rows.Read<DecisionLink>(row).ExpiresAt < expiredBefore)
                {
                    found++;
                    old.Add(TableOperation.Delete(row.RowKey));
                }

                if (old.Count == TableLimits.TransactionRowsMax)
                {
                    forgotten += await DeleteAsync(name, old, cancellation);
                    old.Clear();
                }
            }

            forgotten += await DeleteAsync(name, old, cancellation);
        }

        return forgotten;
    }

    private async Task<int> DeleteAsync(string partition, List<TableOperation> old, CancellationToken cancellation)
    {
        if (old.Count == 0)
        {
            return 0;
        }

        try
        {
            await tables.SubmitAsync(Tables.Mails, partition, old, cancellation);
            return old.Count;
        }
        catch (TableConflictException)
        {
            // The same morning's work, begun twice, deletes them as well; what is left is found the next time.
            return 0;
        }
    }

    private async Task<LinkReading> ReadAsync(DecisionLink link, LinkToken token, CancellationToken cancellation)
    {
        var payment = await records.FindAsync(link.PaymentId, cancellation) ?? throw new InvalidOperationException($"Payment {link.PaymentId} is gone.");
        var isCurrent = payment.Version == link.Version && payment.Status == link.Stage && await users.FindAsync(link.User, cancellation) is { Active: true };
        var state = link switch
        {
            { UsedAt: not null } when !isCurrent || !await IsAbandonedAsync(link, token, cancellation) => LinkState.Used,
            _ when !isCurrent => LinkState.Stale,
            _ when link.ExpiresAt <= calendar.Now => LinkState.Expired,
            _ => LinkState.Valid,
        };
        var policy = await StagePolicy.OfAsync(policies, payment, cancellation);
        return new LinkReading(state, link, payment, policy.LinkDecidesUpTo is not { } upTo || payment.Facts.Amount > upTo);
    }

    /// <summary>
    /// Whether the link was marked and its decision never came, because the process ended between the two. It may be used again then;
    /// whoever comes late after all brings a decision of the same id, which has one effect.
    /// </summary>
    private async Task<bool> IsAbandonedAsync(DecisionLink link, LinkToken token, CancellationToken cancellation)
        => !link.IsRefused && link.UsedAt + AbandonedAfter < calendar.Now && await records.FindDecisionAsync(link.PaymentId, DecisionIdOf(token), cancellation) is null;

    /// <summary>The decision of a link, whoever sends it and however often.</summary>
    private static string DecisionIdOf(LinkToken token) => $"link-{token.Hash[..40]}";

    /// <returns>Whether the link is the request's; false where another has used it.</returns>
    private async Task<bool> MarkAsync(LinkToken token, string requestId, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var row = await FindAsync(token, cancellation) ?? throw new InvalidOperationException("A link is gone.");
            var link = Rows.Read<DecisionLink>(row);
            if (link.UsedAt is not null && (link.UsedBy == requestId || !await IsAbandonedAsync(link, token, cancellation)))
            {
                return link.UsedBy == requestId;
            }

            try
            {
                await tables.SubmitAsync(Tables.Mails, row.PartitionKey, [TableOperation.Update(row.RowKey, Rows.Write(link with { UsedAt = calendar.Now, UsedBy = requestId }), row.ETag)], cancellation);
                return true;
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // Somebody used it at this moment.
            }
        }
    }

    /// <summary>Notes that the link's decision was refused, so that no decision will ever show that it was used.</summary>
    private async Task SpendAsync(LinkToken token)
    {
        for (var attempt = 1; await FindAsync(token, CancellationToken.None) is { } row; attempt++)
        {
            try
            {
                await tables.SubmitAsync(Tables.Mails, row.PartitionKey, [TableOperation.Update(row.RowKey, Rows.Write(Rows.Read<DecisionLink>(row) with { IsRefused = true }), row.ETag)], CancellationToken.None);
                return;
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // Somebody marks it at this moment.
            }
        }
    }

    private Task<TableRow?> FindAsync(LinkToken token, CancellationToken cancellation) => tables.GetAsync(Tables.Mails, PartitionOf(token), token.Hash, cancellation);

    private static string PartitionOf(LinkToken token) => $"links-{token.Hash[..2]}";
}
