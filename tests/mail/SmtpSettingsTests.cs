namespace Serverless.Mail.Tests;

public sealed class SmtpSettingsTests
{
    [Fact]
    public void Without_a_host_there_is_no_server()
        => Assert.Null(SmtpSettings.Read(Settings()));

    [Theory]
    [InlineData(null, SmtpSecurity.StartTls, 587)]
    [InlineData("starttls", SmtpSecurity.StartTls, 587)]
    [InlineData("tls", SmtpSecurity.Tls, 465)]
    [InlineData("none", SmtpSecurity.None, 25)]
    public void The_protection_decides_the_port_where_none_is_set(string? security, SmtpSecurity expected, int port)
    {
        var settings = SmtpSettings.Read(Settings(("Host", "mail.example"), ("From", "a@b.example"), ("Security", security)))!;

        Assert.Equal((expected, port), (settings.Security, settings.Port));
    }

    [Theory]
    [InlineData("Security", "ssl3")]
    [InlineData("Port", "0")]
    [InlineData("Port", "smtp")]
    [InlineData("From", "")]
    [InlineData("From", "nobody")]
    [InlineData("From", "a@b.example\r\nBcc: c@d.example")]
    [InlineData("User", "alone")]
    [InlineData("Password", "alone")]
    public void A_setting_that_is_wrong_is_named(string name, string value)
    {
        var fault = Assert.Throws<InvalidOperationException>(() => SmtpSettings.Read(Settings(("Host", "mail.example"), ("From", "a@b.example"), (name, value))));

        Assert.Contains($"Serverless:Mail:{name}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_goes_over_no_open_connection()
        => Assert.Throws<InvalidOperationException>(() => SmtpSettings.Read(Settings(("Host", "mail.example"), ("From", "a@b.example"), ("Security", "none"), ("User", "u"), ("Password", "p"))));

    [Fact]
    public void The_password_is_never_shown()
        => Assert.DoesNotContain("hush", SmtpSettings.Read(Settings(("Host", "mail.example"), ("From", "a@b.example"), ("User", "u"), ("Password", "hush")))!.ToString(), StringComparison.Ordinal);

    private static Func<string, string?> Settings(params (string Name, string? Value)[] settings)
    {
        var named = new Dictionary<string, string?>();
        foreach (var (name, value) in settings)
        {
            named[$"Serverless:Mail:{name}"] = value;
        }

        return name => named.GetValueOrDefault(name);
    }
}
