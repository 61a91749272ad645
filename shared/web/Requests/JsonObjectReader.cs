using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Serverless.Payments.Amounts;
using Serverless.Web.Charges;
using Serverless.Web.MassPayments;
using Serverless.Web.Problems;

namespace Serverless.Web.Requests;

/// <summary>Compares a JSON object with the type that is expected, field by field, and lists every fault.</summary>
internal static class JsonObjectReader
{
    /// <summary>Characters of any text in a body; what is meant to be shorter says so itself, by <see cref="MaxLengthAttribute"/> or in its own words.</summary>
    public const int TextCharsMax = 4_000;

    /// <summary>Faults listed of one body.</summary>
    private const int FaultsMax = 50;

    /// <summary>Characters of an unknown field's name that are repeated in the answer.</summary>
    private const int NameCharsMax = 60;

    public static IReadOnlyList<ProblemError> Faults(JsonElement root, JsonTypeInfo expected)
        => root.ValueKind == JsonValueKind.Object
            ? FaultsOf(root, FieldsOf(expected))
            : [new ProblemError("BAD_VALUE", "", $"The body is {Kind(root)}; a JSON object is expected.")];

    /// <summary>Of one object, or of each element of an array; an element's faults name its index.</summary>
    public static IReadOnlyList<ProblemError> FaultsOfOneOrMany(JsonElement root, JsonTypeInfo expected)
    {
        if (root.ValueKind != JsonValueKind.Array)
        {
            return Faults(root, expected);
        }

        return FaultsOfElements(root, expected, "");
    }

    /// <summary>Of each element; how deep a body goes is limited where it is parsed.</summary>
    /// <param name="array">The elements.</param>
    /// <param name="expected">What each is.</param>
    /// <param name="name">The field that they are in; empty where they are the body.</param>
    private static List<ProblemError> FaultsOfElements(JsonElement array, JsonTypeInfo expected, string name)
    {
        var faults = new List<ProblemError>();
        var known = FieldsOf(expected);
        foreach (var (index, element) in array.EnumerateArray().Index())
        {
            if (faults.Count >= FaultsMax)
            {
                break;
            }

            var (field, shown) = ($"{name}[{index}]", name.Length == 0 ? $"Element {index}" : $"{name}[{index}]");
            if (element.ValueKind != JsonValueKind.Object)
            {
                faults.Add(new("BAD_VALUE", field, $"{shown} is {Kind(element)}; a JSON object is expected."));
                continue;
            }

            faults.AddRange(FaultsOf(element, known).Select(fault => new ProblemError(fault.Code, $"{field}.{fault.Field}", $"{shown}: {fault.Message}")));
        }

        return faults;
    }

    private static Dictionary<string, Field> FieldsOf(JsonTypeInfo expected)
        => expected.Properties.ToDictionary(property => property.Name, property => new Field(property, CharsMaxOf(property)), StringComparer.Ordinal);

    private static int CharsMaxOf(JsonPropertyInfo property)
        => property.AttributeProvider?.GetCustomAttributes(typeof(MaxLengthAttribute), inherit: true) is [MaxLengthAttribute { Length: > 0 and var charsMax }] ? charsMax : TextCharsMax;

    private static List<ProblemError> FaultsOf(JsonElement element, Dictionary<string, Field> known)
    {
        var faults = new List<ProblemError>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in element.EnumerateObject())
        {
            if (faults.Count == FaultsMax)
            {
                return faults;
            }

            if (NameOf(field) is not { } name || !known.TryGetValue(name, out var expected))
            {
                faults.Add(new("UNKNOWN_FIELD", Shorten(NameOf(field)), $"'{Shorten(NameOf(field))}' is not known here; the fields are {string.Join(", ", known.Keys)}."));
            }
            else if (!seen.Add(name))
            {
                faults.Add(new("DUPLICATE_FIELD", name, $"{name} is given twice."));
            }
            else if (ElementsOf(expected.Property) is { } elements && field.Value.ValueKind == JsonValueKind.Array)
            {
                faults.AddRange(FaultsOfElements(field.Value, elements, name));
            }
            else if (FaultOf(name, field.Value, expected) is { } fault)
            {
                faults.Add(fault);
            }
        }

        faults.AddRange(known.Values
            .Where(field => field.Property.AssociatedParameter is { HasDefaultValue: false } && !seen.Contains(field.Property.Name))
            .Select(field => new ProblemError("MISSING_FIELD", field.Property.Name, $"{field.Property.Name} is missing; {Expectation(field.Property.PropertyType)} is expected.")));
        return faults;
    }

    /// <summary>What a list of objects holds; null for anything else.</summary>
    private static JsonTypeInfo? ElementsOf(JsonPropertyInfo property)
        => property.PropertyType is { IsGenericType: true } list && list.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            && Json.WebJson.Options.GetTypeInfo(list.GenericTypeArguments[0]) is { Kind: JsonTypeInfoKind.Object } element
            ? element
            : null;

    private static ProblemError? FaultOf(string name, JsonElement value, Field field)
    {
        var property = field.Property;
        if (value.ValueKind == JsonValueKind.Null)
        {
            return IsNullable(property) ? null : new("NULL", name, $"{name} is null; {Expectation(property.PropertyType)} is expected.");
        }

        try
        {
            var read = value.Deserialize(property.PropertyType, Json.WebJson.Options);
            return read switch
            {
                string text when text.Length > field.CharsMax => new("TOO_LONG", name, $"{name} has more than {field.CharsMax} characters."),
                IEnumerable<string?> texts when texts.Contains(null) => new("NULL", name, $"{name} has an element that is null; {Expectation(property.PropertyType)} is expected."),
                _ => null,
            };
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
        var plain when plain == typeof(EntryAmount) => $"an amount as a number or a text, of at most {EntryAmount.CharsMax} characters,",
        var plain when plain == typeof(ChargeReference) => $"a charge's id, as a text or a number, of at most {ChargeReference.CharsMax} characters,",
        var plain when plain == typeof(DateOnly) => "a date that exists, such as \"2026-11-25\",",
        var plain when plain == typeof(DateTimeOffset) => "an instant in UTC, such as \"2026-11-25T20:00:00Z\",",
        var plain when plain == typeof(string) => "a text",
        var plain when plain == typeof(IReadOnlyList<string>) => "a list of texts",
        var plain when plain == typeof(bool) => "true or false",
        var plain when plain == typeof(int) => "a whole number",
        var plain when plain == typeof(decimal) => "a number",
        var plain when plain.IsGenericType && plain.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => "a list",
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

    /// <param name="CharsMax">Where it is a text.</param>
    private sealed record Field(JsonPropertyInfo Property, int CharsMax);
}
