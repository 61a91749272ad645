using System.Globalization;
using System.Text;
using Serverless.Payments.People;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.MassPayments;

/// <summary>Calls about mass payments, as Operations makes them.</summary>
internal static class MassCalls
{
    public const string User = "operations";
    public const string Address = "/api/mass-payments";
    public const string Header = "case_number,client_id,need_category,need_type,amount,begin,end";
    public const string Choice = """{"providerId":"P-200","serviceId":"S-200","aidCode":"ET"}""";

    /// <summary>A draft of P-200 under ET, without entries.</summary>
    public static async Task<string> BeginAsync(this Api api) => $"{Address}/{(await api.PostAsync(User, Address, Choice)).Is(201).Text("id")}";

    /// <summary>An entry that reads well.</summary>
    public static string Entry(
        string clientId = "1000000001", string caseNumber = "C-1", string needType = "Bus Pass", string amount = "12.50", bool isChecked = true, string more = "")
        => $$"""{"caseNumber":"{{caseNumber}}","clientId":"{{clientId}}","needCategory":"Transportation","needType":"{{needType}}","amount":{{amount}},"checked":{{(isChecked ? "true" : "false")}}{{more}}}""";

    public static Task<Reply> UploadAsync(this Api api, string csv, string query = "?providerId=P-200&serviceId=S-200&aidCode=TAF%20Employment%20Svs", params (string Name, string Value)[] headers)
        => api.SendAsync(User, HttpMethod.Post, $"{Address}/upload{query}", new StringContent(csv, Encoding.UTF8, "text/csv"), headers);

    /// <summary>A person of its own for a test, with open cases.</summary>
    public static async Task<string> AddPersonAsync(this Api api, params string[] cases)
    {
        var clientId = await api.AddClientAsync();
        PersonCase[] open = [.. (cases.Length == 0 ? ["C-1"] : cases).Select(number => new PersonCase(number, "Work Programs", Open: true))];
        await api.Application.People.PutAsync(new Person(clientId, "First", "Last", new DateOnly(1990, 2, 3), null, open), ssn: null);
        return clientId;
    }

    /// <summary>A payment request of its own for a test: of an approved mass payment with one entry.</summary>
    public static async Task<string> RequestAsync(this Api api)
    {
        var path = await api.BeginAsync();
        (await api.PostAsync(User, $"{path}/entries", Entry(await api.AddPersonAsync()))).Is(201);
        return $"/api/payment-requests/{(await api.PostAsync(User, $"{path}/approve", null)).Is(200).Ids()[2]}";
    }

    /// <summary>The three ids of each entry that has them.</summary>
    public static IReadOnlyList<string> Ids(this Reply reply) =>
    [
        .. reply.Json.GetProperty("entries").EnumerateArray().SelectMany(entry => new[] { "needId", "serviceArrangementId", "paymentRequestId" }
            .Where(name => entry.TryGetProperty(name, out _)).Select(name => entry.GetProperty(name).GetString()!)),
    ];

    /// <summary>The faults of each entry as <c>n CODE field</c>, in order.</summary>
    public static IReadOnlyList<string> EntryFaults(this Reply reply) =>
    [
        .. reply.Json.GetProperty("entries").EnumerateArray().SelectMany(entry => entry.GetProperty("faults").EnumerateArray()
            .Select(fault => string.Create(CultureInfo.InvariantCulture, $"{entry.GetProperty("n").GetInt32()} {fault.GetProperty("code").GetString()} {fault.GetProperty("field").GetString()}"))),
    ];

    public static IReadOnlyList<int> Numbers(this Reply reply) => [.. reply.Json.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("n").GetInt32())];

    public static int Number(this Reply reply, string name) => reply.Json.GetProperty(name).GetInt32();
}
