using Serverless.Payments.Settlement;

namespace Serverless.Payments.Smart;

/// <summary>The state's payment system for the requests of mass payments (KEES-6), settled by the same weekly run as CAPS.</summary>
public interface ISmart : IPaymentSystem<SmartInstruction>;
