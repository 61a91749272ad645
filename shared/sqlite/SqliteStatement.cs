using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Serverless.Sqlite;

/// <summary>
/// A prepared statement that is run many thousand times a second, straight on SQLite: a command of ADO.NET looks up
/// its parameters by name and makes a reader each time, which costs more than the statement itself.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private const int TextCharsOnStack = 340;

    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private readonly int[] positions;

    public SqliteStatement(sqlite3 database, string sql)
    {
        this.database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement, out var tail));
        if (!string.IsNullOrWhiteSpace(tail))
        {
            throw new ArgumentException($"One statement was meant, and '{tail}' follows it.", nameof(sql));
        }

        // To SQLite $1 is a name like any other: it counts parameters in the order in which they appear.
        positions = new int[raw.sqlite3_bind_parameter_count(statement)];
        for (var index = 0; index < positions.Length; index++)
        {
            positions[index] = raw.sqlite3_bind_parameter_index(statement, "$" + (index + 1).ToString(CultureInfo.InvariantCulture));
            if (positions[index] == 0)
            {
                throw new ArgumentException($"The parameters are $1 to ${positions.Length}, but ${index + 1} is missing: {sql}", nameof(sql));
            }
        }
    }

    /// <returns>How many rows it changed.</returns>
    public int Execute(ReadOnlySpan<object?> values)
    {
        try
        {
            Bind(values);
            var before = raw.sqlite3_total_changes(database);
            while (Step())
            {
            }

            return raw.sqlite3_total_changes(database) - before;
        }
        finally
        {
            // Its result is that of the last step, which was checked there.
            _ = raw.sqlite3_reset(statement);
        }
    }

    /// <returns>The first column of the first row, or null where there is none or it is NULL.</returns>
    public object? Scalar(ReadOnlySpan<object?> values)
    {
        try
        {
            Bind(values);
            return Step() ? FirstColumn() : null;
        }
        finally
        {
            _ = raw.sqlite3_reset(statement);
        }
    }

    public void Dispose() => statement.Dispose();

    private object? FirstColumn() => raw.sqlite3_column_type(statement, 0) switch
    {
        raw.SQLITE_NULL => null,
        raw.SQLITE_INTEGER => raw.sqlite3_column_int64(statement, 0),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(statement, 0),
        raw.SQLITE_TEXT => raw.sqlite3_column_text(statement, 0).utf8_to_string(),
        _ => raw.sqlite3_column_blob(statement, 0).ToArray(),
    };

    private bool Step()
    {
        var result = raw.sqlite3_step(statement);
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            SqliteException.ThrowExceptionForRC(result, database);
        }

        return result == raw.SQLITE_ROW;
    }

    private void Bind(ReadOnlySpan<object?> values)
    {
        if (positions.Length != values.Length)
        {
            throw new ArgumentException($"The statement has {positions.Length} parameters and got {values.Length} values: {raw.sqlite3_sql(statement).utf8_to_string()}", nameof(values));
        }

        for (var index = 0; index < values.Length; index++)
        {
            var position = positions[index];
            Check(values[index] switch
            {
                null => raw.sqlite3_bind_null(statement, position),
                string text => BindText(position, text),
                long number => raw.sqlite3_bind_int64(statement, position, number),
                int number => raw.sqlite3_bind_int64(statement, position, number),
                bool truth => raw.sqlite3_bind_int64(statement, position, truth ? 1 : 0),
                byte[] bytes => raw.sqlite3_bind_blob(statement, position, bytes),
                var other => throw new ArgumentException($"A value of type {other.GetType().Name} has no form in SQLite: pass text, a whole number, a bool or bytes.", nameof(values)),
            });
        }
    }

    private int BindText(int position, string text)
    {
        // SQLite copies the bytes, so that the buffer can be the stack or on loan.
        if (text.Length <= TextCharsOnStack)
        {
            Span<byte> bytes = stackalloc byte[TextCharsOnStack * 3];
            return raw.sqlite3_bind_text(statement, position, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            return raw.sqlite3_bind_text(statement, position, rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, database);
        }
    }
}
