using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Payments.ProviderPayments.Attendance;

/// <summary>What a parent's signature is put under: exactly this sheet of exactly this payment.</summary>
/// <remarks>
/// <para>The hash is SHA-256 over the UTF-8 of these lines, each ended by one line feed:</para>
/// <code>
/// attendance-sheet/1
/// {bytes of the payment's id} {payment's id}
/// {number of rows}
/// then for each row, in the order given, either
/// 2026-11-25 {minute in} {minute out}
/// or
/// 2026-11-25 absent {bytes of the reason} {reason}
/// </code>
/// <para>
/// Numbers are decimal without leading zeros. Lengths stand before texts, so that no two sheets have the same lines. The form
/// never changes, because signatures hang on it; another one would begin with another first line.
/// </para>
/// </remarks>
public static class SheetHash
{
    /// <summary>A text that is no Unicode would share its hash with others.</summary>
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>64 lower-case hex digits.</returns>
    /// <exception cref="ArgumentException">A row is neither a stay nor an absence, or a text is no valid Unicode.</exception>
    public static string Of(string paymentId, IReadOnlyList<AttendanceDay> days)
    {
        var form = new StringBuilder()
            .Append("attendance-sheet/1\n")
            .Append(Measured(paymentId)).Append('\n')
            .Append(CultureInfo.InvariantCulture, $"{days.Count}\n");
        foreach (var day in days)
        {
            form.Append(Line(day)).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Utf8.GetBytes(form.ToString())));
    }

    private static string Line(AttendanceDay day)
    {
        var date = day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return day switch
        {
            { Absence: null, InMinute: { } entered, OutMinute: { } left } => string.Create(CultureInfo.InvariantCulture, $"{date} {entered} {left}"),
            { Absence: { } reason, InMinute: null, OutMinute: null } => $"{date} absent {Measured(reason)}",
            _ => throw new ArgumentException($"The row of {date} is neither a stay nor an absence.", nameof(day)),
        };
    }

    private static string Measured(string text) => string.Create(CultureInfo.InvariantCulture, $"{Utf8.GetByteCount(text)} {text}");
}
