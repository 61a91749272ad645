using System.Globalization;
using Microsoft.AspNetCore.Http;
using Serverless.Payments.Approvals;
using Serverless.Storage;
using Serverless.Web.Problems;

namespace Serverless.Web.Requests;

/// <summary>Reads the query of a list. A name that is not known is refused, so that a misspelt filter never looks like none.</summary>
public sealed class QueryNames
{
    private readonly IQueryCollection query;

    /// <exception cref="ProblemException">400: a name is not known or given twice.</exception>
    public QueryNames(HttpContext context, params IReadOnlyList<string> known)
    {
        query = context.Request.Query;
        foreach (var (name, values) in query)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                throw Refused("UNKNOWN_QUERY", name, known.Count == 0 ? "Nothing is taken from the address here; send it in the body." : $"There is no filter of that name; there are {string.Join(", ", known)}.");
            }

            if (values.Count > 1)
            {
                throw Refused("DUPLICATE_QUERY", name, $"{name} is given {values.Count} times; once is expected.");
            }
        }
    }

    /// <summary>The text, or null where it is not given or empty.</summary>
    public string? Text(string name, int charsMax = 200)
    {
        var text = query[name].ToString();
        return text.Length <= charsMax ? (text.Length == 0 ? null : text) : throw Refused("TOO_LONG", name, $"{name} has at most {charsMax} characters.");
    }

    /// <summary>How many are asked for: 100 where nothing is said.</summary>
    public int Top() => Whole("top", "BAD_TOP", 1, PaymentQueries.TopMax) ?? 100;

    /// <summary>A whole number, or null where none is given.</summary>
    public int? Whole(string name, string code, int min, int max) => Text(name) switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max => number,
        _ => throw Refused(code, name, $"{name} is a whole number from {min} to {max}."),
    };

    /// <summary>A text that the address must have.</summary>
    public string Required(string name) => Text(name) ?? throw Refused("MISSING_QUERY", name, $"{name} is missing in the address.");

    /// <summary>One of the names, as they are written.</summary>
    public T? OneOf<T>(string name, string code)
        where T : struct, Enum
        => Text(name) switch
        {
            null => null,
            var text when Enum.GetNames<T>().Contains(text, StringComparer.Ordinal) => Enum.Parse<T>(text),
            _ => throw Refused(code, name, $"{name} is one of {string.Join(", ", Enum.GetNames<T>())}."),
        };

    /// <summary>Where the page before ended: its <c>next</c>, as it was answered.</summary>
    public string? After() => Place("after", "BAD_AFTER");

    /// <summary>Where the page before ended, of a list with the latest first.</summary>
    public string? Before() => Place("before", "BAD_BEFORE");

    /// <summary>A status by its display name.</summary>
    public PaymentStatus? Status(string name) => Text(name) switch
    {
        null => null,
        var text when PaymentStatuses.TryParse(text, out var status) => status,
        _ => throw Refused("BAD_STATUS", name, $"There is no such status; there are {string.Join(", ", PaymentStatuses.All.Select(status => status.DisplayName()))}."),
    };

    /// <summary>A month such as <c>2026-11</c>.</summary>
    public string? Month(string name) => Text(name) switch
    {
        null => null,
        var text when DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) => text,
        _ => throw Refused("BAD_PERIOD", name, $"{name} is a month, such as 2026-11."),
    };

    /// <summary>A day such as <c>2026-11-25</c>.</summary>
    public DateOnly? Day(string name) => Text(name) switch
    {
        null => null,
        var text when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day,
        _ => throw Refused("BAD_DATE", name, $"{name} is a day, such as 2026-11-25."),
    };

    /// <summary>Whether it is asked for; not, where nothing is said.</summary>
    public bool Flag(string name) => Text(name)?.ToUpperInvariant() switch
    {
        null or "FALSE" => false,
        "TRUE" => true,
        _ => throw Refused("BAD_FLAG", name, $"{name} is true or false."),
    };

    /// <summary>An id of letters, digits, '-', '_' and '.'.</summary>
    public string? Id(string name) => Text(name) switch
    {
        null => null,
        var text when PaymentFactsForm.IsId(text) => text,
        _ => throw Refused("BAD_ID", name, $"{name} has 1 to {PaymentFactsForm.IdCharsMax} letters, digits, '-', '_' or '.'."),
    };

    private string? Place(string name, string code)
    {
        var place = Text(name, TableLimits.KeyCharsMax - 1);
        var isKey = place is null || place.All(character => char.IsAsciiLetterOrDigit(character) || character is '|' or '-' or '.' or '_');
        return isKey ? place : throw Refused(code, name, $"{name} is what the page before answered as next, unchanged.");
    }

    private static ProblemException Refused(string code, string name, string message)
        => new(Problem.OfField(StatusCodes.Status400BadRequest, code, name, message));
}
