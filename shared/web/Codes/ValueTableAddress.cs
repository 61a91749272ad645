using Microsoft.AspNetCore.Http;
using Serverless.Payments.Codes;
using Serverless.Web.Problems;

namespace Serverless.Web.Codes;

/// <summary>The code table that an address names.</summary>
internal static class ValueTableAddress
{
    public static IReadOnlyList<string> Known { get; } = [.. CodeTables.All.Select(table => table.Name), .. ValueTables.All];

    public static bool IsEdited(string table) => ValueTables.All.Contains(table, StringComparer.Ordinal);

    /// <summary>Why nothing can be edited there; null where it can.</summary>
    public static Problem? Check(string table)
    {
        if (IsEdited(table))
        {
            return null;
        }

        return CodeTables.Find(table) is null
            ? Unknown()
            : Problem.Of(StatusCodes.Status409Conflict, "FIXED_TABLE", $"The entries of {table} are part of the program and cannot be edited; {string.Join(", ", ValueTables.All)} can.");
    }

    public static Problem Unknown() => Problem.Of(StatusCodes.Status404NotFound, "NOT_FOUND", $"There is no code table of that name; there are {string.Join(", ", Known)}.");
}
