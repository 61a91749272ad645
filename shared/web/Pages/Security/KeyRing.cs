using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Serverless.Payments;
using Serverless.Storage;

namespace Serverless.Web.Pages.Security;

/// <summary>
/// The keys that cookies and forms are sealed with, in the store: every process of an installation reads what another has
/// written, and a session survives a restart. Keys are never removed; the framework decides which one it uses.
/// </summary>
/// <param name="application">Opened when keys are first needed: hosts that open late are put together before.</param>
internal sealed class KeyRing(Func<PaymentsApplication> application) : IXmlRepository
{
    private const string Partition = "data-protection";

    /// <summary>The framework asks for a new key every 90 days.</summary>
    private const int KeysMax = 1_000;

    private ITableStore Tables => application().Ports.Tables;

    /// <remarks>The framework reads keys synchronously, at the first use and once a day.</remarks>
    public IReadOnlyCollection<XElement> GetAllElements() => Task.Run(ReadAsync).GetAwaiter().GetResult();

    public void StoreElement(XElement element, string friendlyName)
        => Task.Run(() => Tables.SubmitAsync(Serverless.Payments.Tables.Settings, Partition, [TableOperation.Upsert(RowOf(friendlyName), element.ToString(SaveOptions.DisableFormatting))])).GetAwaiter().GetResult();

    private static string RowOf(string friendlyName) => new([.. friendlyName.Where(symbol => char.IsAsciiLetterOrDigit(symbol) || symbol == '-').Take(200)]);

    private async Task<IReadOnlyCollection<XElement>> ReadAsync()
    {
        var page = await Tables.QueryAsync(Serverless.Payments.Tables.Settings, Partition, RowRange.All, KeysMax);
        return [.. page.Rows.Select(row => XElement.Parse(row.Data))];
    }
}
