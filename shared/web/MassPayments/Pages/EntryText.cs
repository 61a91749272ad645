using System.Globalization;
using Serverless.Payments.MassPayments;

namespace Serverless.Web.MassPayments.Pages;

/// <summary>Days of an entry as Operations write them: mm/dd/yyyy (KEES-4).</summary>
internal static class EntryText
{
    public static string Day(DateOnly day) => day.ToString("MM/dd/yyyy", CultureInfo.InvariantCulture);

    /// <summary>What is no day stays as it was typed.</summary>
    public static string Day(string text) => EntryDate.TryRead(text, out var day) ? Day(day) : text;
}
