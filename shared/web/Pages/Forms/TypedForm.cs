using System.Globalization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;

namespace Serverless.Web.Pages.Forms;

/// <summary>A form as it was typed, with what is wrong with it, so that it is shown again with each fault beside its field. Nothing is typed and nothing wrong before it was sent.</summary>
/// <param name="fields">What was sent; null before.</param>
public sealed class TypedForm(FormFields? fields = null)
{
    private readonly List<ValidationMessage> faults = [];

    public bool IsSent => fields is not null;

    public bool IsFine => faults.Count == 0;

    public IReadOnlyList<ValidationMessage> Faults => faults;

    /// <summary>What was typed, or before that what stands.</summary>
    public string Value(string name, string standing = "") => fields is null ? standing : fields.Text(name) ?? "";

    public bool IsTicked(string name, bool standing = false) => fields?.IsTicked(name) ?? standing;

    /// <summary>Whether a value is among those that were chosen in a field.</summary>
    public bool IsChosen(string name, string value, bool standing = false) => fields?.All(name).Contains(value) ?? standing;

    /// <summary>What is wrong with a field; null where nothing is.</summary>
    public string? FaultOf(string name)
    {
        var messages = faults.Where(fault => fault.Field == name).Select(fault => fault.Message).ToList();
        return messages.Count == 0 ? null : string.Join(" ", messages);
    }

    /// <summary>Whether the keyboard goes to a field when the form is shown again.</summary>
    public bool IsFirstAtFault(string name) => faults.Count > 0 && faults[0].Field == name;

    public TypedForm Refuse(string name, string code, string message)
    {
        faults.Add(new(code, name, message));
        return this;
    }

    /// <summary>Takes over what a refusal says of single fields.</summary>
    public TypedForm Refuse(Refusal refusal)
    {
        faults.AddRange(refusal.Errors.Where(error => error.Field.Length > 0));
        return this;
    }

    /// <summary>The text of a field that must be there; empty, and at fault, where it is not.</summary>
    public string Text(string name, string missing)
    {
        var text = fields?.Text(name);
        if (text is null)
        {
            Refuse(name, "MISSING", missing);
        }

        return text ?? "";
    }

    /// <summary>The amount of a field that must be there.</summary>
    public Money Amount(string name)
    {
        if (fields?.Amount(name) is { } amount)
        {
            return amount;
        }

        Refuse(name, "NOT_AN_AMOUNT", fields?.Text(name) is { } text ? $"“{text}” is no amount; write it as 1,234.50." : "Enter the amount, as 1,234.50.");
        return Money.Zero;
    }

    /// <summary>The day of a field that must be there.</summary>
    public DateOnly Day(string name)
    {
        if (fields?.Day(name) is { } day)
        {
            return day;
        }

        Refuse(name, "NOT_A_DATE", "Enter the day, as 11/25/2026.");
        return default;
    }

    /// <summary>How an input of type date wants a day.</summary>
    public static string Of(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
