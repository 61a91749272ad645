using Serverless.Payments.Directory;

namespace Serverless.Payments.Mails;

/// <summary>No more of a client than tells somebody who knows it which one is meant.</summary>
internal static class MaskedClient
{
    private const int CharsShown = 4;

    public static string Of(string clientId) => $"client id ending {Last(clientId)}";

    public static string Of(string clientId, Client? client)
        => client is { FirstName: [var first, ..], LastName: [var last, ..] } ? $"{first}. {last}., {Of(clientId)}" : Of(clientId);

    /// <summary>The text with the id shortened wherever it stands.</summary>
    public static string Without(string text, string clientId) => text.Replace(clientId, $"…{Last(clientId)}", StringComparison.Ordinal);

    private static string Last(string clientId) => clientId[^Math.Min(CharsShown, clientId.Length)..];
}
