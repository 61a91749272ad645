namespace Serverless.Infra.Tests.Cost;

/// <summary>Counts what is done from now on. Safe for many threads.</summary>
internal sealed class Tally
{
    private readonly Lock gate = new();

    public Work Sum
    {
        get
        {
            lock (gate)
            {
                return field;
            }
        }
        private set;
    } = new();

    public void Add(Work work)
    {
        lock (gate)
        {
            Sum += work;
        }
    }
}
