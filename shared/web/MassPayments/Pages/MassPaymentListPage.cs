using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Builder;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.MassPayments;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Requests;

namespace Serverless.Web.MassPayments.Pages;

/// <summary>The mass payments and how many there are in each status, the newest first.</summary>
public static class MassPaymentListPage
{
    public const string Path = "/mass-payments";

    /// <summary>Mass payments counted for one page; what was made earlier stands on the next.</summary>
    public const int LookedAtMax = 2_000;

    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet(Path, ShowAsync).For(Role.Operations);

    private static async Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, "status", "before");
        var (only, before) = (Enum.TryParse<MassPaymentStatus>(query.Text("status"), ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : (MassPaymentStatus?)null, query.Before());
        var latest = await application.MassPayments.LatestAsync(application.Calendar.Now, before, LookedAtMax, context.RequestAborted);
        var shown = latest.Items.Where(page => only is null || page.Status == only).ToList();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var provider in shown.Select(page => page.ProviderId).Distinct(StringComparer.Ordinal))
        {
            names[provider] = (await application.Directory.FindProviderAsync(provider, context.RequestAborted))?.Name ?? provider;
        }

        return PageResult.Of<MassPaymentListView>(new MassPaymentListModel(shown, names, latest.Items.CountBy(page => page.Status).ToDictionary(), latest.Items.Count, only, before, latest.Older));
    }
}

/// <param name="Pages">The newest first.</param>
/// <param name="ProviderNames">By id.</param>
/// <param name="Counts">How many there are in each status that has any.</param>
/// <param name="All">How many are counted.</param>
/// <param name="Only">The status that is looked at; null for all.</param>
/// <param name="Before">Where these begin; null for the latest.</param>
/// <param name="Older">Where those made earlier begin; null where there are none.</param>
public sealed record MassPaymentListModel(
    IReadOnlyList<MassPayment> Pages, IReadOnlyDictionary<string, string> ProviderNames, IReadOnlyDictionary<MassPaymentStatus, int> Counts, int All, MassPaymentStatus? Only, string? Before, string? Older)
{
    /// <summary>The list with another status or place.</summary>
    public static string PathOf(MassPaymentStatus? only, string? before)
    {
        string[] said = [.. only is null ? Array.Empty<string>() : [$"status={only}"], .. before is null ? Array.Empty<string>() : [$"before={Uri.EscapeDataString(before)}"]];
        return said.Length == 0 ? MassPaymentListPage.Path : $"{MassPaymentListPage.Path}?{string.Join('&', said)}";
    }
}
