using Serverless.Payments.Amounts;
using Serverless.Payments.Caps;
using Serverless.Payments.Tests.Settlement;

namespace Serverless.Payments.Tests.Caps;

/// <summary>What goes to CAPS.</summary>
internal static class CapsSample
{
    public static ExchangeSample<CapsInstruction> Exchange { get; } = new(
        Sample.Instruction,
        "key,provider_id,client_id,service_code,service_from,service_to,units,rate,amount",
        "P-100,1000000001,SLN,2026-11-02,2026-11-06,10,25.00,250.00",
        key => new(key, Sample.Facts with { ProviderId = "=1+1", ServiceCode = "@x,\"y\"", Units = Units.Of(-2.5m), Amount = Money.Of(-1) }),
        "'=1+1,1000000001,\"'@x,\"\"y\"\"\",2026-11-02,2026-11-06,-2.5,25.00,-1.00");

    public static ExchangeContainer<CapsInstruction> Container() => new("caps", "caps", (tables, blobs, clock) => new CapsBlobExchange(tables, blobs, clock));
}
