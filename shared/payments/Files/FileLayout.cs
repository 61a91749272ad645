namespace Serverless.Payments.Files;

/// <summary>What a kind of file looks like.</summary>
/// <param name="content">What it holds, in words: <c>invoices</c>.</param>
/// <param name="columns">In any order in the file.</param>
/// <param name="linesMax">The most lines, the header and empty lines not counted.</param>
/// <param name="bytesMax">The most bytes.</param>
public sealed class FileLayout(string content, IReadOnlyList<FileColumn> columns, int linesMax, int bytesMax)
{
    private readonly FileColumn[] all = [.. columns];

    public string Content => content;

    public IReadOnlyList<FileColumn> Columns => all;

    public int LinesMax => linesMax;

    public int BytesMax => bytesMax;

    /// <summary>Their names, for messages.</summary>
    public string Names(FileFormat format) => string.Join(", ", all.Select(column => column.Name(format)));

    public bool Has(FileColumn column) => Array.IndexOf(all, column) >= 0;

    /// <summary>Where the column stands among the columns.</summary>
    public int IndexOf(FileColumn column)
    {
        var index = Array.IndexOf(all, column);
        return index >= 0 ? index : throw new ArgumentException($"A file of {content} has no column {column.CsvName}.", nameof(column));
    }
}
