using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.TestHost;

namespace Serverless.Web.Tests.Hosting;

/// <summary>Calls the API as somebody, and reads the answer.</summary>
public static class Calls
{
    private static readonly TimeSpan DeadLine = TimeSpan.FromSeconds(60);

    public static Task<Reply> GetAsync(this Api api, string? user, string path) => api.SendAsync(user, HttpMethod.Get, path);

    public static Task<Reply> PostAsync(this Api api, string? user, string path, string? json, params (string Name, string Value)[] headers)
        => api.SendAsync(user, HttpMethod.Post, path, json is null ? null : Json(json), headers);

    public static Task<Reply> PutAsync(this Api api, string? user, string path, string json, params (string Name, string Value)[] headers)
        => api.SendAsync(user, HttpMethod.Put, path, Json(json), headers);

    public static async Task<Reply> SendAsync(this Api api, string? user, HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var client = api.Host.GetTestClient();
        client.Timeout = DeadLine;
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (user is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", api.TokenOf(user));
        }

        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        using var response = await client.SendAsync(request);
        return new Reply((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers);
    }

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    /// <summary>A payment of P-100 over one day, as JSON.</summary>
    public static string Facts(string clientId, decimal units = 10, string day = "2026-11-16", string providerId = "P-100", decimal rate = 25)
        => string.Create(CultureInfo.InvariantCulture, $$"""{"providerId":"{{providerId}}","clientId":"{{clientId}}","serviceCode":"SLN","units":{{units}},"rate":{{rate:0.00}},"amount":{{units * rate:0.00}},"serviceFrom":"{{day}}","serviceTo":"{{day}}"}""");

    /// <summary>Submits a payment that passes.</summary>
    public static async Task<string> SubmitAsync(this Api api, string clientId, decimal units = 10, string day = "2026-11-16", string user = "provider")
    {
        var reply = await api.PostAsync(user, "/api/payments", Facts(clientId, units, day, user == "provider" ? "P-100" : "P-200"));
        Assert.Equal(201, reply.Status);
        return reply.Text("id");
    }

    /// <summary>A payment in Submitted to CAPS.</summary>
    public static async Task<string> ApproveTwiceAsync(this Api api, string clientId, decimal units = 10, string day = "2026-11-16")
    {
        var id = await api.SubmitAsync(clientId, units, day);
        Assert.Equal("Waiting DSPD Approval", (await api.PostAsync("coordinator", $"/api/payments/{id}/approve", null)).Text("status"));
        Assert.Equal("Submitted to CAPS", (await api.PostAsync("technician", $"/api/payments/{id}/approve", null)).Text("status"));
        return id;
    }
}

/// <summary>An answer.</summary>
public sealed record Reply(int Status, string Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public JsonElement Json { get; } = Body.Length > 0 && ContentHeaders.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true
        ? JsonDocument.Parse(Body).RootElement.Clone()
        : default;

    public string Text(string name) => Json.TryGetProperty(name, out var value) ? value.GetString()! : throw new InvalidOperationException($"No '{name}' in {Status}: {Body}");

    public IReadOnlyList<(string Code, string Field)> Errors => [.. Json.GetProperty("errors").EnumerateArray().Select(error => (error.GetProperty("code").GetString()!, error.GetProperty("field").GetString()!))];

    public string? Location => Headers.Location?.OriginalString;

    public string? ETag => Headers.ETag?.ToString();

    /// <summary>Asserts that it refuses as RFC 9457 says, and why.</summary>
    public Reply IsProblem(int status, string code)
    {
        Assert.Equal($"{status} {code}", $"{Status} {(Json.ValueKind == JsonValueKind.Object ? Text("code") : Body)}");
        Assert.Equal("application/problem+json", ContentHeaders.ContentType?.MediaType);
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.NotEmpty(Text("title"));
        Assert.NotEmpty(Text("detail"));
        return this;
    }

    public Reply Is(int status)
    {
        Assert.True(status == Status, $"Expected {status}, was {Status}: {Body}");
        return this;
    }
}
