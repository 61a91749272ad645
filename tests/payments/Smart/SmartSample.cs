using Serverless.Payments.Amounts;
using Serverless.Payments.Smart;
using Serverless.Payments.Tests.Settlement;

namespace Serverless.Payments.Tests.Smart;

/// <summary>A vendor and an order that agree, to be changed by each test where it matters.</summary>
internal static class SmartSample
{
    public static SmartVendor Vendor { get; } = new("P-200", Active: true);

    public static SmartOrder Order { get; } = new(
        "P-200", "P-200-SV", "1000000001", "C-1", "ET", "Transportation", "Bus pass", Money.Of(75.50m), new DateOnly(2026, 11, 22), new DateOnly(2026, 11, 23));

    public static ExchangeSample<SmartInstruction> Exchange { get; } = new(
        Instruction,
        "key,provider_id,service_id,client_id,case_number,aid_code,need_category,need_type,begin,end,amount",
        "P-200,P-200-SV,1000000001,C-1,ET,Transportation,Bus pass,2026-11-22,2026-11-23,75.50",
        key => new(key, Order with { CaseNumber = "-2", NeedCategory = "=1+1", NeedType = "@x,\"y\"", Amount = Money.Of(-1) }),
        "P-200,P-200-SV,1000000001,'-2,ET,'=1+1,\"'@x,\"\"y\"\"\",2026-11-22,2026-11-23,-1.00");

    public static SmartInstruction Instruction(string key) => new(key, Order);
}
