using Microsoft.Extensions.Time.Testing;
using Serverless.Payments.Caps;
using Serverless.Payments.Tests.Settlement;

namespace Serverless.Payments.Tests.Caps;

public sealed class CapsFileExchangeTests() : FileExchangeContract<CapsInstruction>(CapsSample.Exchange, (folder, clock) => new CapsFileExchange(folder, clock))
{
    [Fact]
    public async Task Exchange_has_no_objection_when_it_is_asked_beforehand()
    {
        using var folder = new TemporaryFolder();
        using var caps = new CapsFileExchange(folder.Path, new FakeTimeProvider());

        Assert.Empty(await caps.ValidateAsync(Payments.Tests.Caps.Sample.Facts, None));
    }
}
