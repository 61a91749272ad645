using System.Text.Json;

namespace Serverless.Payments.People;

/// <summary>The keys of an installation that is given none from outside: a file that its owner alone reads, made once.</summary>
public static class SsnKeyFile
{
    public const string Name = "ssn-keys.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>The keys; null where there is no file.</summary>
    /// <exception cref="InvalidDataException">The file holds something else; the message says what to do and repeats nothing of it.</exception>
    public static SsnKeys? Find(string path) => File.Exists(path) ? Read(path) : null;

    /// <summary>Reads the keys, or makes them where there is no file. Callers serialise the makers of one path, and flush its folder where the name must last.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static SsnKeys OpenOrCreate(string path) => Find(path) ?? Create(path);

    private static SsnKeys Create(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        System.IO.Directory.CreateDirectory(folder);

        // Whole or not at all: half a file would be no keys, and look like lost ones.
        var unfinished = Path.Combine(folder, $".{Name}.tmp");
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var made = SsnKeys.CreateRandom();
        using (var file = new FileStream(unfinished, options))
        {
            JsonSerializer.Serialize(file, KeysForm.Of(made), Json);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: false);
        return made;
    }

    private static SsnKeys Read(string path)
    {
        KeysForm? form;
        try
        {
            form = JsonSerializer.Deserialize<KeysForm>(File.ReadAllBytes(path), Json);
        }
        catch (JsonException)
        {
            form = null;
        }

        return form?.Read() ?? throw new InvalidDataException(
            $"The file '{path}' does not hold the keys of Social Security numbers: a current version, under keys a key for each version from 1, and a search key that is none of these, each as base64 of {SsnKeys.KeyBytes} bytes. Put the file back from the backup; without it, numbers that are stored cannot be read or searched for.");
    }

    private sealed record KeysForm(int Current, IReadOnlyDictionary<string, string> Keys, string Search)
    {
        public static KeysForm Of(SsnKeys keys)
            => new(keys.Current, keys.Sealing.ToDictionary(key => key.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), key => Convert.ToBase64String(key.Value)), Convert.ToBase64String(keys.Search));

        /// <summary>Null where something is missing or is no key.</summary>
        public SsnKeys? Read()
        {
            var sealing = new Dictionary<int, byte[]>();
            foreach (var (version, text) in Keys)
            {
                if (!SsnKeys.TryReadVersion(version, out var number) || !SsnKeys.TryReadKey(text, out var key) || !sealing.TryAdd(number, key))
                {
                    return null;
                }
            }

            return SsnKeys.TryReadKey(Search, out var search) && sealing.ContainsKey(Current) && !sealing.Values.Any(key => key.AsSpan().SequenceEqual(search))
                ? new SsnKeys(Current, sealing, search)
                : null;
        }
    }
}
