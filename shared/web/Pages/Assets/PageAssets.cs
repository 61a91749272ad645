using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Web.Identity;

namespace Serverless.Web.Pages.Assets;

/// <summary>The style sheet, the scripts and the icon, which are part of the program. Their addresses change with their content, so that a browser keeps them for good.</summary>
public static class PageAssets
{
    private const string Prefix = "asset:";

    private static readonly Dictionary<string, string> MediaTypes = new(StringComparer.Ordinal)
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    private static readonly FrozenDictionary<string, Asset> All = Load();

    /// <summary>Where a browser finds the asset, with a mark of its content.</summary>
    /// <exception cref="KeyNotFoundException">There is no asset of that name; a fault of the page.</exception>
    public static string Address(string name) => $"/assets/{name}?v={All[name].Mark}";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/assets/{name}", Handle)
        .ForEveryone()
        .ExcludeFromDescription();

    private static IResult Handle(HttpContext context, string name)
    {
        if (!All.TryGetValue(name, out var asset))
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.CacheControl = context.Request.Query["v"] == asset.Mark ? "public, max-age=31536000, immutable" : "no-cache";
        return TypedResults.Bytes(asset.Content, asset.MediaType);
    }

    private static FrozenDictionary<string, Asset> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(resource => resource[Prefix.Length..], resource => Read(assembly, resource), StringComparer.Ordinal);
    }

    private static Asset Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new Asset(content, MediaTypes[Path.GetExtension(resource)], Convert.ToHexStringLower(SHA256.HashData(content))[..12]);
    }

    private sealed record Asset(byte[] Content, string MediaType, string Mark);
}
