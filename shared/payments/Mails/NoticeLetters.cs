using Serverless.Payments.Notifications;
using Serverless.Payments.Users;

namespace Serverless.Payments.Mails;

/// <summary>
/// Writes that there is a notice. Its text stays in the house: people have written in it, and it may hold a name, a number, or lines that
/// look like ours.
/// </summary>
public sealed class NoticeLetters(PublicAddress address)
{
    private static readonly NoticeBrief Unsaid = new("There is news for you", []);

    public Letter Write(NoticeText notice, User user)
    {
        var brief = notice.Brief ?? Unsaid;
        var body = new MailBody()
            .Say($"{user.FullName},")
            .Say($"{brief.What}.")
            .List(brief.Facts.Count > 0 ? brief.Facts.Select(fact => (fact.Name, fact.Value)) : [("About", notice.About)])
            .Say("What was written about it is not sent by mail.");
        if (address.Page("notices") is { } page)
        {
            body.Link("Sign in and read it", page);
        }
        else
        {
            body.Say("Sign in to the payments service to read it.");
        }

        var (text, html) = body.Build(brief.What);
        return new Letter(brief.What, text, html);
    }

    /// <summary>A line of a digest.</summary>
    public static string LineOf(Notice notice) => $"{(notice.Brief ?? Unsaid).What} ({notice.About})";
}
