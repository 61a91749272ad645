namespace Serverless.Payments.Files;

/// <summary>Collects what is wrong with a file, up to a limit.</summary>
internal sealed class FileFaults(FileFormat format)
{
    private readonly List<FileFault> faults = [];

    public int Count => faults.Count;

    /// <summary>Whether the limit is reached; nothing more need be read.</summary>
    public bool IsFull => faults.Count > FileReader.FaultsMax;

    public FileFormat Format => format;

    public void Add(int line, FileColumn column, string code, string message) => Add(line, column.Name(format), code, message);

    public void AddFile(string code, string message) => Add(0, "", code, message);

    public void AddLine(int line, string code, string message) => Add(line, "", code, message);

    public void Add(int line, string field, string code, string message)
    {
        if (faults.Count < FileReader.FaultsMax)
        {
            faults.Add(new(line, field, code, message));
        }
        else if (!IsFull)
        {
            faults.Add(new(0, "", "TOO_MANY_FAULTS", $"There are more than {FileReader.FaultsMax} faults; the others are not listed."));
        }
    }

    public IReadOnlyList<FileFault> ToList() => [.. faults];
}
