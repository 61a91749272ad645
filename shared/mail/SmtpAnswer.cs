using System.Globalization;
using System.Text.RegularExpressions;
using MailKit.Net.Smtp;

namespace Serverless.Mail;

/// <summary>Which of a server's refusals are this mail's own, and which are for the operator to set right, so that the mail waits meanwhile.</summary>
internal static partial class SmtpAnswer
{
    /// <summary>
    /// Whether trying again is of no use: the addressee's mailbox is none, or the mail itself is what the server cannot take. What it has
    /// against the sender, this client or its policy (relaying, authentication: 5.7.x) befalls every mail alike, and ends when somebody
    /// has changed it.
    /// </summary>
    /// <param name="error">What was refused.</param>
    /// <param name="code">The reply code (RFC 5321).</param>
    /// <param name="words">The reply, which may begin with an enhanced status code (RFC 3463).</param>
    public static bool IsForGood(SmtpErrorCode error, int code, string words)
    {
        if (code is < 500 or > 599 || error is not (SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted))
        {
            return false;
        }

        var enhanced = Enhanced().Match(words);
        if (enhanced.Success)
        {
            return (Number(enhanced, "subject"), Number(enhanced, "detail")) switch
            {
                (1, 7 or 8) => false, // The sender's address.
                (1 or 2, _) => true,
                (3, 4) or (6, _) => true, // Too big, or of a kind that it does not carry.
                _ => false,
            };
        }

        return error == SmtpErrorCode.RecipientNotAccepted
            ? code is 550 or 551 or 553 && !words.Contains("relay", StringComparison.OrdinalIgnoreCase)
            : code == 552;
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*5\.(?<subject>\d{1,3})\.(?<detail>\d{1,3})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Enhanced();
}
