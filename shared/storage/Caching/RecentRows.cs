using System.Collections.Concurrent;

namespace Serverless.Storage.Caching;

/// <summary>
/// The rows used last, in two generations: when the young one is half of what may be kept, it becomes the old one, and
/// what nobody has asked for since is forgotten. Calls for one row are serialised by the caller.
/// </summary>
internal sealed class RecentRows(int rowsMax)
{
    private readonly Lock turning = new();
    private ConcurrentDictionary<RowId, TableRow> young = new();
    private ConcurrentDictionary<RowId, TableRow> old = new();
    private int youngCount;

    public TableRow? Find(RowId key)
    {
        if (Volatile.Read(ref young).TryGetValue(key, out var row))
        {
            return row;
        }

        if (!Volatile.Read(ref old).TryGetValue(key, out row))
        {
            return null;
        }

        Put(key, row);
        return row;
    }

    public void Put(RowId key, TableRow row)
    {
        Volatile.Read(ref young)[key] = row;
        if (Interlocked.Increment(ref youngCount) > rowsMax / 2)
        {
            Turn();
        }
    }

    public void Remove(RowId key)
    {
        // Young before old: a turn in between moves the young one, without the row, to be the old one.
        Volatile.Read(ref young).TryRemove(key, out _);
        Volatile.Read(ref old).TryRemove(key, out _);
    }

    private void Turn()
    {
        lock (turning)
        {
            if (youngCount > rowsMax / 2)
            {
                Volatile.Write(ref old, young);
                Volatile.Write(ref young, new ConcurrentDictionary<RowId, TableRow>());
                youngCount = 0;
            }
        }
    }
}

internal readonly record struct RowId(string Table, string Partition, string Row);
