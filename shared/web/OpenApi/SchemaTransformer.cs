using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Serverless.Payments.Amounts;
using Serverless.Web.Charges;
using Serverless.Web.MassPayments;

namespace Serverless.Web.OpenApi;

/// <summary>Describes the types that have a converter of their own.</summary>
public sealed class SchemaTransformer : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var orNull = plain == type ? default : JsonSchemaType.Null;
        if (plain == typeof(Money))
        {
            Describe(schema, JsonSchemaType.Number | orNull, "US dollars, with two places.");
            schema.MultipleOf = 0.01m;
            schema.Minimum = "-999999999.99";
            schema.Maximum = "999999999.99";
        }
        else if (plain == typeof(Units))
        {
            Describe(schema, JsonSchemaType.Number | orNull, "Service units, with at most two decimals.");
            schema.MultipleOf = 0.01m;
        }
        else if (plain == typeof(EntryAmount))
        {
            Describe(schema, JsonSchemaType.Number | JsonSchemaType.String, "US dollars; a number where it is one, else the text as it was given.");
        }
        else if (plain == typeof(ChargeReference))
        {
            Describe(schema, JsonSchemaType.Number | JsonSchemaType.String | orNull, "The id of a charge, as it was answered or as a number.");
        }
        else if (plain == typeof(DateTimeOffset))
        {
            Describe(schema, JsonSchemaType.String | orNull, "UTC.");
            schema.Format = "date-time";
        }

        return Task.CompletedTask;
    }

    private static void Describe(OpenApiSchema schema, JsonSchemaType type, string meaning)
    {
        schema.Type = type;
        schema.Description ??= meaning;
    }
}
