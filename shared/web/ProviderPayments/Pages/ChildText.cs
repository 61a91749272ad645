namespace Serverless.Web.ProviderPayments.Pages;

/// <summary>A child's name as it is said; lists have the last name first, by which they are sorted.</summary>
internal static class ChildText
{
    public static string Spoken(string listed) => listed.Split(", ") is [var last, var first] ? $"{first} {last}" : listed;
}
