using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Serverless.Web.SignIn;

/// <summary>The random key that Development's tokens are signed with; in a file of the data folder that only its owner reads.</summary>
public sealed class DevelopmentSigningKey
{
    private const int KeyBytes = 64;

    private DevelopmentSigningKey(byte[] key) => Key = new SymmetricSecurityKey(key);

    public SymmetricSecurityKey Key { get; }

    /// <summary>Reads the key, or makes it where there is none.</summary>
    /// <param name="path">For example <c>keys/dev-signing-key</c> in the data folder.</param>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static DevelopmentSigningKey OpenOrCreate(string path)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            return Create(path);
        }
        catch (IOException) when (File.Exists(path))
        {
            return Read(path);
        }
    }

    private static DevelopmentSigningKey Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        using var file = new FileStream(path, options);
        file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(key)));
        file.Flush(flushToDisk: true);
        return new DevelopmentSigningKey(key);
    }

    private static DevelopmentSigningKey Read(string path)
    {
        var buffer = new byte[KeyBytes];
        return Convert.TryFromBase64String(File.ReadAllText(path).Trim(), buffer, out var written) && written == KeyBytes
            ? new DevelopmentSigningKey(buffer)
            : throw new InvalidDataException($"The file {path} does not hold a signing key. Remove it; a new one is made at the next start, and old tokens end.");
    }
}
