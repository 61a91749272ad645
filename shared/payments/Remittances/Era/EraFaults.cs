using System.Globalization;
using Serverless.Payments.Files;

namespace Serverless.Payments.Remittances.Era;

/// <summary>Collects what is wrong with an electronic remittance, by segment and element, up to a limit.</summary>
internal sealed class EraFaults
{
    private readonly List<FileFault> faults = [];

    public int Count => faults.Count;

    /// <summary>Whether the limit is reached; nothing more need be read.</summary>
    public bool IsFull => faults.Count > FileReader.FaultsMax;

    /// <param name="segment">Its position in the file, from 1.</param>
    /// <param name="tag">Its tag.</param>
    /// <param name="element">Its element's number; 0 where the segment as a whole is meant.</param>
    /// <param name="code">The fault's.</param>
    /// <param name="message">What is wrong, and what to do.</param>
    public void Add(int segment, string tag, int element, string code, string message)
    {
        var field = element == 0 ? "" : tag + element.ToString("D2", CultureInfo.InvariantCulture);
        var where = element == 0 ? $"{tag} (segment {segment})" : $"{tag} (segment {segment}), {field}";
        Keep(new FileFault(segment, field, code, $"{where}: {message}"));
    }

    public void Add(X12Segment segment, int element, string code, string message) => Add(segment.Position, segment.Tag, element, code, message);

    public void AddFile(string code, string message) => Keep(new FileFault(0, "", code, message));

    public IReadOnlyList<FileFault> ToList() => [.. faults];

    private void Keep(FileFault fault)
    {
        if (faults.Count < FileReader.FaultsMax)
        {
            faults.Add(fault);
        }
        else if (!IsFull)
        {
            faults.Add(new FileFault(0, "", "TOO_MANY_FAULTS", $"There are more than {FileReader.FaultsMax} faults; the others are not listed."));
        }
    }
}
