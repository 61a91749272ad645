using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Serverless.Sqlite;

/// <summary>One connection with its prepared commands. Used by one thread at a time.</summary>
/// <remarks>Parameters are written <c>$1</c>, <c>$2</c>, … and take the values in their order; null becomes NULL.</remarks>
public sealed class SqliteSession : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);
    private readonly SqliteConnection connection;

    internal SqliteSession(SqliteConnection connection) => this.connection = connection;

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQuery();

    /// <summary>Runs a query; the reader is disposed by the caller before the session runs the same text again.</summary>
    public SqliteDataReader Query(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteReader();

    /// <summary>The first column of the first row, or null where there is none or it is NULL.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteScalar() is { } value and not DBNull ? value : null;

    public void Dispose()
    {
        foreach (var command in prepared.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var index = 0; index < values.Length; index++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = "$" + (index + 1).ToString(CultureInfo.InvariantCulture) });
            }

            prepared.Add(sql, command);
        }

        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        }

        return command;
    }
}
