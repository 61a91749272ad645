using System.Text;
using Microsoft.Extensions.Logging;
using Serverless.Payments.People;
using Serverless.Testing;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.People;

/// <summary>Whatever is asked and answered, a number is nowhere to be read: not in an answer, a log, or anything on the disk.</summary>
[Trait("Req", "KEES-3")]
public sealed class SsnSecrecyTests
{
    private const string Kept = "900-17-3926";
    private const string Unknown = "900-28-4837";
    private const string Unfit = "900-39-57481";

    [Fact]
    public async Task Number_that_is_stored_searched_for_or_mistyped_is_in_no_answer_log_or_file()
    {
        using var logs = new LoggedLines();
        await using var api = await Api.StartAsync(new ApiOptions { Loggers = logs, Settings = new() { ["Logging:LogLevel:Default"] = "Trace" } });
        Assert.True(Ssn.TryParse(Kept, out var ssn));
        await api.Application.People.PutAsync(new Person("3000000001", "Ada", "Lopez", new(1990, 2, 3), null, [new("C-1", "Work Programs", Open: true)]), ssn);

        var answers = new List<string>();
        foreach (var number in (string[])[Kept, Plain(Kept), Unknown, Plain(Unknown), Unfit])
        {
            answers.Add(await AskAsync($$"""{"ssn":"{{number}}"}"""));
            answers.Add(await AskAsync($$"""{"ssn":"{{number}}","first":"Ada","last":"Lopez","dob":"1990-02-03","clientId":"3000000001"}"""));
            answers.Add(await AskAsync($$"""{"ssn":"{{number}}","dob":"{{number}}","clientId":"{{number}}"}"""));
            answers.Add(await AskAsync($$"""{"ssn":"{{number}}"""));
            answers.Add(await AskAsync($$"""{"ssn":{{Plain(number)}}}"""));
            answers.Add(await AskAsync($$"""["{{number}}"]"""));
        }

        Assert.Contains(answers, answer => answer.Contains("***-**-3926", StringComparison.Ordinal));
        var lines = api.Logs.Lines.Select(line => line.Text).Concat(logs.Lines.Select(line => line.Text)).ToList();
        Assert.Contains(api.Logs.Lines, line => line.Level == LogLevel.Trace || line.Level == LogLevel.Debug);
        Assert.All(answers.Concat(lines), AssertSecret);

        // The lock is held by its owner alone, and empty.
        var files = System.IO.Directory.GetFiles(api.Folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).ToList();
        Assert.Contains(files, file => file.EndsWith("serverless.db", StringComparison.Ordinal));
        Assert.Contains("3000000001", string.Concat(files.Select(Read)), StringComparison.Ordinal);
        Assert.All(files, file => AssertSecret(Read(file)));

        async Task<string> AskAsync(string question) => (await api.PostAsync("operations", "/api/people/search", question, ("Idempotency-Key", $"key-{answers.Count}"))).Body;
    }

    [Fact]
    public void Question_shows_nothing_of_itself_where_it_is_written_as_text()
        => AssertSecret(new Serverless.Web.People.PeopleQuestion(Ssn: Kept, Dob: "1990-02-03").ToString());

    private static string Plain(string number) => number.Replace("-", "", StringComparison.Ordinal);

    private static void AssertSecret(string text)
    {
        foreach (var number in (string[])[Kept, Unknown, Unfit])
        {
            Assert.DoesNotContain(number, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Plain(number), text, StringComparison.Ordinal);
        }
    }

    /// <summary>Byte for character, so that digits are found wherever they stand; the database is open meanwhile.</summary>
    private static string Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var content = new MemoryStream();
        file.CopyTo(content);
        return Encoding.Latin1.GetString(content.ToArray());
    }
}
