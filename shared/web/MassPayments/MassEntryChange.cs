using System.ComponentModel.DataAnnotations;
using Serverless.Payments.MassPayments;

namespace Serverless.Web.MassPayments;

/// <summary>An entry as it is typed (KEES-4). What is wrong with a text stands against the entry and refuses the approval; adding it is not refused.</summary>
/// <param name="ClientId">Ten digits.</param>
/// <param name="Amount">A number, or a text as it was typed.</param>
/// <param name="Checked">Whether its box is ticked (KEES-5).</param>
/// <param name="Begin">mm/dd/yyyy or ISO; today where it is left out or empty.</param>
/// <param name="End">The same; tomorrow.</param>
/// <param name="AidCode">Left out, or the page's (KEES-2).</param>
public sealed record MassEntryChange(
    [property: MaxLength(MassEntryTexts.CharsMax)] string CaseNumber,
    [property: MaxLength(MassEntryTexts.CharsMax)] string ClientId,
    [property: MaxLength(MassEntryTexts.CharsMax)] string NeedCategory,
    [property: MaxLength(MassEntryTexts.CharsMax)] string NeedType,
    EntryAmount Amount,
    bool Checked,
    [property: MaxLength(MassEntryTexts.CharsMax)] string? Begin = null,
    [property: MaxLength(MassEntryTexts.CharsMax)] string? End = null,
    [property: MaxLength(MassEntryTexts.CharsMax)] string? AidCode = null)
{
    public MassEntryTexts ToTexts() => new(CaseNumber, ClientId, NeedCategory, NeedType, Amount.Text, Begin, End, Checked, AidCode);
}
