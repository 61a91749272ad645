namespace Serverless.Payments.Files;

/// <summary>A field of a line, as each format names it.</summary>
/// <param name="csvName">In the header, in any case.</param>
/// <param name="jsonName">In an object.</param>
/// <param name="kind">What JSON may write it as.</param>
/// <param name="isOptional">Whether a header may lack it.</param>
public sealed class FileColumn(string csvName, string jsonName, FileColumnKind kind = FileColumnKind.Text, bool isOptional = false)
{
    public string CsvName => csvName;

    public string JsonName => jsonName;

    public FileColumnKind Kind => kind;

    public bool IsOptional => isOptional;

    public string Name(FileFormat format) => format == FileFormat.Csv ? csvName : jsonName;
}

/// <summary>What a field is written as in JSON; in CSV everything is text.</summary>
public enum FileColumnKind
{
    Text,
    Number,

    /// <summary>Either; it is taken as it is written.</summary>
    NumberOrText,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Truth,
}
