using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Exports;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Problems;

namespace Serverless.Web.ProviderPayments.Pages;

/// <summary>The exports that pay (CARE-5): started for a service period, followed while they run, and their files.</summary>
public static class ExportsPage
{
    public const string Path = "/exports";

    /// <summary>The latest exports on one page: years of them.</summary>
    private const int ItemsMax = 500;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, ListAsync).For(Role.Operations, Role.Auditor);
        pages.MapPost(Path, StartAsync).For(Role.Operations);
        pages.MapGet($"{Path}/{{id}}", ShowAsync).For(Role.Operations, Role.Auditor);
        pages.MapGet($"{Path}/{{id}}/file", FileAsync).For(Role.Operations, Role.Auditor);
        pages.MapGet($"{Path}/{{id}}/manifest", ManifestAsync).For(Role.Operations, Role.Auditor);
    }

    private static async Task<IResult> ListAsync(HttpContext context, PaymentsApplication application, string? period = null)
    {
        var only = ServicePeriod.TryParse(period, out var chosen) ? chosen.ToString() : null;
        var exports = await application.ProviderPayments.Exports.Commands.ListAsync(only, cancellation: context.RequestAborted).TakeLast(ItemsMax).ToListAsync(context.RequestAborted);
        exports.Reverse();
        return PageResult.Of<ExportsView>(new ExportsModel(exports, only, only ?? ServicePeriod.Of(application.Calendar.Today).ToString(), context.Caller().Is(Role.Operations)));
    }

    private static async Task<IResult> StartAsync(HttpContext context, PaymentsApplication application, Flash flash)
    {
        var form = await FormFields.ReadAsync(context);
        if (!ServicePeriod.TryParse(form.Text("period"), out var period))
        {
            flash.Failed(context, "A service period is a month, such as 2026-11. Nothing was started.");
            return PageResult.GoTo(Path);
        }

        var result = await application.ProviderPayments.Exports.Commands.StartAsync(context.Caller(), period.ToString(), form.RequestId(context), context.RequestAborted);
        return result.Export is { } export ? PageResult.GoTo($"{Path}/{export.Id}") : flash.Tell(context, result.Refusal!, $"{Path}?period={period}");
    }

    private static async Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application, string id)
        => PageResult.Of<ExportView>(await application.ProviderPayments.Exports.Commands.FindAsync(id, context.RequestAborted) ?? throw new ProblemException(Problem.NotFound("export")));

    private static async Task<IResult> FileAsync(HttpContext context, PaymentsApplication application, string id)
        => Of(await application.ProviderPayments.Exports.Commands.FileAsync(id, context.RequestAborted), "text/csv; charset=utf-8", $"{id}.csv");

    private static async Task<IResult> ManifestAsync(HttpContext context, PaymentsApplication application, string id)
        => Of(await application.ProviderPayments.Exports.Commands.ManifestAsync(id, context.RequestAborted), "application/json", $"{id}.json");

    private static IResult Of(PaymentExportFile file, string type, string name)
        => file.Content is { } content ? TypedResults.Bytes(content, type, name) : Problem.Of(file.Refusal ?? throw new InvalidOperationException("An export has neither a file nor a reason why."));
}

/// <param name="Exports">The latest first.</param>
/// <param name="Only">The period that is looked at; null for all.</param>
/// <param name="Offered">The period that is offered to be exported.</param>
public sealed record ExportsModel(IReadOnlyList<PaymentExportRecord> Exports, string? Only, string Offered, bool MayStart);
