using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.TestHost;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Pages;

/// <summary>What a browser does without a screen: keeps cookies, and sends forms with what stands in them.</summary>
/// <param name="api">Whom it asks.</param>
/// <param name="site">Where the pages are, in its eyes; http://localhost where nothing is named.</param>
internal sealed partial class PageClient(Api api, Uri? site = null) : IDisposable
{
    private HttpClient client = api.Host.GetTestClient();

    /// <summary>By name, for as long as they are not taken back: the tests' clock is not the one that a real container goes by.</summary>
    private readonly Dictionary<string, string> cookies = [];

    public IReadOnlyCollection<string> Cookies => cookies.Keys;

    public void Forget(string cookie) => cookies.Remove(cookies.Keys.Single(name => name.StartsWith(cookie, StringComparison.Ordinal)));

    /// <summary>Another process answers from now on, as behind a balancer; the browser and its cookies stay.</summary>
    public void GoOnAt(HttpClient other)
    {
        client.Dispose();
        client = other;
    }

    public async Task<PageReply> GetAsync(string path) => await SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public async Task SignInAsync(string user)
    {
        await GetAsync("/sign-in");
        var reply = await PostAsync("/sign-in", await GetAsync("/sign-in"), ("user", user));
        Assert.Equal(302, reply.Status);
    }

    /// <summary>Sends a form of the page, with its tokens.</summary>
    public Task<PageReply> PostAsync(string path, PageReply page, params (string Name, string Value)[] fields)
        => SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([.. Hidden(page.Body), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]) });

    /// <summary>Sends a file with a form of the page.</summary>
    public async Task<PageReply> UploadAsync(string path, PageReply page, string name, byte[] content)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(content), "file", name } };
        foreach (var field in Hidden(page.Body))
        {
            form.Add(new StringContent(field.Value), field.Key);
        }

        return await SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = form });
    }

    /// <summary>Sends fields and nothing else.</summary>
    public Task<PageReply> PostBareAsync(string path, params (string Name, string Value)[] fields)
        => SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) });

    public async Task<PageReply> SendAsync(HttpRequestMessage request)
    {
        request.RequestUri = new Uri(site ?? client.BaseAddress!, request.RequestUri!);
        request.Headers.Accept.ParseAdd("text/html");
        if (cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        using var response = await client.SendAsync(request);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var (name, value) = cookie.Split(';')[0].Split('=', 2) is [var first, var second] ? (first, second) : (cookie, "");
            if (value.Length == 0)
            {
                cookies.Remove(name);
            }
            else
            {
                cookies[name] = value;
            }
        }

        return new PageReply((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.Location?.OriginalString, response.Headers.ToDictionary(pair => pair.Key, pair => string.Join(", ", pair.Value)));
    }

    public void Dispose() => client.Dispose();

    /// <summary>The tokens of the page's first form that has a request's id, or else of its last.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Hidden(string body)
    {
        foreach (var name in (string[])["form", "request"])
        {
            var found = HiddenField().Matches(body).FirstOrDefault(match => match.Groups["name"].Value == name);
            if (found is not null)
            {
                yield return KeyValuePair.Create(name, WebUtility.HtmlDecode(found.Groups["value"].Value));
            }
        }
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>form|request)" value="(?<value>[^"]*)""")]
    private static partial Regex HiddenField();
}

internal sealed record PageReply(int Status, string Body, string? Location, IReadOnlyDictionary<string, string> Headers);
