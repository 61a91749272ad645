using Serverless.Payments.Settlement;

namespace Serverless.Payments.Tests.Settlement;

/// <summary>What goes to one payment system, for the tests that hold of all of them.</summary>
/// <param name="Of">An instruction of that key.</param>
/// <param name="Header">The header of a batch's file.</param>
/// <param name="Fields">Its fields behind the key, as they go out.</param>
/// <param name="Formula">An instruction of that key, with texts that a spreadsheet would calculate.</param>
/// <param name="FormulaFields">Its fields behind the key, as they go out.</param>
public sealed record ExchangeSample<TInstruction>(Func<string, TInstruction> Of, string Header, string Fields, Func<string, TInstruction> Formula, string FormulaFields)
    where TInstruction : IInstruction;
