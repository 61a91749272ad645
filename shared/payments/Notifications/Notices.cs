using Serverless.Payments.Calendar;
using Serverless.Payments.Identity;
using Serverless.Payments.Mails;
using Serverless.Storage;

namespace Serverless.Payments.Notifications;

/// <summary>
/// Keeps what people are told, a partition for each role and each provider. The time of a notice is that of its writing and
/// not of what it tells of, so that whoever has read up to one finds those behind it that were written late; a row by its id
/// sees to it that it comes once.
/// </summary>
/// <param name="tables">Where they are kept.</param>
/// <param name="calendar">The time.</param>
/// <param name="mails">Carries them by mail as well; null where nothing does.</param>
public sealed class Notices(ITableStore tables, AgencyCalendar calendar, NoticeMails? mails = null)
{
    /// <summary>Notices in one page.</summary>
    public const int TopMax = 500;

    private const string NoticePrefix = "n|";

    /// <summary>Tells it, unless it was told.</summary>
    /// <param name="notice">What to tell; its time is set here.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether it had not been told before.</returns>
    public async Task<bool> TellAsync(Notice notice, CancellationToken cancellation = default)
    {
        if ((notice.ToRole == Role.Provider) != (notice.ToProvider is not null))
        {
            throw new ArgumentException("A notice to providers names one, and no other does.", nameof(notice));
        }

        var partition = Partition(notice.ToRole, notice.ToProvider);
        var told = TableOperation.Insert($"id|{notice.Id}", string.Empty);
        if (await tables.GetAsync(Tables.Notices, partition, told.RowKey, cancellation) is not null)
        {
            return false;
        }

        // The mails first: where the process ends in between, what was not told is told again, and mailed once all the same.
        await (mails?.RecordAsync(notice, cancellation) ?? Task.CompletedTask);
        var now = notice with { At = calendar.Now };
        try
        {
            await tables.SubmitAsync(Tables.Notices, partition, [told, TableOperation.Insert(NoticePrefix + KeyOf(now), Rows.Write(now))], cancellation);
            return true;
        }
        catch (TableConflictException)
        {
            return false;
        }
    }

    /// <summary>What the caller's roles are told, oldest first; a provider's user reads what its own provider is told.</summary>
    /// <param name="caller">Who reads.</param>
    /// <param name="after">What the page before answered as next; null for the first.</param>
    /// <param name="top">At most this many, 1 to <see cref="TopMax"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<NoticePage> ReadAsync(Caller caller, string? after = null, int top = 100, CancellationToken cancellation = default)
    {
        var found = new List<Notice>();
        foreach (var partition in PartitionsOf(caller))
        {
            // No key continues another, so that a '!' behind it leads past it. One more than asked for tells whether there is a next page.
            var all = RowRange.StartingWith(NoticePrefix);
            var range = after is null ? all : all with { From = $"{NoticePrefix}{after}!" };
            var page = await tables.QueryAsync(Tables.Notices, partition, range, top + 1, null, cancellation);
            found.AddRange(page.Rows.Select(Rows.Read<Notice>));
        }

        var ordered = found.OrderBy(KeyOf, StringComparer.Ordinal).Take(top + 1).ToList();
        return ordered.Count > top
            ? new NoticePage(ordered[..top], KeyOf(ordered[top - 1]))
            : new NoticePage(ordered, null);
    }

    /// <summary>What the caller's roles are told, the latest first.</summary>
    /// <param name="caller">Who reads.</param>
    /// <param name="before">What the page before answered as next; null for the latest.</param>
    /// <param name="top">At most this many, 1 to <see cref="TopMax"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<NoticePage> ReadLatestAsync(Caller caller, string? before = null, int top = 100, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(top, TopMax);
        var found = new List<Notice>();
        foreach (var partition in PartitionsOf(caller))
        {
            // One more than asked for tells whether there is a next page.
            var rows = tables.ScanNewestAsync(Tables.Notices, partition, NoticePrefix, before is null ? null : NoticePrefix + before, calendar.Now, cancellation);
            found.AddRange(await rows.Take(top + 1).Select(Rows.Read<Notice>).ToListAsync(cancellation));
        }

        var ordered = found.OrderByDescending(KeyOf, StringComparer.Ordinal).Take(top + 1).ToList();
        return ordered.Count > top
            ? new NoticePage(ordered[..top], KeyOf(ordered[top - 1]))
            : new NoticePage(ordered, null);
    }

    /// <summary>What the caller's roles were told behind an instant and up to another, oldest first.</summary>
    /// <param name="caller">Who reads.</param>
    /// <param name="since">Only behind it.</param>
    /// <param name="until">That instant included.</param>
    /// <param name="top">At most this many, 1 to <see cref="TopMax"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<NoticePage> ReadBetweenAsync(Caller caller, DateTimeOffset since, DateTimeOffset until, int top, CancellationToken cancellation = default)
    {
        // Keys begin with the instant, so that an instant alone leads before whatever was told at it.
        var page = await ReadAsync(caller, NewestRows.KeyOf(since.AddTicks(1)), top, cancellation);
        var told = page.Items.Where(notice => notice.At <= until).ToList();
        return new NoticePage(told, told.Count == page.Items.Count ? page.Next : null);
    }

    private static string KeyOf(Notice notice) => $"{NewestRows.KeyOf(notice.At)}|{notice.Id}";

    /// <summary>Where stands what the caller is told; a provider's user without a provider is told nothing as one.</summary>
    private static IEnumerable<string> PartitionsOf(Caller caller) => caller.Roles
        .Where(role => role != Role.Provider || caller.ProviderId is not null)
        .Select(role => Partition(role, role == Role.Provider ? caller.ProviderId : null));

    private static string Partition(Role role, string? providerId) => providerId is null ? role.ToString() : $"{role}|{providerId}";
}
