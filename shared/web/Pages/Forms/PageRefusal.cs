using Microsoft.AspNetCore.Http;
using Serverless.Payments.Approvals;
using Serverless.Web.Problems;

namespace Serverless.Web.Pages.Forms;

/// <summary>What a page does with a refusal that belongs to no field of a form.</summary>
internal static class PageRefusal
{
    /// <summary>What is not there or not the person's to do is a page of its own; all else is told where the person was.</summary>
    /// <param name="flash">Tells it.</param>
    /// <param name="context">The request.</param>
    /// <param name="refusal">Why nothing was done.</param>
    /// <param name="back">Where the person was.</param>
    public static IResult Tell(this Flash flash, HttpContext context, Refusal refusal, string back)
    {
        if (refusal.Kind is RefusalKind.NotFound or RefusalKind.Forbidden)
        {
            return Problem.Of(refusal);
        }

        var lines = refusal.Errors.Count > 1 ? refusal.Errors.Select(error => error.Message).ToList() : null;
        flash.Failed(context, refusal.Words(), lines);
        return PageResult.GoTo(back);
    }

    /// <summary>Why nothing was done, in words for whoever just pressed a button.</summary>
    public static string Words(this Refusal refusal)
        => refusal.Kind == RefusalKind.Stale ? $"Somebody was faster, so nothing was changed. What you see now is as it stands; look at it and decide again. ({refusal.Message})" : refusal.Message;

    /// <summary>Why a form that is shown again, with what was typed, was not taken; null where the fields say it themselves.</summary>
    public static string? WordsOfForm(this Refusal refusal)
        => refusal.Kind == RefusalKind.Stale ? $"Somebody was faster, so nothing was changed. What you typed still stands in the form; see what has changed before you send it again. ({refusal.Message})"
        : refusal.Errors.Any(error => error.Field.Length > 0) ? null : refusal.Message;
}
