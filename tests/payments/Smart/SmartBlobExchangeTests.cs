using Serverless.Payments.Smart;
using Serverless.Payments.Tests.Settlement;

namespace Serverless.Payments.Tests.Smart;

[Trait("Req", "KEES-6")]
public sealed class SmartBlobExchangeTests()
    : BlobExchangeContract<SmartInstruction>(SmartSample.Exchange, new("smart", "smart", (tables, blobs, clock) => new SmartBlobExchange(tables, blobs, clock)));
