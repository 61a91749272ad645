using System.Text.Json;
using Serverless.Payments.Directory;
using Serverless.Payments.ProviderPayments.Enrollments;

namespace Serverless.Samples;

/// <summary>The small agency that an empty installation is filled with in Development; see <c>samples/README.md</c>.</summary>
public sealed record SampleAgency(
    IReadOnlyList<Provider> Providers,
    IReadOnlyList<Contract> Contracts,
    IReadOnlyList<Client> Clients,
    IReadOnlyList<Budget> Budgets,
    IReadOnlyList<SamplePerson> People,
    IReadOnlyList<SampleUser> Users,
    IReadOnlyList<Enrollment> Enrollments)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "samples");

    /// <summary>Invoice files to drop into the inbox, in the order of their names.</summary>
    public static IReadOnlyList<string> InvoicePaths
        => [.. System.IO.Directory.EnumerateFiles(Path.Combine(Folder, "invoices")).Order(StringComparer.Ordinal)];

    /// <summary>Entries of a mass payment of P-200 for its service P-200-SV, to be uploaded.</summary>
    public static string MassPaymentPath => Path.Combine(Folder, "mass-payments", "2026-11-wasatch.csv");

    /// <summary>Invoices billed to payers, to be sent or dropped.</summary>
    public static string BillingPath => Path.Combine(Folder, "billing", "2026-11-invoices.csv");

    /// <summary>What a payer answers to some of them: an electronic remittance (X12 835), to be sent or dropped.</summary>
    public static string RemittancePath => Path.Combine(Folder, "billing", "2026-11-medicaid.835");

    /// <summary>An attendance sheet of November 2026, as it is sent for the child 1000000001 or entered for another.</summary>
    public static string AttendancePath => Path.Combine(Folder, "attendance", "2026-11-begay.json");

    /// <summary>Reads <c>samples/agency.json</c> beside the program.</summary>
    /// <exception cref="IOException">It is not there; the build copies it.</exception>
    /// <exception cref="JsonException">It cannot be read as an agency.</exception>
    public static SampleAgency Load()
    {
        using var stream = File.OpenRead(Path.Combine(Folder, "agency.json"));
        return JsonSerializer.Deserialize<SampleAgency>(stream, Options)
            ?? throw new JsonException("samples/agency.json holds null; an agency is expected.");
    }
}
