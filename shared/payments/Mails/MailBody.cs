using System.Globalization;
using System.Net;
using System.Text;

namespace Serverless.Payments.Mails;

/// <summary>A mail's text and page, written side by side so that both say the same. What it is given is text: it never becomes markup, nor a line of its own that could pass for one of ours.</summary>
internal sealed class MailBody
{
    private readonly StringBuilder text = new();
    private readonly StringBuilder html = new();

    public MailBody Say(string paragraph)
    {
        text.Append(OneLine(paragraph)).Append("\n\n");
        html.Append("<p>").Append(Encoded(paragraph)).Append("</p>\n");
        return this;
    }

    /// <summary>Facts, a line each.</summary>
    public MailBody List(IEnumerable<(string Name, string Value)> facts)
    {
        html.Append("<table style=\"border-collapse:collapse\">\n");
        foreach (var (name, value) in facts)
        {
            text.Append(name).Append(": ").Append(OneLine(value)).Append('\n');
            html.Append("<tr><th scope=\"row\" style=\"text-align:left;padding:2px 16px 2px 0;font-weight:600;vertical-align:top\">").Append(Encoded(name)).Append("</th><td style=\"padding:2px 0\">").Append(Encoded(value)).Append("</td></tr>\n");
        }

        text.Append('\n');
        html.Append("</table>\n");
        return this;
    }

    /// <summary>Sentences, a line each; nothing where there are none.</summary>
    public MailBody Points(string title, IReadOnlyCollection<string> points)
    {
        if (points.Count == 0)
        {
            return this;
        }

        text.Append(title).Append('\n');
        html.Append("<p style=\"margin-bottom:0\"><strong>").Append(Encoded(title)).Append("</strong></p>\n<ul>\n");
        foreach (var point in points)
        {
            text.Append("- ").Append(OneLine(point)).Append('\n');
            html.Append("<li>").Append(Encoded(point)).Append("</li>\n");
        }

        text.Append('\n');
        html.Append("</ul>\n");
        return this;
    }

    public MailBody Link(string label, Uri address)
    {
        text.Append(label).Append(": ").Append(address.AbsoluteUri).Append("\n\n");
        html.Append("<p><a href=\"").Append(Encoded(address.AbsoluteUri)).Append("\">").Append(Encoded(label)).Append("</a></p>\n");
        return this;
    }

    public (string Text, string Html) Build(string subject)
        => (text.ToString().TrimEnd() + "\n",
            $"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"referrer\" content=\"no-referrer\"><title>{Encoded(subject)}</title></head>\n<body style=\"font-family:system-ui,sans-serif;line-height:1.5;max-width:40em\">\n{html}</body></html>\n");

    private static string Encoded(string value) => WebUtility.HtmlEncode(OneLine(value));

    private static string OneLine(string value) => string.Concat(value.Select(character => IsPrintable(character) ? character : ' '));

    private static bool IsPrintable(char character)
        => char.GetUnicodeCategory(character) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
