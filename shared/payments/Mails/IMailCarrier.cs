namespace Serverless.Payments.Mails;

/// <summary>Carries mails out of the house: to an SMTP server, or into a folder as .eml files.</summary>
public interface IMailCarrier
{
    /// <summary>Hands the mail over; when it returns, the mail is the carrier's to deliver.</summary>
    /// <param name="mail">What to carry; the same id may come again where nobody knows whether it was taken.</param>
    /// <param name="cancellation">Gives up; whether it was taken is open then.</param>
    /// <returns>Whether it was taken, refused for good, or must be tried again.</returns>
    Task<MailReceipt> CarryAsync(Mail mail, CancellationToken cancellation = default);
}

/// <summary>What a carrier answered.</summary>
/// <param name="IsTaken">It is on its way.</param>
/// <param name="IsRefused">It never will be: the server refuses this addressee or this content for good.</param>
/// <param name="Detail">The server's words; null where it was taken.</param>
public sealed record MailReceipt(bool IsTaken, bool IsRefused, string? Detail)
{
    public static MailReceipt Taken { get; } = new(true, false, null);

    public static MailReceipt Refused(string detail) => new(false, true, detail);

    public static MailReceipt Later(string detail) => new(false, false, detail);
}
