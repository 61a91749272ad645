using System.Text;
using Serverless.Payments.Files;

namespace Serverless.Payments.Settlement;

/// <summary>How a batch is written for a payment system: a CSV file with a line for each instruction, its key first.</summary>
/// <param name="systemName">Who reads it, for people.</param>
/// <param name="header">The columns; the first is <c>key</c>.</param>
/// <param name="fieldsOf">The other columns of an instruction; free text by <see cref="CsvField.Text"/>.</param>
internal sealed class BatchFormat<TInstruction>(string systemName, string header, Func<TInstruction, string> fieldsOf)
    where TInstruction : IInstruction
{
    public string SystemName => systemName;

    /// <exception cref="ArgumentException">A key could not go out and come back unchanged.</exception>
    public byte[] Write(IReadOnlyList<TInstruction> instructions)
    {
        var text = new StringBuilder(header, 128 * (instructions.Count + 1)).Append("\r\n");
        foreach (var instruction in instructions)
        {
            CheckKey(instruction.Key);
            text.Append(CsvField.Quoted(instruction.Key)).Append(',').Append(fieldsOf(instruction)).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <exception cref="ArgumentException">The key could not go out and come back unchanged.</exception>
    public void CheckKey(string key)
    {
        // The key comes back as it stands, so it cannot be neutralised as other text is.
        if (key.Length == 0 || key != key.Trim() || CsvField.IsFormula(key) || key.Any(char.IsControl) || !IsUnicode(key))
        {
            throw new ArgumentException($"The key '{key}' begins like a formula, holds white space around it or control characters, or is no valid Unicode; {systemName} could not send it back unchanged.", nameof(key));
        }
    }

    private static bool IsUnicode(string key) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(key)) == key;
}
