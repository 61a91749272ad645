using Microsoft.Extensions.Time.Testing;
using Serverless.Payments.Caps;
using Serverless.Payments.Tests.Settlement;
using Serverless.Storage.Memory;

namespace Serverless.Payments.Tests.Caps;

public sealed class CapsBlobExchangeTests() : BlobExchangeContract<CapsInstruction>(CapsSample.Exchange, CapsSample.Container())
{
    [Fact]
    public async Task Exchange_has_no_objection_when_it_is_asked_beforehand()
    {
        using var caps = new CapsBlobExchange(new MemoryTableStore(), new MemoryBlobStore(), new FakeTimeProvider());

        Assert.Empty(await caps.ValidateAsync(Payments.Tests.Caps.Sample.Facts, None));
    }
}
