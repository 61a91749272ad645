using System.Globalization;
using CsvHelper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Requests;

namespace Serverless.Web.Payments.Pages;

/// <summary>Search and lists of payments, with the filters of the API, counts by status, and the list as CSV.</summary>
public static class PaymentsPage
{
    public const string Path = "/payments";

    private const int PageItems = 50;

    /// <summary>Rows of a download, far above what an agency pays in a month; beyond them it is broken off, and not cut in silence.</summary>
    private const int DownloadRowsMax = 5_000_000;

    /// <summary>Payments looked at for a count; beyond them it says so.</summary>
    private const int CountedMax = 1_000;

    private static readonly string[] Names = ["status", "provider", "client", "period", "q", "after"];

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, ShowAsync).ForAnyRole();
        pages.MapGet("/payments.csv", Download).ForAnyRole();
    }

    private static async Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, Names);
        var filter = Filter(query);
        var page = await application.Queries.ListAsync(context.Caller(), filter, query.After(), PageItems, context.RequestAborted);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var clientId in page.Items.Select(payment => payment.Facts.ClientId).Distinct())
        {
            names[clientId] = context.Caller() is { IsStaff: false } caller && caller.Is(Role.Provider) && !caller.Is(Role.Coordinator) ? clientId : await application.Directory.FindClientAsync(clientId, context.RequestAborted) is { } client ? $"{client.FirstName} {client.LastName}" : clientId;
        }

        var counts = await CountAsync(application, context.Caller(), filter, context.RequestAborted);
        return PageResult.Of<PaymentsView>(new PaymentsModel(page.Items, page.Next, filter, names, counts, context.Caller().Is(Role.Provider)));
    }

    private static PaymentFilter Filter(QueryNames query)
        => new(query.Status("status"), query.Id("provider"), query.Text("client") is { } client && Client.IsId(client) ? client : null, query.Month("period"), query.Text("q") ?? (query.Text("client") is { } text && !Client.IsId(text) ? text : null));

    /// <summary>Staff see everything, which is counted in advance; what a filter or a person's sight leaves is counted as far as that goes quickly.</summary>
    private static async Task<PaymentsByStatus> CountAsync(PaymentsApplication application, Caller caller, PaymentFilter filter, CancellationToken cancellation)
    {
        if (!caller.IsStaff || filter is not { Provider: null, Client: null, Period: null, Text: null })
        {
            return await application.Queries.CountAsync(caller, filter, CountedMax, cancellation);
        }

        var all = await application.Counts.ReadAsync(cancellation);
        return new PaymentsByStatus(all.ByStatus, all.Older);
    }

    private static PushStreamHttpResult Download(HttpContext context, PaymentsApplication application)
    {
        var filter = Filter(new QueryNames(context, Names));
        var caller = context.Caller();
        context.Response.Headers.ContentDisposition = "attachment; filename=\"payments.csv\"";
        return TypedResults.Stream(body => WriteAsync(body, application, caller, filter, context.RequestAborted), "text/csv; charset=utf-8");
    }

    private static async Task WriteAsync(Stream body, PaymentsApplication application, Caller caller, PaymentFilter filter, CancellationToken cancellation)
    {
        await using var text = new StreamWriter(body, leaveOpen: true);

        // A spreadsheet must not take a text of somebody else's for a formula.
        await using var csv = CsvWriter.Create(text, new CsvWriterOptions { Injection = CsvInjection.Escape, HasHeader = false }, true);
        await csv.WriteRecordAsync(PaymentLine.Columns, cancellation);
        var rows = 0;
        string? after = null;
        do
        {
            var page = await application.Queries.ListAsync(caller, filter, after, PaymentQueries.TopMax, cancellation);
            foreach (var payment in page.Items)
            {
                await csv.WriteRecordAsync(PaymentLine.Of(payment), cancellation);
            }

            rows += page.Items.Count;
            if (rows > DownloadRowsMax)
            {
                throw new InvalidOperationException($"A download of more than {DownloadRowsMax} payments is broken off; a filter by month makes it shorter.");
            }

            after = page.Next;
            await csv.FlushAsync(cancellation);
        }
        while (after is not null);
    }
}

/// <summary>A payment as a line of the download.</summary>
internal static class PaymentLine
{
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static string[] Columns { get; } =
        ["id", "status", "status_since", "provider_id", "client_id", "service_code", "service_from", "service_to", "units", "rate", "amount", "invoice_number", "submitted_by", "created_at"];

    public static string[] Of(Payment payment) =>
    [
        payment.Id,
        payment.Status.DisplayName(),
        payment.StatusSince.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture),
        payment.Facts.ProviderId,
        payment.Facts.ClientId,
        payment.Facts.ServiceCode,
        payment.Facts.ServiceFrom.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        payment.Facts.ServiceTo.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        payment.Facts.Units.ToString(),
        payment.Facts.Rate.ToString(),
        payment.Facts.Amount.ToString(),
        payment.InvoiceNumber ?? "",
        payment.SubmittedBy,
        payment.CreatedAt.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture),
    ];
}

public sealed record PaymentsModel(
    IReadOnlyList<Payment> Items, string? Next, PaymentFilter Filter, IReadOnlyDictionary<string, string> ClientNames, PaymentsByStatus ByStatus, bool MaySubmit)
{
    /// <summary>The address of a list with these filters.</summary>
    public string Address(string path, string? after = null, bool withStatus = true)
    {
        (string Name, string? Value)[] pairs =
        [
            ("status", withStatus ? Filter.Status?.DisplayName() : null), ("provider", Filter.Provider), ("client", Filter.Client), ("period", Filter.Period), ("q", Filter.Text), ("after", after),
        ];
        var query = string.Join('&', pairs.Where(pair => pair.Value is not null).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }
}
