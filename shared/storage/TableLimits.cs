using System.Text.RegularExpressions;

namespace Serverless.Storage;

/// <summary>The limits of Azure Tables, or stricter, checked by every adapter before it writes.</summary>
public static partial class TableLimits
{
    /// <summary>Operations in one transaction.</summary>
    public const int TransactionRowsMax = 100;

    /// <summary>Rows in one page of a query.</summary>
    public const int PageRowsMax = 1_000;

    /// <summary>Characters of a partition or row key.</summary>
    public const int KeyCharsMax = 512;

    /// <summary>Characters of a payload: it fits ten 64 KiB properties of one entity.</summary>
    public const int DataCharsMax = 320_000;

    /// <summary>
    /// Characters of all payloads of a transaction. Azure takes a request of 4 MiB, in which a character of the payload
    /// has up to six bytes (a quote is sent as \u0022, as is every letter beyond ASCII), and so have those of a hundred
    /// rows' keys, which stand there twice.
    /// </summary>
    public const int TransactionCharsMax = 450_000;

    /// <remarks>Azure compares names without case, so no two tables may differ by case alone.</remarks>
    /// <exception cref="ArgumentException">Not 3 to 63 letters and digits, a letter first; or 'tables', which Azure reserves.</exception>
    public static void CheckTable(string table)
    {
        if (!TableName().IsMatch(table) || table.Equals("tables", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"'{table}' is no name of a table: 3 to 63 letters and digits, a letter first, and not 'tables'.", nameof(table));
        }
    }

    /// <remarks>
    /// Keys are printable ASCII, because only there do the orders of all stores agree: .NET and Azure compare UTF-16
    /// code units, SQLite compares UTF-8 bytes. What people type goes into the payload, or encoded into the key.
    /// </remarks>
    /// <exception cref="ArgumentException">Empty, too long, not printable ASCII, or with / \ # ? in it.</exception>
    public static void CheckKey(string key)
    {
        if (key.Length is 0 or > KeyCharsMax)
        {
            throw new ArgumentException($"A key has 1 to {KeyCharsMax} characters, not {key.Length}.", nameof(key));
        }

        foreach (var character in key)
        {
            if (character is < ' ' or > '~' or '/' or '\\' or '#' or '?')
            {
                throw new ArgumentException($"The key '{key}' has the character U+{(int)character:X4}; keys are printable ASCII without / \\ # and ?.", nameof(key));
            }
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">Not 1 to <see cref="PageRowsMax"/> rows.</exception>
    public static void CheckTop(int top)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(top, PageRowsMax);
    }

    /// <exception cref="ArgumentException">
    /// No or too many operations, a row named twice, too much payload or one that is no valid Unicode, or an ETag that
    /// would match anything.
    /// </exception>
    public static void CheckTransaction(IReadOnlyList<TableOperation> operations)
    {
        if (operations.Count is 0 or > TransactionRowsMax)
        {
            throw new ArgumentException($"A transaction has 1 to {TransactionRowsMax} operations, not {operations.Count}.", nameof(operations));
        }

        CheckNamedOnce(operations);
        var chars = 0;
        foreach (var operation in operations)
        {
            CheckKey(operation.RowKey);
            CheckETag(operation);
            chars += CheckData(operation);
        }

        if (chars > TransactionCharsMax)
        {
            throw new ArgumentException($"The payloads of a transaction have at most {TransactionCharsMax} characters, not {chars}.", nameof(operations));
        }
    }

    private static void CheckNamedOnce(IReadOnlyList<TableOperation> operations)
    {
        if (operations.Count == 1)
        {
            return;
        }

        var keys = new HashSet<string>(operations.Count, StringComparer.Ordinal);
        foreach (var operation in operations)
        {
            if (!keys.Add(operation.RowKey))
            {
                throw new ArgumentException($"Row '{operation.RowKey}' is named twice in one transaction.", nameof(operations));
            }
        }
    }

    private static void CheckETag(TableOperation operation)
    {
        // Azure takes '*' for any ETag: an update that must be conditional would quietly not be.
        if (operation is UpdateRow { ETag: null or "" or "*" } or DeleteRow { ETag: "" or "*" })
        {
            throw new ArgumentException($"Row '{operation.RowKey}': an ETag comes from a read or a write; it is never empty or '*'.", nameof(operation));
        }
    }

    private static int CheckData(TableOperation operation)
    {
        var data = operation switch
        {
            InsertRow insert => insert.Data,
            UpdateRow update => update.Data,
            UpsertRow upsert => upsert.Data,
            _ => "",
        };
        if (data.Length > DataCharsMax)
        {
            throw new ArgumentException($"Row '{operation.RowKey}': a payload has at most {DataCharsMax} characters, not {data.Length}.", nameof(operation));
        }

        // Half a surrogate pair has no UTF-8: a store would keep another text than it was given.
        if (data.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && HasLoneSurrogate(data))
        {
            throw new ArgumentException($"Row '{operation.RowKey}': the payload has half a surrogate pair, so it is no valid Unicode.", nameof(operation));
        }

        return data.Length;
    }

    private static bool HasLoneSurrogate(string data)
    {
        for (var index = 0; index < data.Length; index++)
        {
            if (!char.IsSurrogate(data[index]))
            {
                continue;
            }

            if (!char.IsSurrogatePair(data, index))
            {
                return true;
            }

            index++;
        }

        return false;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,62}\\z")]
    private static partial Regex TableName();
}
