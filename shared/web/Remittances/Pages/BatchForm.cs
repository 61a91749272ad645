using Serverless.Payments.Codes;
using Serverless.Payments.Remittances;
using Serverless.Web.Pages.Forms;

namespace Serverless.Web.Remittances.Pages;

/// <summary>The batch options as a form (SAN-1), and what can be chosen in it.</summary>
/// <param name="Form">As typed.</param>
/// <param name="Types">The batch types that are offered, and the one of the batch.</param>
/// <param name="Banks">The banks that are offered, and the one of the batch.</param>
/// <param name="Standing">The batch that is edited; null where it is made.</param>
/// <param name="IsLocked">Whether Apply As can no longer be changed.</param>
public sealed record BatchForm(TypedForm Form, IReadOnlyList<Choice> Types, IReadOnlyList<Choice> Banks, RemittanceBatch? Standing, bool IsLocked)
{
    public static async Task<BatchForm> OfAsync(ValueItems values, TypedForm form, RemittanceBatch? standing, bool isLocked, CancellationToken cancellation)
    {
        var types = await values.ListOfferedAsync(ValueTables.BatchTypes, standing?.Type, cancellation);
        var banks = await values.ListOfferedAsync(ValueTables.Banks, standing?.BankId, cancellation);
        return new BatchForm(
            form,
            [.. types.Select(type => new Choice(type.Code, $"{type.Code} – {type.Name} ({string.Join(", ", type.ApplyAs)}){Since(type)}"))],
            [.. banks.Select(bank => new Choice(bank.Code, $"{bank.Code} – {bank.Name}{Since(bank)}"))],
            standing,
            isLocked);
    }

    /// <summary>Said of what stands and could not be chosen anew.</summary>
    public static string Since(ValueItem item) => item.IsRetired ? ", retired since" : "";

    /// <summary>What was typed; at fault in the form where it cannot be read.</summary>
    public static BatchEntry Read(TypedForm form, string? lockedApplyAs = null) => new(
        lockedApplyAs ?? form.Text("applyAs", "Choose in which form the money came."),
        form.Text("batchType", "Choose the batch type."),
        form.Amount("batchTotal"),
        form.Day("batchDate"),
        form.Text("bankId", "Choose the bank that the money came to. Where none is offered, an admin makes one among the code tables."));
}
