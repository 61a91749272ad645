using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Serverless.Local.Tests.Kill;

/// <summary>A caller who asks again, with the same key, until there is an answer; as everybody should.</summary>
internal sealed class StubbornClient(Uri address, string user, CancellationToken giveUp) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };
    private readonly SemaphoreSlim signingIn = new(1);
    private string? token;

    public Task<Reply> GetAsync(string path) => AskAsync(HttpMethod.Get, path, null, null);

    /// <param name="path">What is asked for.</param>
    /// <param name="key">Makes the request itself, however often it is sent.</param>
    /// <param name="body">As JSON.</param>
    public Task<Reply> PostAsync(string path, string key, object body) => AskAsync(HttpMethod.Post, path, key, body);

    public void Dispose()
    {
        http.Dispose();
        signingIn.Dispose();
    }

    private async Task<Reply> AskAsync(HttpMethod method, string path, string? key, object? body)
    {
        while (true)
        {
            giveUp.ThrowIfCancellationRequested();
            try
            {
                using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync());
                if (key is not null)
                {
                    request.Headers.Add("Idempotency-Key", key);
                }

                using var response = await http.SendAsync(request, giveUp);
                var reply = new Reply(response.StatusCode, await response.Content.ReadAsStringAsync(giveUp));
                Assert.True((int)response.StatusCode is not (500 or 401 or 403), $"{method} {path} was answered {response.StatusCode}: {reply.Text}");
                if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable) && !reply.Text.Contains("IDEMPOTENCY_KEY_AT_WORK", StringComparison.Ordinal))
                {
                    return reply;
                }
            }
            catch (Exception exception) when (!giveUp.IsCancellationRequested && exception is HttpRequestException or IOException or TaskCanceledException)
            {
                // Killed under the request: what became of it is learned by asking again.
            }

            await Task.Delay(Pause, giveUp);
        }
    }

    /// <summary>Signs in once, whoever asks at the same time.</summary>
    private async Task<string> TokenAsync()
    {
        await signingIn.WaitAsync(giveUp);
        try
        {
            return token ??= await SignInAsync();
        }
        finally
        {
            signingIn.Release();
        }
    }

    private async Task<string> SignInAsync()
    {
        using var response = await http.PostAsJsonAsync("/dev/sign-in", new { user }, giveUp);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>(giveUp)).GetProperty("token").GetString()!;
    }
}

internal sealed record Reply(HttpStatusCode Status, string Text)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Text);
}
