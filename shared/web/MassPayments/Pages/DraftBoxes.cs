using Microsoft.AspNetCore.Http;
using Serverless.Payments;
using Serverless.Payments.MassPayments;
using Serverless.Web.Pages.Forms;

namespace Serverless.Web.MassPayments.Pages;

/// <summary>The boxes of a draft that stand on a page: kept by whatever button leads on from it, so that none is lost by going on.</summary>
internal static class DraftBoxes
{
    /// <summary>Keeps the boxes of the entries that were shown; null where none differs, and nothing changes then.</summary>
    /// <param name="context">The request.</param>
    /// <param name="application">The application.</param>
    /// <param name="id">The mass payment.</param>
    /// <param name="form">The entries shown, and those ticked.</param>
    /// <param name="requestId">What makes keeping them itself.</param>
    /// <param name="but">An entry whose box does not matter, because it is removed.</param>
    public static async Task<MassPaymentResult?> KeepAsync(HttpContext context, PaymentsApplication application, string id, FormFields form, string requestId, int? but = null)
    {
        var ticked = form.All("tick").ToHashSet(StringComparer.Ordinal);
        var boxes = new Dictionary<int, bool>();
        foreach (var shown in form.All("shown").Take(DraftReader.PageItems))
        {
            var n = MassPaymentAnswer.NumberOf(shown);
            if (n != but && await application.MassPayments.FindEntryAsync(id, n, context.RequestAborted) is { } entry && entry.Checked != ticked.Contains(shown))
            {
                boxes[n] = !entry.Checked;
            }
        }

        return boxes.Count == 0 ? null : await application.MassPaymentDrafts.TickAsync(id, boxes, requestId, form.Number("version"), context.RequestAborted);
    }

    /// <summary>Where a button leads once the boxes are kept: on to further entries, to another part or to one entry; null where it keeps them alone.</summary>
    public static string? Onward(string id, FormFields form)
        => form.Number("edit") is { } n ? $"{DraftPage.PathOf(id)}/entries/{n}"
        : form.Text("part") is { } part ? PathOf(id, part, 0)
        : form.Number("next") is { } next ? PathOf(id, form.Text("show"), next)
        : null;

    /// <summary>The part of the draft that was looked at.</summary>
    public static string Back(string id, FormFields form) => PathOf(id, form.Text("show"), form.Number("after") ?? 0);

    private static string PathOf(string id, string? part, int after) => $"{DraftPage.PathOf(id)}?show={Uri.EscapeDataString(part ?? nameof(DraftPart.All))}&after={after}";
}
