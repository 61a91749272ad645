using Serverless.Payments.Approvals;
using Serverless.Payments.Codes;
using Serverless.Payments.People;

namespace Serverless.Payments.Remittances;

/// <summary>Reads what is entered for a batch or a check against the code tables, and marks the codes as in use.</summary>
public sealed class BatchReader(ValueItems values)
{
    /// <summary>The years that dates may be of; beyond them a digit was mistyped.</summary>
    private const int YearMin = 1990;
    private const int YearMax = 2100;

    /// <summary>The batch and its type, or everything that is wrong with it.</summary>
    /// <param name="entry">As entered.</param>
    /// <param name="standing">The batch as it is, whose codes stay good though they were retired since; null for a new one.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<(RemittanceBatch? Batch, ValueItem? Type, Refusal? Refusal)> BatchAsync(BatchEntry entry, RemittanceBatch? standing, CancellationToken cancellation)
    {
        var faults = new List<ValidationMessage>();
        var applyAs = ApplyAsForms.All.FirstOrDefault(form => Fold(form) == Fold(entry.ApplyAs));
        if (applyAs is null)
        {
            faults.Add(new("UNKNOWN_APPLY_AS", "applyAs", $"Apply As is one of {string.Join(", ", ApplyAsForms.All)}."));
        }

        var type = await UseAsync(ValueTables.BatchTypes, entry.BatchType, standing?.Type, "batchType", faults, cancellation);
        var bank = await UseAsync(ValueTables.Banks, entry.BankId, standing?.BankId, "bankId", faults, cancellation);
        if (!IsDate(entry.BatchDate))
        {
            faults.Add(new("BAD_DATE", "batchDate", $"The batch date is a day of {YearMin} to {YearMax}."));
        }

        if (faults.Count > 0)
        {
            return (null, null, RemittanceRules.BatchAtFault(faults));
        }

        var batch = new RemittanceBatch(applyAs!, type!.Code, type.IsTakeback, entry.BatchTotal, entry.BatchDate, bank!.Code);

        // Of an edited batch, what is locked is told first.
        return standing is null && RemittanceRules.CheckBatch(batch, type) is { Count: > 0 } wrong ? (null, null, RemittanceRules.BatchAtFault(wrong)) : (batch, type, null);
    }

    /// <summary>The check and its type, or everything that is wrong with it. Where it writes balances off, that type is marked as well.</summary>
    public async Task<(RemittanceCheck? Check, ValueItem? Type, Refusal? Refusal)> CheckAsync(Remittance session, CheckEntry entry, CancellationToken cancellation)
    {
        var faults = new List<ValidationMessage>();
        var refNo = entry.RefNo.Trim();
        if (refNo.Length is 0 or > RemittanceRules.RefNoCharsMax || refNo.Any(character => character is < ' ' or > '~'))
        {
            faults.Add(new("BAD_REF_NO", "refNo", $"The number of the check, or another reference, has 1 to {RemittanceRules.RefNoCharsMax} characters of ASCII."));
        }

        if (!IsDate(entry.Dated))
        {
            faults.Add(new("BAD_DATE", "dated", $"The check is dated a day of {YearMin} to {YearMax}."));
        }

        var comment = string.IsNullOrWhiteSpace(entry.Comment) ? null : Ssn.Mask(entry.Comment.Trim());
        if (comment?.Length > RemittanceRules.CommentCharsMax || comment?.Any(character => char.IsControl(character) && character is not ('\n' or '\r')) == true)
        {
            faults.Add(new("BAD_COMMENT", "comment", $"A comment has at most {RemittanceRules.CommentCharsMax} characters, and no control characters."));
        }

        var type = await UseAsync(ValueTables.BatchTypes, entry.Type ?? session.Batch.Type, session.Batch.Type, "type", faults, cancellation);
        if (entry.WriteOffBalance)
        {
            await UseAsync(ValueTables.AdjustmentTypes, ValueTables.WriteOff, null, "writeOffBalance", faults, cancellation);
        }

        return faults.Count > 0
            ? (null, null, new(RefusalKind.Invalid, faults[0].Code, faults.Count == 1 ? faults[0].Message : $"{faults.Count} things are wrong with the check.") { Errors = faults })
            : (new RemittanceCheck(0, refNo, type!.Code, entry.Dated, entry.Amount, comment, entry.WriteOffBalance, 0, IsDone: false), type, null);
    }

    /// <summary>The adjustment type or payment code of that code or name, marked as in use.</summary>
    public async Task<(ValueItem? Type, Refusal? Refusal)> AdjustmentAsync(string text, CancellationToken cancellation)
    {
        if (await values.FindAdjustmentAsync(text, cancellation) is not { } found)
        {
            const string Message = "There is no such adjustment type or payment code; choose one that GET /api/codes/adjustment-types or /api/codes/payment-codes lists.";
            return (null, new(RefusalKind.Invalid, "UNKNOWN_CODE", Message) { Errors = [new("UNKNOWN_CODE", "type", Message)] });
        }

        var used = await values.UseAsync(found.Table, found.Code, cancellation);
        return (used.Item, used.Refusal is { } refusal ? refusal with { Errors = [new(refusal.Code, "type", refusal.Message)] } : null);
    }

    private async Task<ValueItem?> UseAsync(string table, string text, string? standing, string field, List<ValidationMessage> faults, CancellationToken cancellation)
    {
        var found = await values.FindAsync(table, text, cancellation);
        if (found is not null && found.Code == standing)
        {
            return found;
        }

        var used = await values.UseAsync(table, found?.Code ?? text, cancellation);
        if (used.Refusal is { } refusal)
        {
            faults.Add(new(refusal.Code, field, refusal.Message));
        }

        return used.Item;
    }

    private static bool IsDate(DateOnly date) => date.Year is >= YearMin and <= YearMax;

    private static string Fold(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character))).ToUpperInvariant();
}
