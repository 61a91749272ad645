using Azure;
using Serverless.Local.Cli;
using Serverless.Storage;

namespace Serverless.Local.Tests.Cli;

public sealed class CommandFaultTests
{
    [Fact]
    public void Two_at_once_and_a_refusal_of_the_account_are_told_in_a_line()
    {
        var conflict = CommandFault.SentenceOf(new TableConflictException("settings", "import", "state", TableConflict.Exists)).OrFail();
        var refused = CommandFault.SentenceOf(new RequestFailedException(400, "Long\nHeaders: secret", "InvalidUri", innerException: null)).OrFail();

        Assert.Contains("such as a second import", conflict, StringComparison.Ordinal);
        Assert.Contains("400 InvalidUri", refused, StringComparison.Ordinal);
        Assert.All([conflict, refused], sentence => Assert.DoesNotContain('\n', sentence));
        Assert.DoesNotContain("secret", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault_of_ours_is_not_dressed_up() => Assert.Null(CommandFault.SentenceOf(new InvalidOperationException("ours")));
}
