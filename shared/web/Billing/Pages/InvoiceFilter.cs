using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Serverless.Payments.Billing;
using Serverless.Payments.Directory;

namespace Serverless.Web.Billing.Pages;

/// <summary>Which invoices are looked for (SAN-3), as it was typed; it goes with every act, so that the place is not left.</summary>
public sealed class InvoiceFilter
{
    private static readonly string[] Names = ["payer", "location", "invoice", "client", "status", "includePaid", "invoiceFrom", "invoiceTo", "serviceFrom", "serviceTo", "after", "open"];

    private readonly Dictionary<string, string> values;
    private readonly Dictionary<string, string> faults = new(StringComparer.Ordinal);

    private InvoiceFilter(Dictionary<string, string> values)
    {
        this.values = values;
        Billing = new BillingFilter(Value("payer"))
        {
            Location = Checked("location", text => text.Length <= BillingFilter.LocationCharsMax, $"A location has at most {BillingFilter.LocationCharsMax} characters."),
            Invoice = Checked("invoice", BillingKeys.IsNumber, "An invoice number has letters, digits, '-', '_' and '.', and no spaces."),
            ClientId = Checked("client", Client.IsId, "A client id has 10 digits."),
            Status = Checked("status", text => InvoiceStatuses.TryParse(text, out _), "There is no such status.") is { } status && InvoiceStatuses.TryParse(status, out var read) ? read : null,
            IncludePaid = Value("includePaid").Length > 0,
            InvoiceFrom = Day("invoiceFrom"),
            InvoiceTo = Day("invoiceTo"),
            ServiceFrom = Day("serviceFrom"),
            ServiceTo = Day("serviceTo"),
        };
        Checked("payer", text => text.Length <= BillingKeys.PayerCharsMax, "There is no such payer.");
        After = Checked("after", text => Value("payer").Length == 0 ? BillingLists.IsNext(text) : BillingQueries.IsNext(text), "Begin with the first page again.");
    }

    public BillingFilter Billing { get; }

    /// <summary>Where the page goes on; null for the first.</summary>
    public string? After { get; }

    /// <summary>The invoice that is opened into its visits.</summary>
    public string Open => Value("open");

    public bool IsFine => faults.Count == 0;

    public static InvoiceFilter Read(IQueryCollection query) => Read(name => query[name]);

    /// <summary>From the text of a query, as a form carries it.</summary>
    public static InvoiceFilter Read(string? query)
    {
        var parsed = QueryHelpers.ParseQuery(query);
        return Read(name => parsed.GetValueOrDefault(name));
    }

    /// <summary>As typed; empty where nothing was.</summary>
    public string Value(string name) => values.GetValueOrDefault(name, "");

    public string? FaultOf(string name) => faults.GetValueOrDefault(name);

    /// <summary>The same with another value.</summary>
    public InvoiceFilter With(string name, string value) => new(new Dictionary<string, string>(values, StringComparer.Ordinal) { [name] = value });

    /// <summary><c>?payer=…</c>, or nothing.</summary>
    public string ToQuery()
    {
        var parts = Names.Where(name => Value(name).Length > 0).Select(name => $"{name}={Uri.EscapeDataString(Value(name))}");
        var query = string.Join('&', parts);
        return query.Length == 0 ? "" : $"?{query}";
    }

    private static InvoiceFilter Read(Func<string, StringValues> read)
        => new(Names.Select(name => (name, text: read(name).ToString().Trim())).Where(pair => pair.text.Length > 0).ToDictionary(pair => pair.name, pair => pair.text, StringComparer.Ordinal));

    private string? Checked(string name, Func<string, bool> isFine, string fault)
    {
        if (Value(name) is not { Length: > 0 } text)
        {
            return null;
        }

        if (isFine(text))
        {
            return text;
        }

        faults[name] = fault;
        return null;
    }

    private DateOnly? Day(string name)
        => Checked(name, text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), "Enter a day, as 11/25/2026.") is { } day
            ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;
}
