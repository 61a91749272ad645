using Microsoft.AspNetCore.Http;
using Serverless.Payments.Identity;

namespace Serverless.Web.Pages.Layout;

/// <summary>Where a person can go: what none of one's roles may see is not offered.</summary>
internal static class Menu
{
    private const int FirstMax = 7;

    private static readonly MenuEntry[] All =
    [
        new("Inbox", "/inbox", []),
        new("Payments", "/payments", []),
        new("Upload", "/invoices/new", [Role.Provider, Role.Operations]),
        new("Overview", "/overview", [Role.Coordinator, Role.Technician, Role.Ofo, Role.Operations, Role.Manager, Role.Office, Role.Auditor, Role.Admin]),
        new("Mass payments", "/mass-payments", [Role.Operations]),
        new("Provider payments", "/provider-payments", [Role.Provider, Role.Coordinator, Role.Parent, Role.Operations, Role.Manager, Role.Ofo, Role.Auditor]),
        new("Remittances", "/remittances", [Role.Biller, Role.Auditor]),
        new("Billing", "/billing", [Role.Biller, Role.Auditor]),
        new("Participants", "/participants", [Role.Biller, Role.Auditor]),
        new("Runs", "/runs", [Role.Operations, Role.Auditor]),
        new("Invoices", "/mass-payment-invoices", [Role.Provider, Role.Office, Role.Operations, Role.Manager, Role.Auditor]),
        new("Adjustments", "/adjustments", [Role.Operations, Role.Manager, Role.Ofo, Role.Auditor]),
        new("Exports", "/exports", [Role.Operations, Role.Auditor]),
        new("Notices", "/notices", []),
        new("Codes", "/codes", []),
        new("Policy", "/policy", [Role.Admin, Role.Auditor]),
        new("Users", "/users", [Role.Admin, Role.Auditor]),
        new("Mails", "/mails", [Role.Admin, Role.Auditor]),
    ];

    /// <summary>What a person is offered: so many at first sight, and the others behind "More".</summary>
    public static (IReadOnlyList<MenuEntry> First, IReadOnlyList<MenuEntry> More) For(Caller caller)
    {
        var offered = All.Where(entry => entry.Roles.Count == 0 || entry.Roles.Any(caller.Is)).ToList();
        return offered.Count <= FirstMax + 1 ? (offered, []) : (offered[..FirstMax], offered[FirstMax..]);
    }
}

/// <param name="Roles">Whom it is offered to; empty for everybody who is signed in.</param>
internal sealed record MenuEntry(string Name, string Path, IReadOnlyList<Role> Roles)
{
    public bool IsAt(PathString path) => path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase);
}
