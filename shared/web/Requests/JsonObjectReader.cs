using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Serverless.Payments.Amounts;
using Serverless.Web.Problems;

namespace Serverless.Web.Requests;

/// <summary>Compares a JSON object with the type that is expected, field by field, and lists every fault.</summary>
internal static class JsonObjectReader
{
    /// <summary>Characters of any text in a body; what is meant to be shorter says so itself.</summary>
    public const int TextCharsMax = 4_000;

    /// <summary>Faults listed of one body.</summary>
    private const int FaultsMax = 50;

    /// <summary>Characters of an unknown field's name that are repeated in the answer.</summary>
    private const int NameCharsMax = 60;

    public static IReadOnlyList<ProblemError> Faults(JsonElement root, JsonTypeInfo expected)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return [new ProblemError("BAD_VALUE", "", $"The body is {Kind(root)}; a JSON object is expected.")];
        }

        var faults = new List<ProblemError>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var known = expected.Properties.ToDictionary(property => property.Name, StringComparer.Ordinal);
        foreach (var field in root.EnumerateObject())
        {
            if (faults.Count == FaultsMax)
            {
                return faults;
            }

            if (NameOf(field) is not { } name || !known.TryGetValue(name, out var property))
            {
                faults.Add(new("UNKNOWN_FIELD", Shorten(NameOf(field)), $"'{Shorten(NameOf(field))}' is not known here; the fields are {string.Join(", ", known.Keys)}."));
            }
            else if (!seen.Add(name))
            {
                faults.Add(new("DUPLICATE_FIELD", name, $"{name} is given twice."));
            }
            else if (FaultOf(name, field.Value, property) is { } fault)
            {
                faults.Add(fault);
            }
        }

        faults.AddRange(known.Values
            .Where(property => property.AssociatedParameter is { HasDefaultValue: false } && !seen.Contains(property.Name))
            .Select(property => new ProblemError("MISSING_FIELD", property.Name, $"{property.Name} is missing; {Expectation(property.PropertyType)} is expected.")));
        return faults;
    }

    private static ProblemError? FaultOf(string name, JsonElement value, JsonPropertyInfo property)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return IsNullable(property) ? null : new("NULL", name, $"{name} is null; {Expectation(property.PropertyType)} is expected.");
        }

        try
        {
            var read = value.Deserialize(property.PropertyType, Json.WebJson.Options);
            return read is string { Length: > TextCharsMax }
                ? new("TOO_LONG", name, $"{name} has more than {TextCharsMax} characters.")
                : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or FormatException)
        {
            return new("BAD_VALUE", name, $"{name} is {Kind(value)}; {Expectation(property.PropertyType)} is expected.");
        }
    }

    private static bool IsNullable(JsonPropertyInfo property)
        => Nullable.GetUnderlyingType(property.PropertyType) is not null
        || (!property.PropertyType.IsValueType && (property.AssociatedParameter?.IsNullable ?? property.IsSetNullable));

    /// <summary>Null where the name holds half a surrogate pair, which no text has.</summary>
    private static string? NameOf(JsonProperty field)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Shorten(string? name) => name is null ? "?" : name.Length <= NameCharsMax ? name : name[..NameCharsMax] + "…";

    private static string Expectation(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var plain when plain == typeof(Money) => $"an amount from -{Money.AbsoluteMax} to {Money.AbsoluteMax} with at most two decimals, as a number,",
        var plain when plain == typeof(Units) => $"a count from -{Units.AbsoluteMax} to {Units.AbsoluteMax} with at most two decimals, as a number,",
        var plain when plain == typeof(DateOnly) => "a date that exists, such as \"2026-11-25\",",
        var plain when plain == typeof(DateTimeOffset) => "an instant in UTC, such as \"2026-11-25T20:00:00Z\",",
        var plain when plain == typeof(string) => "a text",
        var plain when plain == typeof(bool) => "true or false",
        var plain when plain == typeof(int) => "a whole number",
        _ => "another kind of value",
    };

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Number => "a number that does not fit, or no number is wanted",
        JsonValueKind.String => "a text that does not fit, or no text is wanted",
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        _ => "something else",
    };
}
