using Serverless.Payments.Approvals;
using Serverless.Web.Pages.Forms;

namespace Serverless.Web.Remittances.Pages;

/// <summary>What is said above the window of a form or a row that was refused, where that cannot stand beside its fields.</summary>
/// <param name="Text">Why.</param>
/// <param name="Lines">What is wrong in fields that the window has no longer, and what was typed into them.</param>
/// <param name="HasFieldsAtFault">Whether a field below takes the keyboard.</param>
public sealed record WindowRefusal(string? Text, IReadOnlyList<string> Lines, bool HasFieldsAtFault)
{
    private static readonly (string Name, string Label)[] RowNames = [("post", "post"), ("adjustment", "adjustment"), ("type", "type")];

    private static readonly (string Name, string Label)[] CheckNames =
        [("refNo", "number"), ("type", "type"), ("dated", "dated"), ("amount", "amount"), ("comment", "comment"), ("writeOffBalance", "write off what is left")];

    private static readonly (string Name, string Label)[] BatchNames =
        [("applyAs", "apply as"), ("batchType", "batch type"), ("batchTotal", "batch total"), ("batchDate", "batch date"), ("bankId", "bank")];

    /// <summary>What is said above a batch's form, or a check's; null where everything that is wrong is a fault of its fields.</summary>
    public static string? OfBatch(Refusal refusal) => Of(refusal, BatchNames);

    public static string? OfCheck(Refusal refusal) => Of(refusal, CheckNames);

    public static WindowRefusal Of(RemittanceWindowModel model)
    {
        if (model.Typed is { } row)
        {
            return model.Shows(row.Address)
                ? new WindowRefusal(null, [], HasFieldsAtFault: true)
                : new WindowRefusal($"Not saved: {RecordRow.NameOf(row.Address)}.", [.. row.Fault is { } fault ? [fault] : Array.Empty<string>(), .. Lost(row.Form, RowNames)], HasFieldsAtFault: false);
        }

        var (form, isShown, names) = model.Check.IsSent ? (model.Check, model.TakesCheck, CheckNames) : (model.Batch.Form, model.Acts, BatchNames);
        return isShown || !form.IsSent
            ? new WindowRefusal(model.Refused, [], !form.IsFine)
            : new WindowRefusal(model.Refused ?? "Nothing was changed.", Lost(form, names), HasFieldsAtFault: false);
    }

    private static string? Of(Refusal refusal, (string Name, string Label)[] names)
        => refusal.Errors.Count > 0 && refusal.Errors.All(error => names.Any(known => known.Name == error.Field)) ? null : refusal.WordsOfForm() ?? refusal.Message;

    /// <summary>What was wrong with a form that is not shown, and what was typed into it.</summary>
    private static IReadOnlyList<string> Lost(TypedForm form, (string Name, string Label)[] names)
    {
        var typed = string.Join(", ", names.Where(known => form.Value(known.Name).Length > 0).Select(known => $"{known.Label} {form.Value(known.Name)}"));
        return [.. form.Faults.Select(fault => fault.Message), .. typed.Length == 0 ? Array.Empty<string>() : [$"You had typed: {typed}."]];
    }
}
