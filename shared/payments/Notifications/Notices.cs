using System.Globalization;
using Serverless.Payments.Calendar;
using Serverless.Payments.Identity;
using Serverless.Storage;

namespace Serverless.Payments.Notifications;

/// <summary>
/// Keeps what people are told, a partition for each role and each provider. The time of a notice is that of its writing and
/// not of what it tells of, so that whoever has read up to one finds those behind it that were written late; a row by its id
/// sees to it that it comes once.
/// </summary>
public sealed class Notices(ITableStore tables, AgencyCalendar calendar)
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
        foreach (var role in caller.Roles.Where(role => role != Role.Provider || caller.ProviderId is not null))
        {
            // No key continues another, so that a '!' behind it leads past it. One more than asked for tells whether there is a next page.
            var all = RowRange.StartingWith(NoticePrefix);
            var range = after is null ? all : all with { From = $"{NoticePrefix}{after}!" };
            var page = await tables.QueryAsync(Tables.Notices, Partition(role, role == Role.Provider ? caller.ProviderId : null), range, top + 1, null, cancellation);
            found.AddRange(page.Rows.Select(Rows.Read<Notice>));
        }

        var ordered = found.OrderBy(KeyOf, StringComparer.Ordinal).Take(top + 1).ToList();
        return ordered.Count > top
            ? new NoticePage(ordered[..top], KeyOf(ordered[top - 1]))
            : new NoticePage(ordered, null);
    }

    private static string KeyOf(Notice notice) => $"{notice.At.UtcTicks.ToString("D19", CultureInfo.InvariantCulture)}|{notice.Id}";

    private static string Partition(Role role, string? providerId) => providerId is null ? role.ToString() : $"{role}|{providerId}";
}
