using System.Globalization;

namespace Serverless.Web.ProviderPayments.Pages;

/// <summary>Minutes as people add them up: <c>7:45</c>.</summary>
internal static class HoursText
{
    public static string Of(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60}:{minutes % 60:00}");
}
