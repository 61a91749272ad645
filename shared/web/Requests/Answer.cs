using System.Globalization;
using Microsoft.AspNetCore.Http;
using Serverless.Web.Json;

namespace Serverless.Web.Requests;

/// <summary>Answers in the contract's JSON.</summary>
public static class Answer
{
    public static IResult Json<T>(int status, T body) => TypedResults.Json(body, WebJson.Options, statusCode: status);

    /// <summary>Names where something was made, or where an outcome can be read.</summary>
    public static void Locate(HttpContext context, string path) => context.Response.Headers.Location = context.Request.PathBase + path;

    /// <summary>Where the outcome is still to come: 202, where to read it, and when to look.</summary>
    public static IResult Pending<T>(HttpContext context, string path, T body)
    {
        Locate(context, path);
        context.Response.Headers.RetryAfter = "1";
        return Json(StatusCodes.Status202Accepted, body);
    }

    /// <summary>200 with a record and its version as the ETag.</summary>
    public static IResult Versioned<T>(HttpContext context, int version, T body)
    {
        TagVersion(context, version);
        return Json(StatusCodes.Status200OK, body);
    }

    public static void TagVersion(HttpContext context, int version)
        => context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
