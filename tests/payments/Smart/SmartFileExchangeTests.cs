using Serverless.Payments.Smart;
using Serverless.Payments.Tests.Settlement;

namespace Serverless.Payments.Tests.Smart;

[Trait("Req", "KEES-6")]
public sealed class SmartFileExchangeTests() : FileExchangeContract<SmartInstruction>(SmartSample.Exchange, (folder, clock) => new SmartFileExchange(folder, clock));
