using Microsoft.Extensions.Configuration;
using Serverless.Payments.People;

namespace Serverless.Web.People;

/// <summary>
/// The keys of Social Security numbers from the configuration: <c>Current</c>, <c>Keys:1</c> and so on, and <c>Search</c>.
/// No message repeats a value, because it may be a key.
/// </summary>
public static class SsnKeySettings
{
    public const string Section = "Serverless:Ssn";
    private const string Current = "Current";
    private const string Keys = "Keys";
    private const string Search = "Search";

    /// <summary>Where Azure could not resolve a reference, the app gets the reference itself.</summary>
    private const string Unresolved = "@Microsoft.KeyVault(";

    /// <summary>The keys; null where none of the settings is there.</summary>
    /// <exception cref="InvalidOperationException">Some are there, and they are not whole; the message says which and what to do.</exception>
    public static SsnKeys? Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        if (section.AsEnumerable().All(setting => string.IsNullOrWhiteSpace(setting.Value)))
        {
            return null;
        }

        var faults = new List<string>();
        faults.AddRange(section.GetChildren().Where(child => !Is(child, Current) && !Is(child, Keys) && !Is(child, Search)).Select(child => $"{child.Path} is not known; there are {Current}, {Keys}:N and {Search}."));
        var sealing = ReadSealing(section, faults);
        var search = ReadKey(section.GetSection(Search), faults);
        var current = ReadCurrent(section, sealing, faults);
        if (search is not null && sealing.Values.Any(key => key.AsSpan().SequenceEqual(search)))
        {
            faults.Add($"{Section}:{Search} is the same key as one of {Section}:{Keys}; it is a key of its own.");
        }

        return faults.Count == 0
            ? new SsnKeys(current, sealing, search!)
            : throw new InvalidOperationException($"The keys of Social Security numbers are not whole. {string.Join(' ', faults)} Set {Section}:{Current} to a version, {Section}:{Keys}:N to a key for each version N from 1, and {Section}:{Search} to a key of its own (as environment variables: two underscores for each colon); a key is base64 of {SsnKeys.KeyBytes} random bytes, such as 'openssl rand -base64 {SsnKeys.KeyBytes}' makes.");
    }

    private static Dictionary<int, byte[]> ReadSealing(IConfigurationSection section, List<string> faults)
    {
        var sealing = new Dictionary<int, byte[]>();
        foreach (var child in section.GetSection(Keys).GetChildren())
        {
            if (!SsnKeys.TryReadVersion(child.Key, out var version))
            {
                faults.Add($"{child.Path} names no version.");
            }
            else if (ReadKey(child, faults) is { } key && !sealing.TryAdd(version, key))
            {
                faults.Add($"{child.Path} gives version {version} a second time.");
            }
        }

        return sealing;
    }

    private static byte[]? ReadKey(IConfigurationSection setting, List<string> faults)
    {
        if (SsnKeys.TryReadKey(setting.Value, out var key))
        {
            return key;
        }

        faults.Add(setting.Value switch
        {
            null or "" => $"{setting.Path} is missing.",
            var text when text.StartsWith(Unresolved, StringComparison.Ordinal) => $"{setting.Path} is a reference to Key Vault that was not resolved; see that the secret is there and that the app's identity may read it.",
            _ => $"{setting.Path} is not base64 of {SsnKeys.KeyBytes} bytes.",
        });
        return null;
    }

    private static int ReadCurrent(IConfigurationSection section, Dictionary<int, byte[]> sealing, List<string> faults)
    {
        var setting = section.GetSection(Current);
        if (!SsnKeys.TryReadVersion(setting.Value, out var version))
        {
            faults.Add($"{setting.Path} is {(string.IsNullOrWhiteSpace(setting.Value) ? "missing" : "no whole number from 1")}.");
        }
        else if (!sealing.ContainsKey(version) && section.GetSection($"{Keys}:{version}").Value is null)
        {
            faults.Add($"{setting.Path} is {version}, and {section.Path}:{Keys}:{version} is missing.");
        }

        return version;
    }

    private static bool Is(IConfigurationSection child, string name) => child.Key.Equals(name, StringComparison.OrdinalIgnoreCase);
}
