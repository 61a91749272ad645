namespace Serverless.Payments.Mails;

/// <summary>
/// Where people reach the pages, as it is configured; never what a request says, because who sends one may say anything. Links in
/// mails begin with it, the authority sends people back to it, and it tells the scheme behind a proxy. Where it is not known, mails
/// carry no links.
/// </summary>
/// <param name="configured">What the settings say; null where a host tells it later, or nobody does.</param>
public sealed class PublicAddress(Uri? configured = null)
{
    public const string Key = "Serverless:PublicAddress";
    private Uri? value = configured;

    public Uri? Value => Volatile.Read(ref value);

    public bool IsHttps => Value?.Scheme == Uri.UriSchemeHttps;

    /// <summary>What the setting says; without a value where there is none.</summary>
    /// <exception cref="InvalidOperationException">It is no address, or outside Development none over https, or has a path, under which the pages would not find each other.</exception>
    public static PublicAddress Read(string? text, bool isDevelopment)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new PublicAddress();
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || (isDevelopment && address.Scheme == Uri.UriSchemeHttp))
            && address is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" }
            ? new PublicAddress(address)
            : throw new InvalidOperationException($"{Key} must be an absolute https address without a path, such as https://payments.agency.example, and is '{text}'. Set it to where people reach the pages; links in mails begin with it, and who signs in is sent back there. In Development it may be http.");
    }

    /// <summary>For Development: where it listens, unless the settings say it.</summary>
    public void Default(Uri address) => Interlocked.CompareExchange(ref value, address, null);

    /// <summary>The address of a page; null where the base is not known.</summary>
    /// <param name="path">Below the base, without a slash before it.</param>
    public Uri? Page(string path) => Value is { } known ? new Uri($"{known.AbsoluteUri.TrimEnd('/')}/{path}") : null;
}
