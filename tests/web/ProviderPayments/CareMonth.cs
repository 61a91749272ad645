using System.Globalization;
using System.Text;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Enrollments;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.ProviderPayments;

/// <summary>
/// A service period of its own for a test, generated: the payments of P-100 for the parent's child and for another, and of P-200
/// for the parent's child. Contracts pay 25.00 and 27.50 an hour.
/// </summary>
internal sealed class CareMonth(Api api, string period)
{
    public const string Root = "/api/provider-payments";
    public const string OtherChild = "1000000002";

    private static readonly DateOnly From = new(2025, 1, 1);
    private static readonly DateOnly To = new(2035, 12, 31);
    private static int months;

    public Api Api => api;

    /// <summary>For example <c>2026-10</c>; over at the test's date.</summary>
    public string Period => period;

    /// <summary>Where the payment of P-100 for the parent's child is.</summary>
    public string Path => $"{Root}/{IdOf("P-100", Agency.Client)}";

    /// <summary>The same for a child that is not the parent's.</summary>
    public string OtherPath => $"{Root}/{IdOf("P-100", OtherChild)}";

    public string Path2 => $"{Root}/{IdOf("P-200", Agency.Client)}";

    public static async Task<CareMonth> NextAsync(Api api)
    {
        foreach (var (provider, child) in new[] { ("P-100", Agency.Client), ("P-100", OtherChild), ("P-200", Agency.Client) })
        {
            if (await api.Application.ProviderPayments.Enrollments.FindAsync(provider, child) is null)
            {
                await api.Application.ProviderPayments.Enrollments.PutAsync(new Enrollment(provider, child, "SLN", From, To, 480), "test", api.Clock.GetUtcNow());
            }
        }

        var month = new DateOnly(2026, 10, 1).AddMonths(-(Interlocked.Increment(ref months) % 20)).ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var care = new CareMonth(api, month);
        await care.GeneratedAsync();
        return care;
    }

    public string IdOf(string provider, string child) => api.Application.ProviderPayments.Records.Ids.OfPayment(period, provider, child);

    /// <summary>Generates the period and waits until that is done.</summary>
    public async Task<Reply> GeneratedAsync()
    {
        var reply = await api.PostAsync("operations", $"/api/service-periods/{period}/generate", null);
        return reply.Status == 200 ? reply : await Eventually.SeeAsync(async () =>
        {
            var read = (await api.GetAsync("operations", reply.Is(202).Location!)).Is(200);
            return read.Text("status") == "Completed" ? read : null;
        });
    }

    /// <summary>A sheet of one row, as JSON.</summary>
    public string Sheet(string @in = "08:00", string @out = "16:00", int day = 2) => SheetOf(Row(@in, @out, day));

    public static string SheetOf(params string[] rows) => $$"""{"days":[{{string.Join(',', rows)}}]}""";

    public string Row(string @in = "08:00", string @out = "16:00", int day = 2) => $$"""{"date":"{{period}}-{{day:D2}}","in":"{{@in}}","out":"{{@out}}"}""";

    public string Absent(string reason, int day) => $$"""{"date":"{{period}}-{{day:D2}}","absence":"{{reason}}"}""";

    /// <summary>An act, waited for where it is answered by 202, as on a busy machine it may be: what it came to, as if it had been answered at once.</summary>
    public Task<Reply> PostAsync(string user, string path, string? json, params (string Name, string Value)[] headers)
        => SettleAsync(user, () => api.PostAsync(user, path, json, headers));

    /// <summary>Likewise.</summary>
    public Task<Reply> PutAsync(string user, string path, string json, params (string Name, string Value)[] headers)
        => SettleAsync(user, () => api.PutAsync(user, path, json, headers));

    public Task<Reply> SubmitAsync(string? sheet = null, params (string Name, string Value)[] headers) => PostAsync("provider", $"{Path}/attendance", sheet ?? Sheet(), headers);

    public Task<Reply> SignAsync(string name = "Maria Lopez") => PostAsync("parent", $"{Path}/sign", $$"""{"name":"{{name}}"}""");

    /// <summary>Received, by a sheet of 8 hours that is signed.</summary>
    public async Task SignedAsync()
    {
        (await SubmitAsync()).Is(200);
        (await SignAsync()).Is(200);
    }

    /// <summary>Authorized, at 200.00.</summary>
    public async Task<Reply> AuthorizedAsync()
    {
        await SignedAsync();
        return (await PostAsync("operations", $"{Path}/authorize", null)).Is(200);
    }

    /// <summary>Paid by an export; answers where the export is.</summary>
    public async Task<string> PaidAsync()
    {
        await AuthorizedAsync();
        return await ExportedAsync();
    }

    /// <summary>Exports the period and waits until that is done.</summary>
    public async Task<string> ExportedAsync()
    {
        var location = (await api.PostAsync("operations", "/api/exports", $$"""{"period":"{{period}}"}""")).Is(202).Location!;
        await Eventually.SeeAsync(async () => (await api.GetAsync("operations", location)).Is(200) is var read && read.Text("status") == "Completed" ? read : null);
        return location;
    }

    /// <summary>An adjustment of the paid payment; answers where it is.</summary>
    public async Task<string> AdjustedAsync(string amount)
        => (await api.PostAsync("operations", $"{Path}/adjust", $$"""{"amount":{{amount}},"reason":"A day was missing."}""")).Is(201).Location!;

    public Task<ProviderPayment?> RecordAsync() => api.Application.ProviderPayments.Records.FindAsync(Path[(Root.Length + 1)..]);

    private async Task<Reply> SettleAsync(string user, Func<Task<Reply>> act)
    {
        var reply = await act();
        if (reply.Status != 202)
        {
            return reply;
        }

        var settled = await Eventually.SeeAsync(async () => (await api.GetAsync(user, reply.Location!)).Is(200) is var read && read.Text("status") != "pending" ? read : null);
        if (settled.Text("status") == "applied")
        {
            return await api.GetAsync(user, $"{Root}/{settled.Text("paymentId")}");
        }

        var problem = settled.Json.GetProperty("problem");
        using var content = new StringContent(problem.GetRawText(), Encoding.UTF8, "application/problem+json");
        return new Reply(problem.GetProperty("status").GetInt32(), problem.GetRawText(), settled.Headers, content.Headers);
    }
}
