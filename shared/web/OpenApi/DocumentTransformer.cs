using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Serverless.Web.OpenApi;

/// <summary>What the document says about the API as a whole.</summary>
public sealed class DocumentTransformer : IOpenApiDocumentTransformer
{
    public const string Scheme = "bearer";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Serverless",
            Version = "v1",
            Description = "Provider payments of human-services agencies, from invoice to money. Money is a number with two places, instants are UTC, statuses have their display names. What a caller may not see is 404.",
        };
        document.Servers = [];
        var components = document.Components ??= new OpenApiComponents();
        components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "A token of the configured authority; in Development, of POST /dev/sign-in.",
        };
        return Task.CompletedTask;
    }
}
