namespace Serverless.Sqlite.Tests;

/// <summary>A member of a group whose statements and callbacks a test chooses, and whose outcome it can await.</summary>
internal sealed class TestOperation(Action<SqliteSession> work) : WriteOperation
{
    private readonly TaskCompletionSource<Exception?> settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Runs on the writer's thread before the outcome is known to the test.</summary>
    public Action OnSettled { get; init; } = () => { };

    public int SettledCount { get; private set; }

    /// <summary>Null once committed, or why it failed.</summary>
    public Task<Exception?> Outcome => settled.Task.WaitAsync(Deadline.Long);

    public static TestOperation Insert(int id) => new(session => session.Execute("INSERT INTO numbers (id) VALUES ($1)", id));

    protected override void Execute(SqliteSession session) => work(session);

    protected override void Committed() => Settle(null);

    protected override void Failed(Exception exception) => Settle(exception);

    private void Settle(Exception? outcome)
    {
        SettledCount++;
        settled.TrySetResult(outcome);
        OnSettled();
    }
}
