using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Serverless.Sqlite;

/// <summary>One connection with its prepared statements. Used by one thread at a time.</summary>
/// <remarks>
/// A text is one statement and constant, because it is prepared once and kept. Parameters are written <c>$1</c>,
/// <c>$2</c>, … and take the values in the order of their numbers; null becomes NULL.
/// </remarks>
public sealed class SqliteSession : IDisposable
{
    /// <summary>More texts than any program has; reaching it means that values are built into texts.</summary>
    private const int TextsMax = 500;

    private readonly Dictionary<string, SqliteStatement> statements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SqliteCommand> queries = new(StringComparer.Ordinal);
    private readonly SqliteConnection connection;

    internal SqliteSession(SqliteConnection connection) => this.connection = connection;

    internal bool InTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    /// <summary>Runs a statement. Values are text, whole numbers (int, long), bool or bytes.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Statement(sql).Execute(values);

    /// <summary>Runs a query; the reader is disposed by the caller before the session runs the same text again.</summary>
    public SqliteDataReader Query(string sql, params ReadOnlySpan<object?> values)
    {
        if (!queries.TryGetValue(sql, out var query))
        {
            query = connection.CreateCommand();
            query.CommandText = sql;
            for (var index = 0; index < values.Length; index++)
            {
                query.Parameters.Add(new SqliteParameter { ParameterName = "$" + (index + 1).ToString(CultureInfo.InvariantCulture) });
            }

            Keep(queries, sql, query);
        }

        if (query.Parameters.Count != values.Length)
        {
            throw new ArgumentException($"The query has {query.Parameters.Count} parameters and got {values.Length} values: {sql}", nameof(values));
        }

        for (var index = 0; index < values.Length; index++)
        {
            query.Parameters[index].Value = values[index] ?? DBNull.Value;
        }

        return query.ExecuteReader();
    }

    /// <summary>The first column of the first row, or null where there is none or it is NULL. A whole number is a long.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values) => Statement(sql).Scalar(values);

    public void Dispose()
    {
        foreach (var statement in statements.Values)
        {
            statement.Dispose();
        }

        foreach (var query in queries.Values)
        {
            query.Dispose();
        }

        connection.Dispose();
    }

    private static void Keep<T>(Dictionary<string, T> texts, string sql, T prepared)
    {
        if (texts.Count == TextsMax)
        {
            throw new InvalidOperationException($"A session keeps {TextsMax} texts. Pass values as parameters instead of building them into the text: {sql}");
        }

        texts.Add(sql, prepared);
    }

    private SqliteStatement Statement(string sql)
    {
        if (!statements.TryGetValue(sql, out var statement))
        {
            statement = new SqliteStatement(connection.Handle!, sql);
            Keep(statements, sql, statement);
        }

        return statement;
    }
}
