namespace Serverless.Mail;

/// <summary>How the connection to the mail server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>Not at all; for a relay on the same machine.</summary>
    None,

    /// <summary>By STARTTLS, without which nothing is sent.</summary>
    StartTls,

    /// <summary>By TLS from the first byte.</summary>
    Tls,
}
