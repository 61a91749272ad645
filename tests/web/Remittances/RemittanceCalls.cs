using System.Globalization;
using System.Text;
using System.Text.Json;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Remittances;

/// <summary>Calls about manual remittance, as a biller makes them.</summary>
internal static class RemittanceCalls
{
    public const string User = "biller";
    public const string Address = "/api/remittances";
    public const string Payer = "State Medicaid";
    private static int numbers;

    /// <summary>A bank, and the payment code for overhead.</summary>
    public static async Task SetUpAsync(this Api api)
    {
        (await api.PutAsync("admin", "/api/codes/banks/BANK-1", """{"name":"First Bank"}""")).Is(200);
        (await api.PutAsync("admin", "/api/codes/payment-codes/HHO", """{"name":"Home Health Overhead","kind":"Overhead","allowsNegative":true}""")).Is(200);
    }

    /// <summary>An invoice with a line for each amount, taken in from a file; its number.</summary>
    public static Task<string> BillAsync(this Api api, params decimal[] lines) => api.BillAsync(Payer, lines);

    public static async Task<string> BillAsync(this Api api, string payer, params decimal[] lines)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"INV-{Interlocked.Increment(ref numbers):D4}");
        var csv = new StringBuilder("invoice_number,payer,client_id,location,service_date,description,billed\n");
        foreach (var (index, billed) in lines.Index())
        {
            csv.Append(CultureInfo.InvariantCulture, $"{number},{payer},{Agency.Client},North,2026-11-{index + 2:00},Visit,{billed:0.00}\n");
        }

        (await api.SendAsync(User, HttpMethod.Post, "/api/billing/invoices", new StringContent(csv.ToString(), Encoding.UTF8, "text/csv"))).Is(201);
        return number;
    }

    public static string Batch(string total, string type = "CHECK", string applyAs = "Cash")
        => $$"""{"applyAs":"{{applyAs}}","batchType":"{{type}}","batchTotal":{{total}},"batchDate":"2026-11-20","bankId":"BANK-1"}""";

    public static string Check(string amount, string refNo = "1001", string more = "") => $$"""{"refNo":"{{refNo}}","dated":"2026-11-19","amount":{{amount}}{{more}}}""";

    /// <summary>A session with one check for the whole of it; its address.</summary>
    public static async Task<string> BeginAsync(this Api api, string total, string type = "CHECK", string applyAs = "Cash", string more = "", string user = User)
    {
        var path = await api.CreateAsync(total, type, applyAs, user);
        (await api.PostAsync(user, $"{path}/checks", Check(total, more: more))).Is(201);
        return path;
    }

    /// <summary>A session without checks; its address.</summary>
    public static async Task<string> CreateAsync(this Api api, string total, string type = "CHECK", string applyAs = "Cash", string user = User)
        => (await api.PostAsync(user, Address, Batch(total, type, applyAs))).Is(201).Location!;

    /// <summary>Pays the whole of an invoice, in a session of its own.</summary>
    public static async Task PayAsync(this Api api, string invoice, string amount, string user = User)
    {
        var path = await api.BeginAsync(amount, user: user);
        (await api.PutAsync(user, $"{path}/queue/{invoice}", $$"""{"post":{{amount}}}""")).Is(200);
        Assert.Equal("Posted", (await api.PostAsync(user, $"{path}/post", null)).Is(200).Text("status"));
    }

    public static Task<Reply> DeleteAsync(this Api api, string user, string path, params (string Name, string Value)[] headers) => api.SendAsync(user, HttpMethod.Delete, path, null, headers);

    /// <summary>What remains of the check, and of the batch.</summary>
    public static string Left(this Reply reply) => $"{reply.Raw("remaining")} {reply.Raw("batchBalance")}";

    /// <summary>Each row of the queue: invoice, line, post, adjustment, type and balance.</summary>
    public static IReadOnlyList<string> Queue(this Reply reply) => [.. reply.Json.GetProperty("queue").EnumerateArray().Select(row => Words(row, "line", "post", "adjustment", "type", "balance"))];

    public static string Raw(this Reply reply, string name) => reply.Json.GetProperty(name).GetRawText();

    /// <summary>The fields that are there, as they are written.</summary>
    public static string Words(this JsonElement element, params string[] names)
        => string.Join(' ', names.Where(name => element.TryGetProperty(name, out _)).Select(name => element.GetProperty(name)).Select(value => value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()));
}

/// <summary>One API for the tests of a class, with a bank and a payment code.</summary>
public sealed class RemittanceFixture : IAsyncLifetime
{
    public Api Api { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Api = await Api.StartAsync();
        await Api.SetUpAsync();
    }

    public async Task DisposeAsync() => await Api.DisposeAsync();
}
