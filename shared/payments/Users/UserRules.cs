using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;

namespace Serverless.Payments.Users;

/// <summary>What a user's record must be.</summary>
public static class UserRules
{
    /// <summary>Characters of a user's name.</summary>
    public const int NameCharsMax = 100;

    /// <summary>Characters of a full name.</summary>
    public const int FullNameCharsMax = 200;

    /// <summary>Characters of a mail address.</summary>
    public const int EmailCharsMax = 254;

    /// <summary>Children of one parent; with the roles they fit one transaction.</summary>
    public const int ChildrenMax = 20;

    /// <summary>What records call that which is done by no person, and what addresses call the caller.</summary>
    private static readonly string[] Reserved = [".", "..", "me", "inbox", "caps", "smart", "schedule"];

    /// <summary>Whether the text can be a user's name, so that it stands in an address and in a key: letters, digits, '-', '_', '.' and '@'.</summary>
    public static bool IsName(string? text)
        => text is { Length: > 0 and <= NameCharsMax }
            && !Reserved.Contains(text, StringComparer.OrdinalIgnoreCase)
            && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '@');

    /// <summary>Whether mail can go there: one plain address, without a name, comments, quotes, or anything that could begin another header.</summary>
    public static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return text.Length <= EmailCharsMax
            && at is > 0 and <= 64
            && text[..at] is var local && local.All(IsLocal) && HasPlainDots(local)
            && text[(at + 1)..] is { Length: > 0 } domain
            && domain.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.') && HasPlainDots(domain);
    }

    /// <summary>Everything that is wrong with the record, apart from whether its superior exists.</summary>
    public static IReadOnlyList<ValidationMessage> Check(User user)
    {
        var faults = new List<ValidationMessage>();
        Expect(IsName(user.Name), "BAD_NAME", "name", $"A user's name has 1 to {NameCharsMax} letters, digits, '-', '_', '.' or '@', and is none of {string.Join(", ", Reserved[2..])}.");
        Expect(IsFullName(user.FullName), "BAD_FULL_NAME", "fullName", $"A full name has 1 to {FullNameCharsMax} characters, all of them printable.");
        Expect(user.Email is null || IsEmail(user.Email), "BAD_EMAIL", "email", $"An e-mail address is one plain address such as name@agency.example, of at most {EmailCharsMax} characters.");
        Expect(user.Roles.All(Roles.OfPeople.Contains) && user.Roles.Distinct().Count() == user.Roles.Count, "BAD_ROLES", "roles", $"Roles are, each once: {string.Join(", ", Roles.OfPeople.Select(role => role.ToString().ToLowerInvariant()))}.");
        Expect(user.Superior is null || user.Superior != user.Name, "OWN_SUPERIOR", "superior", "Nobody is the own superior.");
        Expect(Enum.IsDefined(user.Mail), "BAD_MAIL", "mail", "Mails are wanted 'each', as a 'digest' or 'none'.");
        Expect(user.ProviderId is null || PaymentFactsForm.IsId(user.ProviderId), "BAD_ID", "providerId", $"A provider's id has 1 to {PaymentFactsForm.IdCharsMax} letters, digits, '-', '_' or '.'.");
        var children = user.ChildIds ?? [];
        Expect(children.Count <= ChildrenMax && children.All(child => child is { } id && Client.IsId(id)) && children.Distinct(StringComparer.Ordinal).Count() == children.Count, "BAD_CHILDREN", "childIds", $"Children are at most {ChildrenMax} client ids of ten digits, each once.");
        return faults;

        void Expect(bool holds, string code, string field, string message)
        {
            if (!holds)
            {
                faults.Add(new(code, field, message));
            }
        }
    }

    private static bool IsFullName(string? text)
        => !string.IsNullOrWhiteSpace(text) && text.Length <= FullNameCharsMax && !text.Any(IsUnprintable);

    /// <summary>Control characters and the separators that some mail programs take for the end of a line.</summary>
    private static bool IsUnprintable(char character)
        => char.IsControl(character) || character is '\u2028' or '\u2029' || char.IsSurrogate(character);

    private static bool IsLocal(char character)
        => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-/=?^_`{|}~.".Contains(character, StringComparison.Ordinal);

    private static bool HasPlainDots(string text)
        => !text.StartsWith('.') && !text.EndsWith('.') && !text.Contains("..", StringComparison.Ordinal);
}
