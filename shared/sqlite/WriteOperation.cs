namespace Serverless.Sqlite;

/// <summary>
/// One member of a group commit. Its statements stand or fall alone, by a savepoint; exactly one of
/// <see cref="Committed"/> and <see cref="Failed"/> is called, on the writer's thread, once it is settled.
/// </summary>
/// <remarks>The callbacks must not block and must not throw: the next group waits for them.</remarks>
public abstract class WriteOperation
{
    /// <summary>
    /// Runs the statements. An exception undoes this member alone. It neither begins nor ends transactions, and lets
    /// a statement's exception pass: behind some of them there is no transaction any more.
    /// </summary>
    protected internal abstract void Execute(SqliteSession session);

    /// <summary>The group is on disk.</summary>
    protected internal abstract void Committed();

    /// <summary>
    /// Nothing of this member can be read: its own exception, or that of the group's commit. Where the disk failed in
    /// the middle of a commit and then the power, the group may stand whole after the restart.
    /// </summary>
    protected internal abstract void Failed(Exception exception);
}
