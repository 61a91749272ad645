using Serverless.Payments.Files;

namespace Serverless.Web.Pages.Forms;

/// <summary>A file that was sent with a form.</summary>
public sealed record UploadedFile(FileFormat Format, ReadOnlyMemory<byte> Content)
{
    /// <returns>The file; or none and what is wrong with it, where there is none or it is neither CSV nor JSON.</returns>
    public static async Task<(UploadedFile? File, string? Fault)> ReadAsync(FormFields form, string name, CancellationToken cancellation)
    {
        if (form.Files.GetFile(name) is not { Length: > 0 } sent)
        {
            return (null, "Choose the file to send.");
        }

        if (FileFormats.FromFileName(sent.FileName) is not { } format)
        {
            return (null, $"The file must end in {string.Join(" or ", FileFormats.Endings)}.");
        }

        using var content = new MemoryStream(checked((int)sent.Length));
        await sent.CopyToAsync(content, cancellation);
        return (new(format, content.ToArray()), null);
    }
}
