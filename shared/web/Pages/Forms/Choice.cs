namespace Serverless.Web.Pages.Forms;

/// <summary>What can be chosen in a field.</summary>
/// <param name="Value">What is sent.</param>
/// <param name="Text">What is read.</param>
public sealed record Choice(string Value, string Text)
{
    public static IReadOnlyList<Choice> Of(IEnumerable<string> values) => [.. values.Select(value => new Choice(value, value))];
}
