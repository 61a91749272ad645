using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;

namespace Serverless.Payments.Remittances;

/// <summary>The batch options as entered; codes or names, in any case (SAN-1).</summary>
public sealed record BatchEntry(string ApplyAs, string BatchType, Money BatchTotal, DateOnly BatchDate, string BankId);

/// <summary>The batch options that are edited (SAN-1); one that is left out stays as it is.</summary>
public sealed record BatchChange(string? ApplyAs = null, string? BatchType = null, Money? BatchTotal = null, DateOnly? BatchDate = null, string? BankId = null)
{
    /// <summary>The batch with what is changed of it.</summary>
    public BatchEntry Over(RemittanceBatch batch) => new(ApplyAs ?? batch.ApplyAs, BatchType ?? batch.Type, BatchTotal ?? batch.Total, BatchDate ?? batch.Date, BankId ?? batch.BankId);
}

/// <summary>The payment options as entered (SAN-2).</summary>
/// <param name="Type">Left out, it is the batch's.</param>
public sealed record CheckEntry(string RefNo, string? Type, DateOnly Dated, Money Amount, string? Comment, bool WriteOffBalance);

/// <summary>What is typed into a row; a field that is left out stays as it is.</summary>
/// <param name="Type">An adjustment type or payment code; code or name, in any case.</param>
public sealed record RowText(Money? Post, Money? Adjustment, string? Type);

/// <summary>A row of the active records.</summary>
/// <param name="Line">Null for the invoice as a whole.</param>
public sealed record RowAddress(string Invoice, int? Line);

/// <summary>The buttons of a row (SAN-4).</summary>
public enum RowAction
{
    /// <summary>P.</summary>
    Pay,

    /// <summary>W.</summary>
    WriteOff,

    /// <summary>D.</summary>
    Deny,

    /// <summary>X.</summary>
    Clear,
}

/// <summary>Which request, and on which version.</summary>
/// <param name="RequestId">The same for a request and its retry, which has one effect.</param>
/// <param name="IfVersion">The version that was seen; null where it does not matter.</param>
public sealed record RemittanceRequest(string RequestId, int? IfVersion = null);

/// <summary>What an act led to: the session as it stands, or why nothing changed.</summary>
public sealed record RemittanceResult(RemittanceState? State, Refusal? Refusal)
{
    public static RemittanceResult Done(RemittanceState state) => new(state, null);

    public static RemittanceResult Refused(Refusal refusal) => new(null, refusal);

    public static RemittanceResult Refused(RefusalKind kind, string code, string field, string message)
        => new(null, new(kind, code, message) { Errors = field.Length == 0 ? [] : [new(code, field, message)] });
}
