using Serverless.Payments.Identity;

namespace Serverless.Payments.Notifications;

/// <summary>What somebody is told, once.</summary>
/// <param name="Id">What makes the notice itself, its addressee included: told again, it is the same. Whatever else carries it, as an e-mail, carries it once under this id.</param>
/// <param name="ToRole">Who is told: everybody of that role, or for the role provider those of one.</param>
/// <param name="ToProvider">For the role provider: which.</param>
/// <param name="Subject">In a few words; no person's name.</param>
/// <param name="Text">What has happened, and what is to be done.</param>
/// <param name="About">The id of the record that it is about.</param>
/// <param name="At">When it was told.</param>
public sealed record Notice(string Id, Role ToRole, string? ToProvider, string Subject, string Text, string About, DateTimeOffset At)
{
    /// <summary>What of it mails may say; null where they say that there is news, and no more.</summary>
    public NoticeBrief? Brief { get; init; }
}

/// <summary>What of a notice may leave the house: our own words, ids and figures. Nothing that people have written, because it may name anybody, and look like anything.</summary>
/// <param name="What">What has happened, in a few words.</param>
/// <param name="Facts">A line each.</param>
public sealed record NoticeBrief(string What, IReadOnlyList<NoticeFact> Facts);

/// <param name="Name">What the value is.</param>
public sealed record NoticeFact(string Name, string Value);

/// <param name="Next">What asks for the rest, or null where there is none.</param>
public sealed record NoticePage(IReadOnlyList<Notice> Items, string? Next);
