using System.Text;
using MimeKit;
using Serverless.Payments.Mails;

namespace Serverless.Mail;

/// <summary>
/// Writes mails into a folder, one .eml file each, for who has no mail server: any mail program opens them. The same mail
/// again takes the place of its file. The files hold links that decide, so they are made for their owner alone.
/// </summary>
/// <param name="folder">Where to; it is made where it is missing.</param>
/// <param name="sender">From whom the mails are.</param>
public sealed class EmlFolder(string folder, MailSender sender) : IMailCarrier
{
    private const int NameCharsMax = 80;

    public async Task<MailReceipt> CarryAsync(Payments.Mails.Mail mail, CancellationToken cancellation = default)
    {
        using var message = MimeMail.Create(mail, sender);
        if (message is null)
        {
            return MailReceipt.Refused("The address is none that mails can go to.");
        }

        // Written under another name first, so that whoever watches the folder sees whole files alone.
        var unfinished = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        try
        {
            System.IO.Directory.CreateDirectory(folder);
            await WriteAsync(message, unfinished, cancellation);
            File.Move(unfinished, Path.Combine(folder, NameOf(mail.Id)), overwrite: true);
            return MailReceipt.Taken;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(unfinished))
            {
                File.Delete(unfinished);
            }

            return MailReceipt.Later($"The folder of mails cannot be written: {exception.Message}");
        }
    }

    /// <summary>The name of a mail's file: what of its id a name may hold, and a hash of all of it.</summary>
    public static string NameOf(string mailId)
    {
        var readable = new StringBuilder();
        foreach (var character in mailId.Take(NameCharsMax))
        {
            readable.Append(char.IsAsciiLetterOrDigit(character) || character == '-' ? character : '_');
        }

        return $"{readable}-{MimeMail.HashOf(mailId)[..12]}.eml";
    }

    private static async Task WriteAsync(MimeMessage message, string path, CancellationToken cancellation)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new FileStream(path, options);
        await message.WriteToAsync(file, cancellation);
        await file.FlushAsync(cancellation);
        RandomAccess.FlushToDisk(file.SafeFileHandle);
    }
}
