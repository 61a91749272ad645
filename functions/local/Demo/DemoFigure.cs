using Serverless.Payments.Amounts;

namespace Serverless.Local.Demo;

/// <summary>An amount that a step of the demo must come to.</summary>
internal sealed record DemoFigure(string What, decimal Expected, Money Found)
{
    public bool Holds => Found.Amount == Expected;
}
