namespace Serverless.Payments.Directory;

/// <param name="Id">Ten digits.</param>
/// <param name="Coordinator">The user of the support coordinator assigned.</param>
public sealed record Client(string Id, string FirstName, string LastName, bool Active, string Coordinator)
{
    /// <summary>Whether the text has the form of a client id.</summary>
    public static bool IsId(string text) => text.Length == 10 && text.All(char.IsAsciiDigit);
}
