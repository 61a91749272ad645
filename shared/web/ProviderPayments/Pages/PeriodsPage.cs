using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Lists;
using Serverless.Payments.ProviderPayments.Periods;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Problems;

namespace Serverless.Web.ProviderPayments.Pages;

/// <summary>The service periods, and the five tabs of one (CARE-4): sorted, searched and counted.</summary>
public static class PeriodsPage
{
    public const string Path = "/provider-payments";

    private const int PageItems = 50;

    /// <summary>Who sees how a generation stands.</summary>
    private static readonly Role[] Seers = [Role.Operations, Role.Auditor, Role.Admin];

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, ShowAsync).ForAnyRole();
        pages.MapPost($"{Path}/generate", GenerateAsync).For(Role.Operations);
    }

    public static string PathOf(string period) => $"{Path}?period={period}";

    private static async Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application, string? period = null, string? tab = null, string? sort = null, string? q = null, string? only = null, string? after = null)
    {
        var caller = context.Caller();
        var periods = new List<GeneratedPeriod>();
        await foreach (var known in application.ProviderPayments.Periods.ListAsync(context.RequestAborted))
        {
            periods.Add(known);
        }

        // The latest that was generated, where none is asked for; before the first one, the present month.
        var asked = period ?? periods.LastOrDefault()?.Period ?? ServicePeriod.Of(application.Calendar.Today).ToString();
        if (!ServicePeriod.TryParse(asked, out var chosen))
        {
            throw new ProblemException(Problem.OfField(StatusCodes.Status400BadRequest, "BAD_PERIOD", "period", "A service period is a month, such as 2026-11."));
        }

        var query = Read(chosen, tab, sort, q, only);
        var place = after is not null && ProviderPaymentPages.IsPlace(after, query) ? after : null;
        var page = await application.ProviderPayments.Pages.ListAsync(caller, query, place, PageItems, context.RequestAborted);
        return PageResult.Of<PeriodView>(new PeriodModel(
            chosen,
            Seers.Any(caller.Is) ? periods.FirstOrDefault(known => known.Period == chosen.ToString()) : null,
            [.. periods.Select(known => known.Period).Append(ServicePeriod.Of(application.Calendar.Today).ToString()).Append(chosen.ToString()).Distinct(StringComparer.Ordinal).OrderDescending(StringComparer.Ordinal)],
            query,
            page,
            caller,
            application.Calendar.Now));
    }

    private static PeriodQuery Read(ServicePeriod period, string? tab, string? sort, string? words, string? only)
    {
        var isDescending = sort?.StartsWith('-') == true;
        _ = PaymentTabs.TryParse(tab, out var chosen);
        _ = PaymentSorts.TryParse(isDescending ? sort![1..] : sort, out var order);
        return new(
            period.ToString(),
            chosen,
            order,
            isDescending,
            words is { Length: > PeriodQuery.SearchCharsMax } ? words[..PeriodQuery.SearchCharsMax] : words,
            HoldOnly: only == "hold",
            OpenOnly: only == "open");
    }

    private static async Task<IResult> GenerateAsync(HttpContext context, PaymentsApplication application, Flash flash)
    {
        var form = await FormFields.ReadAsync(context);
        if (!ServicePeriod.TryParse(form.Text("period"), out var period))
        {
            flash.Failed(context, "Choose the month whose payments are to be generated, such as 2026-11.");
            return PageResult.GoTo(Path);
        }

        var (generated, refusal) = await application.ProviderPayments.Periods.GenerateAsync(context.Caller(), period.ToString(), form.RequestId(context), context.RequestAborted);
        if (refusal is not null)
        {
            return flash.Tell(context, refusal, PathOf(period.ToString()));
        }

        if (generated!.Status == GenerationStatus.Completed)
        {
            flash.Done(context, $"Generated: {generated.Created} payments were made, {generated.Existing} stood already.");
        }

        return PageResult.GoTo(PathOf(period.ToString()));
    }
}

/// <param name="Generation">How the latest generation stands; null where there is none or it is not for the person.</param>
/// <param name="Periods">To choose from, the latest first.</param>
public sealed record PeriodModel(ServicePeriod Period, GeneratedPeriod? Generation, IReadOnlyList<string> Periods, PeriodQuery Query, PeriodPage Page, Caller Caller, DateTimeOffset Now);
