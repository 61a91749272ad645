namespace Serverless.Payments.Mails;

/// <summary>A mail as it is handed to a carrier.</summary>
/// <param name="Id">What makes the mail itself: its cause and its addressee. The Message-ID is made of it, so that one that was carried twice because an answer was lost is recognised as the same.</param>
/// <param name="To">The address.</param>
/// <param name="ToName">The addressee's full name.</param>
/// <param name="Subject">One line; no Social Security number.</param>
/// <param name="Text">The same in plain text.</param>
/// <param name="Html">The same as a page.</param>
/// <param name="At">When it was written (UTC).</param>
public sealed record Mail(string Id, string To, string ToName, string Subject, string Text, string Html, DateTimeOffset At)
{
    /// <summary>By its id alone: its text has links that decide.</summary>
    public override string ToString() => $"Mail {Id}";
}
