using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Serverless.Web.Identity;
using Serverless.Web.Idempotency;
using Serverless.Web.Problems;

namespace Serverless.Web.OpenApi;

/// <summary>Adds to each operation what the pipeline does for it: signing in, keys, versions, bodies and common refusals.</summary>
public sealed class OperationTransformer : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var parameters = operation.Parameters ??= [];
        foreach (var name in metadata.OfType<QueryDescriptions>().SelectMany(query => query.Names))
        {
            parameters.Add(Parameter(ParameterLocation.Query, name.Name, name.Meaning, name.Name == "top" ? JsonSchemaType.Integer : JsonSchemaType.String));
        }

        if (metadata.OfType<IfMatchDescription>().Any())
        {
            parameters.Add(Parameter(ParameterLocation.Header, "If-Match", "The ETag that the record was read with; 412 where it has moved since.", JsonSchemaType.String));
        }

        if (IdempotencyMiddleware.Covers(context.Description.HttpMethod ?? "GET", "/" + context.Description.RelativePath))
        {
            parameters.Add(Parameter(ParameterLocation.Header, IdempotencyKey.Header, $"1 to {IdempotencyKey.CharsMax} printable characters of your choice, kept 30 days: the same key and body get the same answer and have one effect. 422 for another body, 409 while the first is at work.", JsonSchemaType.String));
            await RefuseAsync(operation, context, StatusCodes.Status400BadRequest, cancellationToken);
            await RefuseAsync(operation, context, StatusCodes.Status409Conflict, cancellationToken);
            await RefuseAsync(operation, context, StatusCodes.Status413PayloadTooLarge, cancellationToken);
            await RefuseAsync(operation, context, StatusCodes.Status422UnprocessableEntity, cancellationToken);
        }

        await AddBodyAsync(operation, context, metadata.OfType<BodyDescription>().FirstOrDefault(), cancellationToken);
        await AddSignInAsync(operation, context, metadata, cancellationToken);
        await RefuseAsync(operation, context, StatusCodes.Status429TooManyRequests, cancellationToken);
        await RefuseAsync(operation, context, StatusCodes.Status500InternalServerError, cancellationToken);
    }

    private static async Task AddSignInAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, IList<object> metadata, CancellationToken cancellation)
    {
        if (metadata.OfType<IAllowAnonymous>().Any())
        {
            return;
        }

        var scheme = new OpenApiSecuritySchemeReference(DocumentTransformer.Scheme, context.Document);
        operation.Security = [new OpenApiSecurityRequirement { [scheme] = [] }];
        if (metadata.OfType<AllowedRoles>().FirstOrDefault() is { } allowed)
        {
            operation.Description = $"{operation.Description} Roles: {string.Join(", ", allowed.Roles.Select(CallerReader.NameOf))}.".TrimStart();
        }

        await RefuseAsync(operation, context, StatusCodes.Status401Unauthorized, cancellation);
        await RefuseAsync(operation, context, StatusCodes.Status403Forbidden, cancellation);
    }

    private static async Task AddBodyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, BodyDescription? body, CancellationToken cancellation)
    {
        if (body is null)
        {
            return;
        }

        IOpenApiSchema schema = body.Type is null
            ? new OpenApiSchema { Type = JsonSchemaType.String }
            : await ReferenceAsync(context, body.Type, cancellation);
        schema = body.MayBeMany ? new OpenApiSchema { OneOf = [schema, new OpenApiSchema { Type = JsonSchemaType.Array, Items = schema }] } : schema;
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = !body.IsOptional,
            Content = body.MediaTypes.ToDictionary(type => type, _ => new OpenApiMediaType { Schema = schema }),
        };
        await RefuseAsync(operation, context, StatusCodes.Status415UnsupportedMediaType, cancellation);
    }

    private static async Task RefuseAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, int status, CancellationToken cancellation)
    {
        var responses = operation.Responses ??= [];
        var key = status.ToString(CultureInfo.InvariantCulture);
        if (!responses.ContainsKey(key))
        {
            var schema = await ReferenceAsync(context, typeof(ProblemBody), cancellation);
            responses[key] = new OpenApiResponse
            {
                Description = ProblemBody.Of(status, "", "").Title,
                Content = new Dictionary<string, OpenApiMediaType> { [ProblemBody.ContentType] = new OpenApiMediaType { Schema = schema } },
            };
        }
    }

    /// <summary>Describes a type once for the whole document.</summary>
    private static async Task<IOpenApiSchema> ReferenceAsync(OpenApiOperationTransformerContext context, Type type, CancellationToken cancellation)
    {
        var schema = await context.GetOrCreateSchemaAsync(type, cancellationToken: cancellation);
        if (context.Document is not { } document)
        {
            return schema;
        }

        document.AddComponent(type.Name, schema);
        return new OpenApiSchemaReference(type.Name, document);
    }

    private static OpenApiParameter Parameter(ParameterLocation location, string name, string meaning, JsonSchemaType type)
        => new() { In = location, Name = name, Description = meaning, Required = false, Schema = new OpenApiSchema { Type = type } };
}
