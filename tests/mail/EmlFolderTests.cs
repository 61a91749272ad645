using Serverless.Payments.Mails;

namespace Serverless.Mail.Tests;

[Trait("Req", "ALL-4")]
public sealed class EmlFolderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-mail-");

    private string Path => System.IO.Path.Combine(folder.FullName, "mail");

    [Fact]
    public async Task A_mail_is_one_file_that_a_mail_program_reads()
    {
        var mail = Letters.Write();

        var receipt = await new EmlFolder(Path, Letters.Sender).CarryAsync(mail);

        Assert.True(receipt.IsTaken);
        var file = Assert.Single(Directory.GetFiles(Path));
        Assert.Equal(EmlFolder.NameOf(mail.Id), System.IO.Path.GetFileName(file));
        Letters.AssertIsWhole(Letters.Read(await File.ReadAllTextAsync(file)), mail);
    }

    [Fact]
    public async Task The_same_mail_again_takes_the_place_of_its_file()
    {
        var carrier = new EmlFolder(Path, Letters.Sender);
        await carrier.CarryAsync(Letters.Write(subject: "First"));
        await carrier.CarryAsync(Letters.Write(subject: "Second"));
        await carrier.CarryAsync(Letters.Write(id: "p1|1|ask|bob"));

        Assert.Equal(2, Directory.GetFiles(Path).Length);
        Assert.Equal("Second", Letters.Read(await File.ReadAllTextAsync(System.IO.Path.Combine(Path, EmlFolder.NameOf("p1|1|ask|ann")))).Subject);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("a/b\\c:d|e\r\nf")]
    [InlineData("")]
    public async Task A_mails_id_never_leads_out_of_the_folder(string id)
    {
        await new EmlFolder(Path, Letters.Sender).CarryAsync(Letters.Write(id: id));

        Assert.Single(Directory.GetFiles(Path, "*.eml"));
        Assert.Single(Directory.GetFileSystemEntries(folder.FullName));
    }

    [Fact]
    public async Task The_files_are_for_their_owner_alone()
    {
        await new EmlFolder(Path, Letters.Sender).CarryAsync(Letters.Write());

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Directory.GetFiles(Path).Single()));
        }
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_tried_again_later()
    {
        await File.WriteAllTextAsync(Path, "a file where the folder should be");

        var receipt = await new EmlFolder(Path, Letters.Sender).CarryAsync(Letters.Write());

        Assert.False(receipt.IsTaken || receipt.IsRefused);
    }

    [Theory]
    [InlineData("Ann\r\nBcc: everybody@agency.example")]
    [InlineData("Ann\nX-Evil: 1")]
    [InlineData("Ann\u2028Bcc: x@y.example")]
    [InlineData("Ann\0\u001b[31m")]
    [InlineData("\"Ann\" <evil@agency.example>, Bob")]
    public async Task Names_and_subjects_bring_no_headers_of_their_own(string evil)
    {
        await new EmlFolder(Path, Letters.Sender).CarryAsync(Letters.Write(name: evil, subject: evil));

        var raw = await File.ReadAllTextAsync(Directory.GetFiles(Path).Single());
        var message = Letters.Read(raw);
        Assert.Equal(["From", "Message-Id", "Date", "Subject", "To", "Auto-Submitted", "MIME-Version", "Content-Type"], message.Headers.Select(header => header.Field).Union(["Content-Type"]).OrderBy(Order));
        Assert.Equal("ann@agency.example", Assert.IsType<MimeKit.MailboxAddress>(Assert.Single(message.To)).Address);
        Assert.Empty(message.Bcc);
        Assert.DoesNotContain('\u001b', raw);

        static int Order(string field) => Array.IndexOf(["From", "Message-Id", "Date", "Subject", "To", "Auto-Submitted", "MIME-Version", "Content-Type"], field);
    }

    [Theory]
    [InlineData("ann@agency.example\r\nRCPT TO:<evil@agency.example>")]
    [InlineData("ann@agency.example,evil@agency.example")]
    [InlineData("<ann@agency.example>")]
    [InlineData("ann")]
    [InlineData("@agency.example")]
    [InlineData("ann@")]
    [InlineData("a@b@agency.example")]
    public async Task An_address_that_is_none_is_refused(string address)
    {
        MailReceipt receipt = await new EmlFolder(Path, Letters.Sender).CarryAsync(Letters.Write(to: address));

        Assert.True(receipt.IsRefused);
        Assert.False(Directory.Exists(Path));
    }

    public void Dispose() => folder.Delete(recursive: true);
}
