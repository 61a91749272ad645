using System.Globalization;
using System.Text;
using Serverless.Payments.Drops;

namespace Serverless.Local.Inbox;

/// <summary>
/// Puts a file into its last folder, the report first, so that whoever finds the file finds its report. Nothing there is
/// overwritten: a second <c>NAME.csv</c> becomes <c>NAME~2.csv</c>.
/// </summary>
/// <remarks>For several callers at a time.</remarks>
internal sealed class Placement(Taking taking)
{
    private const string ReportEnding = ".report.json";

    /// <summary>File systems take names of 255 bytes.</summary>
    private const int NameBytesMax = 255;

    /// <summary>More files of one name than this are given a name by their delivery.</summary>
    private const int SameNameMax = 9_999;

    /// <summary>A name that was found free must stay so until the file has it.</summary>
    private readonly Lock naming = new();

    /// <returns>The name that the file has there.</returns>
    public string Place(TakenFile taken, string folder, DropReport report)
    {
        var unfinished = Path.Combine(folder, $".{taken.DeliveryId}.tmp");
        using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            stream.Write(report.ToJson());
            RandomAccess.FlushToDisk(stream.SafeFileHandle);
        }

        lock (naming)
        {
            var name = ChooseName(taken, folder);
            File.Move(unfinished, Path.Combine(folder, name + ReportEnding), overwrite: true);
            taking.Release(taken, Path.Combine(folder, name));
            return name;
        }
    }

    private static string ChooseName(TakenFile taken, string folder)
    {
        for (var number = 1; number <= SameNameMax; number++)
        {
            var name = Numbered(taken.Name, number);
            if (IsFree(Path.Combine(folder, name)) && IsFreeOrOurs(Path.Combine(folder, name + ReportEnding), taken))
            {
                return name;
            }
        }

        return taken.DeliveryId + Path.GetExtension(Numbered(taken.Name, 1));
    }

    private static bool IsFree(string path) => !Path.Exists(path) && new FileInfo(path).LinkTarget is null;

    /// <summary>A crash between the report and the file leaves our own report there alone.</summary>
    private static bool IsFreeOrOurs(string reportPath, TakenFile taken)
        => IsFree(reportPath) || (File.Exists(reportPath) && DropReport.TryRead(File.ReadAllBytes(reportPath))?.Delivery == taken.DeliveryId);

    private static string Numbered(string name, int number)
    {
        var ending = number == 1 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"~{number}");
        var extension = Path.GetExtension(name);
        var stem = name[..^extension.Length];
        if (Bytes(extension) > NameBytesMax / 4)
        {
            (stem, extension) = (name, string.Empty);
        }

        while (Bytes(stem) + Bytes(ending) + Bytes(extension) + ReportEnding.Length > NameBytesMax)
        {
            // A surrogate pair goes as a whole.
            stem = stem[..^(char.IsLowSurrogate(stem[^1]) && stem.Length > 1 ? 2 : 1)];
        }

        return stem + ending + extension;
    }

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);
}
