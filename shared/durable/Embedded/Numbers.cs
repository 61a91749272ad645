namespace Serverless.Durable.Embedded;

/// <summary>
/// Numbers for executions and messages. Taken on the writer's thread only, so their order is the order of the commits;
/// each start of the engine has a range of its own, so none is given twice even where the rows of a range are gone.
/// </summary>
internal sealed class Numbers(long starts)
{
    private long execution = starts << 32;
    private long message = starts << 32;

    public long NextExecution() => ++execution;

    public long NextMessage() => ++message;
}
