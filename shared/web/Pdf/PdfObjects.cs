using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Web.Pdf;

/// <summary>The objects of a PDF and the table of where they stand.</summary>
internal sealed class PdfObjects
{
    /// <summary>An identifier needs as many bytes, no secrecy.</summary>
    private const int IdBytes = 16;

    private readonly ArrayBufferWriter<byte> file = new();
    private readonly SortedDictionary<int, int> offsets = [];

    public PdfObjects() => Write("%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n");

    public void Add(int number, string body)
    {
        offsets.Add(number, file.WrittenCount);
        Write(string.Create(CultureInfo.InvariantCulture, $"{number} 0 obj\n{body}\nendobj\n"));
    }

    /// <param name="number">The object's.</param>
    /// <param name="entries">Of its dictionary, beside its length and filter.</param>
    /// <param name="compressed">By zlib.</param>
    public void AddStream(int number, string entries, byte[] compressed)
    {
        offsets.Add(number, file.WrittenCount);
        Write(string.Create(CultureInfo.InvariantCulture, $"{number} 0 obj\n<</Length {compressed.Length}/Filter/FlateDecode{entries}>>\nstream\n"));
        file.Write(compressed);
        Write("\nendstream\nendobj\n");
    }

    public byte[] Close(int catalog, int info)
    {
        var at = file.WrittenCount;
        var count = offsets.Count + 1;
        if (offsets.Keys.Last() != offsets.Count)
        {
            throw new InvalidOperationException("The objects of a PDF are numbered without gaps.");
        }

        Write(string.Create(CultureInfo.InvariantCulture, $"xref\n0 {count}\n0000000000 65535 f \n"));
        foreach (var offset in offsets.Values)
        {
            Write(string.Create(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n"));
        }

        var id = Convert.ToHexString(SHA256.HashData(file.WrittenSpan)[..IdBytes]);
        Write(string.Create(CultureInfo.InvariantCulture, $"trailer\n<</Size {count}/Root {catalog} 0 R/Info {info} 0 R/ID[<{id}><{id}>]>>\nstartxref\n{at}\n%%EOF\n"));
        return file.WrittenSpan.ToArray();
    }

    private void Write(string text) => file.Write(Encoding.Latin1.GetBytes(text));
}
