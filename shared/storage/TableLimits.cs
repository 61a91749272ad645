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

    /// <summary>Characters of all payloads of a transaction: UTF-16 in 4 MiB with room for keys.</summary>
    public const int TransactionCharsMax = 1_900_000;

    /// <exception cref="ArgumentException">Not 3 to 63 letters and digits, a letter first.</exception>
    public static void CheckTable(string table)
    {
        if (!TableName().IsMatch(table))
        {
            throw new ArgumentException($"'{table}' is no name of a table: 3 to 63 letters and digits, a letter first.", nameof(table));
        }
    }

    /// <exception cref="ArgumentException">Empty, too long, or with / \ # ? or a control character.</exception>
    public static void CheckKey(string key)
    {
        if (key.Length is 0 or > KeyCharsMax)
        {
            throw new ArgumentException($"A key has 1 to {KeyCharsMax} characters, not {key.Length}.", nameof(key));
        }

        foreach (var character in key)
        {
            if (character is '/' or '\\' or '#' or '?' || char.IsControl(character))
            {
                throw new ArgumentException($"The key '{key}' has the character U+{(int)character:X4}, which keys cannot have.", nameof(key));
            }
        }
    }

    /// <exception cref="ArgumentException">Too many operations, a row named twice, or too much payload.</exception>
    public static void CheckTransaction(IReadOnlyList<TableOperation> operations)
    {
        if (operations.Count is 0 or > TransactionRowsMax)
        {
            throw new ArgumentException($"A transaction has 1 to {TransactionRowsMax} operations, not {operations.Count}.", nameof(operations));
        }

        var keys = new HashSet<string>(operations.Count, StringComparer.Ordinal);
        var chars = 0;
        foreach (var operation in operations)
        {
            CheckKey(operation.RowKey);
            if (!keys.Add(operation.RowKey))
            {
                throw new ArgumentException($"Row '{operation.RowKey}' is named twice in one transaction.", nameof(operations));
            }

            var data = operation switch
            {
                InsertRow insert => insert.Data.Length,
                UpdateRow update => update.Data.Length,
                UpsertRow upsert => upsert.Data.Length,
                _ => 0,
            };
            if (data > DataCharsMax || (chars += data) > TransactionCharsMax)
            {
                throw new ArgumentException($"Row '{operation.RowKey}': a payload has at most {DataCharsMax} characters, a transaction {TransactionCharsMax}.", nameof(operations));
            }
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,62}$")]
    private static partial Regex TableName();
}
