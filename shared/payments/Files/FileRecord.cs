namespace Serverless.Payments.Files;

/// <summary>The texts of one line by column, and what is found wrong with them.</summary>
internal sealed class FileRecord(int line, FileLayout layout, FileFaults faults)
{
    private readonly string?[] texts = new string?[layout.Columns.Count];
    private readonly bool[] faulty = new bool[layout.Columns.Count];

    public int Line => line;

    /// <summary>Whether anything about a field was at fault.</summary>
    public bool IsFaulty => Array.IndexOf(faulty, true) >= 0;

    public void Set(FileColumn column, string text) => texts[layout.IndexOf(column)] = text;

    /// <summary>As it is written; null where it is not given, or at fault already.</summary>
    public string? Text(FileColumn column) => IsFaultyAt(column) ? null : texts[layout.IndexOf(column)];

    /// <summary>Whether the field has a fault, which is told already.</summary>
    public bool IsFaultyAt(FileColumn column) => faulty[layout.IndexOf(column)];

    /// <summary>Adds a fault of a field, which then is not looked at any more.</summary>
    public void AddFault(FileColumn column, string code, string message)
    {
        faulty[layout.IndexOf(column)] = true;
        faults.Add(line, column, code, message);
    }

    /// <summary>Leaves a field out whose fault is reported elsewhere.</summary>
    public void Ignore(FileColumn column) => faulty[layout.IndexOf(column)] = true;

    public string NameOf(FileColumn column) => column.Name(faults.Format);

    /// <summary>The field with its value, as a message begins.</summary>
    public string Shown(FileColumn column, string text) => $"{NameOf(column)} is {FileText.Shown(text)}";
}
